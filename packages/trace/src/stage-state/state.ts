import type { CallArgs, Event, EventOf, Verb } from "@sockscope/protocol";
import { SEGMENT } from "../columns/flight-columns.ts";
import { ConditionsState } from "../model/conditions-state.ts";
import type { History } from "../model/history.ts";
import { endsStream } from "../model/link-marks.ts";
import { type SocketPlace, socketViewAt } from "../model/socket-view.ts";
import type { Call } from "../types/call.ts";
import type { SocketView } from "../types/socket.ts";
import type { ActorView, AtGate, GateSetting, StageView } from "../types/stage.ts";

/** What is read by views must not change any more: whoever changes it makes it his own first. */
interface Owned {
  owner: object;
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type SocketState = Mutable<SocketPlace> & Owned & { seen: SocketView | null };
interface ActorState extends Owned {
  ended: EventOf<"actor.ended"> | null;
  /** Places of calls. */
  readonly open: number[];
  last: number | null;
  sockets: readonly number[];
  printed: string | null;
  process: ActorView["process"];
  atGate: readonly AtGate[];
  gate: GateSetting | null;
  seen: ActorView | null;
}

/** Who stands on the stage after a number of steps, advanced one step at a time. */
export class StageState {
  step = 0;
  private actors = new Map<number, ActorState>();
  private sockets = new Map<number, SocketState>();
  private conditions = new ConditionsState();
  /** Actors and sockets of other owners are shared with kept states and with views. */
  private owner = {};
  private met = 0;

  constructor(private readonly history: History) {}

  /** Actors and sockets on the stage: what a kept state costs. */
  get size(): number {
    return this.actors.size + this.sockets.size;
  }

  /** Shares with this one all that neither of them changes later. */
  clone(): StageState {
    const copy = new StageState(this.history);
    copy.step = this.step;
    copy.conditions = this.conditions.clone();
    copy.actors = new Map(this.actors);
    copy.sockets = new Map(this.sockets);
    copy.met = this.met;
    this.owner = {};
    return copy;
  }

  /** The next step happens. */
  advance(): void {
    const { steps, flights, events, calls } = this.history;
    const index = this.step++;
    const flight = steps.flightAt(index);
    if (flight !== null) {
      if (flights.kindOf(flight) !== SEGMENT) return;
      for (const end of [flights.fromSocket(flight), flights.toSocket(flight)]) this.changed(end);
      return;
    }
    const event = events.glance(steps.eventAt(index));
    this.event(event);
    if (event.kind !== "call.began" || !steps.isWholeCall(index)) return;
    const ended = events.glance(calls.ended.at(calls.slotOf(event.call)));
    if (ended.kind === "call.ended") this.callEnded(ended);
  }

  /** The end of a call has joined the row of its beginning after that row was applied. */
  applyMerged(event: EventOf<"call.ended">): void {
    this.callEnded(event);
  }

  view(): StageView {
    this.owner = {};
    if (this.met !== this.history.index.met) this.forgetViews();
    const actors: ActorView[] = [];
    for (const [id, state] of this.actors) {
      const actor = this.history.actorById.get(id);
      if (actor === undefined) continue;
      state.seen ??= this.viewOf(state, actor);
      actors.push(state.seen);
    }
    return { step: this.step, actors, ...this.conditions.view() };
  }

  private viewOf(state: ActorState, actor: ActorView["actor"]): ActorView {
    const { calls } = this.history;
    const { ended, printed, atGate, gate } = state;
    const callAt = (slot: number): Call[] => {
      const call = calls.all.get(slot);
      return call === undefined ? [] : [call];
    };
    return {
      ...{ actor, ended, printed, process: state.process, atGate, gate },
      open: state.open.flatMap(callAt),
      last: state.last === null ? null : (callAt(state.last)[0] ?? null),
      sockets: state.sockets.flatMap((id) => {
        const found = this.sockets.get(id);
        if (found === undefined) return [];
        found.seen ??= socketViewAt(this.history.index, found, this.step - 1);
        return [found.seen];
      }),
    };
  }

  /** Other ends have been found: views made before are stale. */
  private forgetViews(): void {
    this.met = this.history.index.met;
    for (const actor of this.actors.values()) actor.seen = null;
    for (const socket of this.sockets.values()) socket.seen = null;
  }

  private event(event: Event): void {
    switch (event.kind) {
      case "actor.added":
        this.actors.set(event.actor, {
          ended: null,
          open: [],
          last: null,
          sockets: [],
          printed: null,
          atGate: [],
          gate: null,
          process: null,
          seen: null,
          owner: this.owner,
        });
        break;
      case "actor.known": {
        const actor = this.actor(event.actor);
        if (actor !== undefined) actor.process = event.process;
        break;
      }
      case "actor.printed": {
        const actor = this.actor(event.actor);
        if (actor !== undefined) actor.printed = event.text;
        break;
      }
      case "actor.ended": {
        const actor = this.actor(event.actor);
        if (actor === undefined) break;
        actor.ended = event;
        actor.open.length = 0;
        actor.atGate = [];
        break;
      }
      case "actor.removed":
        for (const id of this.actors.get(event.actor)?.sockets ?? []) this.sockets.delete(id);
        this.actors.delete(event.actor);
        this.conditions.part(event.actor);
        break;
      case "call.began":
        this.callBegan(event);
        break;
      case "call.ended":
        this.callEnded(event);
        break;
      case "socket.named":
        this.change(event.socket, (socket) => {
          socket.local = event.address;
        });
        break;
      case "connection.queued":
        this.open(event.actor, event.connection, event.socket);
        this.change(event.connection, (socket) => {
          socket.local = event.local;
          socket.peer = event.peer;
        });
        this.change(event.socket, (socket) => {
          socket.queue = [...socket.queue, event.connection];
        });
        break;
      case "datagram.arrived":
      case "kernel.read":
      case "peer.known":
        this.changed(event.socket);
        break;
      case "datagram.dropped":
        this.change(event.socket, (socket) => {
          socket.dropped += event.count;
        });
        break;
      case "socket.closed":
        this.close(event.socket);
        break;
      case "gate.set":
        this.gateSet(event);
        break;
      case "gate.reached":
        this.standsAtGate(event);
        break;
      case "breakpoint.set":
      case "breakpoint.removed":
      case "link.set":
        this.conditions.change(event);
        break;
      case "link.fault":
        this.keptBack(event);
        break;
      case "link.passed":
        this.letThrough(event);
        break;
      case "limit.met":
      case "lab.began":
        break;
      default:
        event satisfies never;
    }
  }

  private gateSet({ scope, mode, pause = 0 }: EventOf<"gate.set">): void {
    const gate = { mode, pause };
    if (scope === "all") {
      this.conditions.gate = gate;
      for (const id of this.actors.keys()) {
        const actor = this.actor(id);
        if (actor !== undefined) actor.gate = null;
      }
    } else {
      const actor = this.actor(scope);
      if (actor !== undefined) actor.gate = gate;
    }
  }

  private passGate(actor: number, call: number): void {
    if ((this.actors.get(actor)?.atGate.length ?? 0) === 0) return;
    const state = this.actor(actor);
    if (state !== undefined)
      state.atGate = state.atGate.filter((standing) => standing.call !== call);
  }

  private standsAtGate(event: EventOf<"gate.reached">): void {
    const actor = this.actor(event.actor);
    if (actor !== undefined) actor.atGate = [...actor.atGate, event];
  }

  private callBegan(event: EventOf<"call.began">): void {
    this.passGate(event.actor, event.call);
    const slot = this.history.calls.slotOf(event.call);
    const actor = slot < 0 ? undefined : this.actor(event.actor);
    if (actor !== undefined) actor.open.push(slot);
    if (event.args.payload !== undefined) this.changed(event.socket);
    if (event.verb !== "connect") return;
    this.change(event.socket, (socket) => {
      socket.peer = event.args.address ?? null;
    });
  }

  private keptBack({ socket: id, call, length }: EventOf<"link.fault">): void {
    this.changed(id);
    if (length > 0 || !endsStream(this.verbOf(call))) return;
    this.change(id, (socket) => {
      socket.endingCall = call;
    });
  }

  private letThrough({ socket: id, call, length }: EventOf<"link.passed">): void {
    this.changed(id);
    if (length > 0) return;
    this.change(id, (socket) => {
      if (socket.endingCall === call) socket.endingCall = null;
    });
    if (this.verbOf(call) === "close") this.close(id);
  }

  private callEnded(event: EventOf<"call.ended">): void {
    this.passGate(event.actor, event.call);
    const slot = this.history.calls.slotOf(event.call);
    const actor = slot < 0 ? undefined : this.actor(event.actor);
    if (actor !== undefined) {
      const at = actor.open.indexOf(slot);
      if (at >= 0) actor.open.splice(at, 1);
      actor.last = slot;
    }
    const { verb, result, error } = event;
    if (verb === "socket" && result?.socket !== undefined)
      this.open(event.actor, result.socket, null);
    this.changed(event.socket);
    if (error !== undefined) return;
    switch (verb) {
      case "bind":
      case "listen":
      case "accept":
      case "connect":
      case "close":
        this.change(event.socket, (socket) => this.succeeded(socket, event));
        break;
      default:
    }
  }

  private succeeded(socket: SocketState, event: EventOf<"call.ended">): void {
    const { verb, result } = event;
    switch (verb) {
      case "bind":
        socket.local = result?.address ?? this.argsOf(event)?.address ?? socket.local;
        break;
      case "listen":
        socket.backlog = this.argsOf(event)?.backlog ?? null;
        socket.queueOf = result?.queue ?? null;
        socket.local = result?.address ?? socket.local;
        break;
      case "accept":
        this.accepted(socket, event);
        break;
      case "connect":
        socket.local = result?.address ?? socket.local;
        this.joinKernelQueue(socket, event.call);
        break;
      case "close":
        if (socket.endingCall !== event.call) this.close(socket.id);
        break;
      default:
    }
  }

  private accepted(listener: SocketState, event: EventOf<"call.ended">): void {
    const { socket: id, address } = event.result ?? {};
    if (id === undefined) return;
    listener.queue = listener.queue.filter((queued) => queued !== id);
    if (this.sockets.has(id)) return;
    const client = this.history.kernelQueues.takenBy(event.call);
    if (client !== null)
      listener.kernelQueue = listener.kernelQueue.filter(({ socket }) => socket !== client);
    this.open(event.actor, id, listener.id);
    this.change(id, (socket) => {
      socket.local = listener.local;
      socket.peer = address ?? null;
    });
  }

  private joinKernelQueue({ id, local }: SocketState, connect: number): void {
    this.change(this.history.kernelQueues.joinedBy(connect), (listener) => {
      const waiter = { socket: id, address: local };
      listener.kernelQueue = [...listener.kernelQueue, waiter];
    });
  }

  private verbOf(call: number): Verb | null {
    const { calls, events } = this.history;
    const slot = calls.slotOf(call);
    const began = slot < 0 ? undefined : events.glance(calls.began.at(slot));
    return began?.kind === "call.began" ? began.verb : null;
  }

  private argsOf({ call }: EventOf<"call.ended">): CallArgs | undefined {
    const { calls, events } = this.history;
    const slot = calls.slotOf(call);
    const began = slot < 0 ? undefined : events.glance(calls.began.at(slot));
    return began?.kind === "call.began" ? began.args : undefined;
  }

  private open(actor: number, id: number, listener: number | null): void {
    const owner = this.actor(actor);
    if (owner !== undefined) owner.sockets = [...owner.sockets, id];
    this.sockets.set(id, {
      id,
      actor,
      type: this.history.index.byId.get(id)?.type ?? "SOCK_STREAM",
      accepted: listener !== null,
      listener,
      local: null,
      peer: null,
      queue: [],
      backlog: null,
      queueOf: null,
      kernelQueue: [],
      dropped: 0,
      endingCall: null,
      doneWith: false,
      seen: null,
      owner: this.owner,
    });
  }

  private close(id: number): void {
    this.change(id, (socket) => {
      socket.doneWith = true;
      const queue = socket.queue;
      socket.queue = [];
      socket.kernelQueue = [];
      for (const waiting of queue) {
        this.change(waiting, (connection) => {
          connection.doneWith = true;
        });
        this.tidy(waiting);
      }
    });
    this.changed(id);
  }

  /** What is counted of this socket and of its other end is not what it was. */
  private changed(id: number | null): void {
    if (this.socket(id) === undefined) return;
    const other = this.history.index.byId.get(id ?? 0)?.other?.socket ?? null;
    this.socket(other);
    this.tidy(id);
    this.tidy(other);
  }

  /** A conversation that is over leaves its server's card. */
  private tidy(id: number | null): void {
    const socket = id === null ? undefined : this.sockets.get(id);
    if (socket === undefined || !socket.accepted || !socket.doneWith) return;
    const record = this.history.index.byId.get(socket.id);
    if (record === undefined || this.history.isOpen(record, this.step - 1)) return;
    this.sockets.delete(socket.id);
    const actor = this.actor(socket.actor);
    if (actor !== undefined) actor.sockets = actor.sockets.filter((other) => other !== socket.id);
  }

  private change(id: number | null, update: (socket: SocketState) => void): void {
    const socket = this.socket(id);
    if (socket !== undefined) update(socket);
  }

  /** A socket that is about to change, and with it what its actor shows. */
  private socket(id: number | null): SocketState | undefined {
    const found = id === null ? undefined : this.sockets.get(id);
    if (found === undefined) return undefined;
    this.actor(found.actor);
    if (found.owner === this.owner) return found;
    const own = { ...found, owner: this.owner, seen: null };
    this.sockets.set(own.id, own);
    return own;
  }

  /** An actor that is about to change. */
  private actor(id: number): ActorState | undefined {
    const found = this.actors.get(id);
    if (found === undefined || found.owner === this.owner) return found;
    const own = { ...found, open: [...found.open], owner: this.owner, seen: null };
    this.actors.set(id, own);
    return own;
  }
}
