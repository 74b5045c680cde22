import type { CallArgs, Event, EventOf, Verb } from "@sockscope/protocol";
import { SEGMENT } from "./columns/flights.ts";
import { ConditionsState } from "./conditions-state.ts";
import type { History } from "./history.ts";
import { BYTES_KEPT_BACK, endsStream } from "./link-marks.ts";
import { acceptedPhase, afterSegment, dialled, type Mutable } from "./tcp-phase.ts";
import type { ActorView, AtGate, Call, GateSetting, SocketView, StageView } from "./types.ts";

/** What is read by views must not change any more: whoever changes it makes it his own first. */
interface Owned {
  owner: object;
}
type SocketState = Omit<Mutable<SocketView>, "other" | "held" | "endHeld"> &
  Owned & {
    doneWith: boolean;
    seen: SocketView | null;
    /** Of the stream that it sends: what its program gave away, and what the kernel has of that. */
    givenTo: number;
    landedTo: number;
    /** The call that ends its stream, while the link has it. */
    endingCall: number | null;
  };
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

/** Calls that change nothing of a socket when they return. */
const UNCHANGING: ReadonlySet<Verb> = new Set(["send", "sendall", "shutdown"]);

/** What is true after a number of steps, advanced one step at a time. */
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
      const [from, to] = [flights.fromSocket(flight), flights.toSocket(flight)];
      afterSegment(flights.flagsOf(flight), this.socket(from), this.socket(to));
      if (flights.flagsOf(flight) === "RST") for (const end of [from, to]) this.forgetHeld(end);
      this.tidy(from);
      this.tidy(to);
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
        found.seen ??= this.socketView(found);
        return [found.seen];
      }),
    };
  }

  private socketView(state: SocketState): SocketView {
    const { doneWith: _, seen: __, owner: ___, givenTo, landedTo, endingCall, ...view } = state;
    const other = this.history.index.byId.get(state.id)?.other ?? null;
    const met = state.phase === "unbound" ? null : other;
    return { ...view, other: met, held: givenTo - landedTo, endHeld: endingCall !== null };
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
        if (event.how === "left") this.lostSight(event.actor);
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
          // A kernel that has chosen the address of a stream is about to connect it.
          if (socket.type === "SOCK_STREAM") socket.phase = dialled(socket.phase);
        });
        break;
      case "connection.queued":
        this.open(event.actor, event.connection, event.socket);
        this.change(event.connection, (socket) => {
          socket.local = event.local;
          socket.peer = event.peer;
          if (socket.phase === "unbound") socket.phase = "ESTABLISHED";
        });
        this.change(event.socket, (socket) => {
          socket.queue = [...socket.queue, event.connection];
        });
        break;
      case "datagram.arrived":
        this.change(event.socket, (socket) => socket.unread++);
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
      case "kernel.read":
      case "peer.known":
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
    const { payload } = event.args;
    // Most calls change nothing of a socket when they begin.
    if (event.verb !== "connect" && payload === undefined) return;
    this.change(event.socket, (socket) => {
      if (event.verb === "connect") socket.peer = event.args.address ?? null;
      if (payload === undefined || socket.type !== "SOCK_STREAM") return;
      socket.sent += payload.length;
      socket.givenTo += payload.length;
      this.land(socket, socket.givenTo);
    });
  }

  /** After a reset nothing that the link holds will come any more. */
  private forgetHeld(id: number | null): void {
    this.change(id, (socket) => {
      socket.givenTo = socket.landedTo;
    });
  }

  /** So much of what it sends is past the link; the rest is not at the other end. */
  private land(socket: SocketState, landedTo: number): void {
    const more = landedTo - socket.landedTo;
    socket.landedTo = landedTo;
    if (more !== 0) this.addUnread(socket.id, more);
  }

  private keptBack({ socket: id, call, fault, offset, length }: EventOf<"link.fault">): void {
    if (length === 0) {
      if (!endsStream(this.verbOf(call))) return;
      this.change(id, (socket) => {
        socket.endingCall = call;
      });
    } else if (offset !== undefined && BYTES_KEPT_BACK.has(fault)) {
      this.change(id, (socket) => {
        this.land(socket, Math.min(socket.landedTo, offset));
        if (fault === "reset") socket.givenTo = socket.landedTo;
      });
    }
  }

  private letThrough({ socket: id, call, offset, length }: EventOf<"link.passed">): void {
    if (length === 0) {
      this.change(id, (socket) => {
        if (socket.endingCall === call) socket.endingCall = null;
      });
      if (this.verbOf(call) === "close") this.close(id);
    } else if (offset !== undefined) {
      this.change(id, (socket) =>
        this.land(socket, Math.max(socket.landedTo, Math.min(socket.givenTo, offset + length))),
      );
    }
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
    if (error === undefined && UNCHANGING.has(verb)) return;
    if (verb === "socket" && result?.socket !== undefined)
      this.open(event.actor, result.socket, null);
    this.change(event.socket, (socket) => {
      if (error !== undefined) return this.failed(socket, event);
      switch (verb) {
        case "bind":
          socket.phase = "bound";
          socket.local = result?.address ?? this.argsOf(event)?.address ?? socket.local;
          break;
        case "listen":
          socket.phase = "LISTEN";
          socket.backlog = this.argsOf(event)?.backlog ?? null;
          socket.queueOf = result?.queue ?? null;
          socket.local = result?.address ?? socket.local;
          break;
        case "accept":
          this.accepted(socket, event);
          break;
        case "connect":
          socket.local = result?.address ?? socket.local;
          if (socket.type === "SOCK_STREAM" && dialled(socket.phase) === "SYN-SENT")
            socket.phase = "ESTABLISHED";
          this.joinKernelQueue(socket, event.call);
          break;
        case "recv":
        case "recvfrom":
          this.received(socket, event);
          break;
        case "sendto":
          socket.sent += result?.count ?? 0;
          if (socket.phase === "unbound") socket.phase = "bound";
          break;
        case "close":
          if (socket.endingCall !== event.call) this.close(socket.id);
          break;
        default:
      }
    });
  }

  private accepted(listener: SocketState, event: EventOf<"call.ended">): void {
    const { socket: id, address } = event.result ?? {};
    if (id === undefined) return;
    listener.queue = listener.queue.filter((queued) => queued !== id);
    if (this.sockets.has(id)) return;
    const client = this.history.kernelQueues.takenBy(event.call);
    if (client !== null)
      listener.kernelQueue = listener.kernelQueue.filter(({ socket }) => socket !== client);
    const other = client === null ? undefined : this.sockets.get(client);
    this.open(event.actor, id, listener.id);
    this.change(id, (socket) => {
      socket.local = listener.local;
      socket.peer = address ?? null;
      socket.phase = acceptedPhase(other?.phase);
    });
  }

  private joinKernelQueue({ id, local }: SocketState, connect: number): void {
    this.change(this.history.kernelQueues.joinedBy(connect), (listener) => {
      const waiter = { socket: id, address: local };
      listener.kernelQueue = [...listener.kernelQueue, waiter];
    });
  }

  private received(socket: SocketState, event: EventOf<"call.ended">): void {
    const length = event.result?.payload?.length ?? 0;
    socket.received += length;
    const taken = socket.type === "SOCK_STREAM" ? length : 1;
    socket.unread = Math.max(0, socket.unread - taken);
  }

  private failed(socket: SocketState, event: EventOf<"call.ended">): void {
    if (event.verb === "connect" && socket.phase === "SYN-SENT") socket.phase = "unbound";
    if (event.error?.errno === "ECONNRESET") socket.phase = "RESET";
    const args = this.argsOf(event);
    const length = args?.payload?.length;
    if (length === undefined || socket.type !== "SOCK_STREAM") return;
    socket.sent -= length;
    socket.givenTo = Math.max(0, socket.givenTo - length);
    this.land(socket, Math.min(socket.landedTo, socket.givenTo));
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

  private addUnread(sender: number, length: number): void {
    const other = this.history.index.byId.get(sender)?.other?.socket ?? null;
    this.change(other, (socket) => {
      // A socket that is closed has no buffer any more: what comes is answered with a reset. And
      // what is for a connection that nobody accepted yet is not its listener's.
      if (!socket.doneWith && socket.phase !== "LISTEN")
        socket.unread = Math.max(0, socket.unread + length);
    });
  }

  private open(actor: number, id: number, listener: number | null): void {
    const record = this.history.index.byId.get(id);
    const owner = this.actor(actor);
    // What the other end had sent before this one was seen waits here.
    const early = this.sockets.get(record?.other?.socket ?? 0)?.landedTo ?? 0;
    if (owner !== undefined) owner.sockets = [...owner.sockets, id];
    this.sockets.set(id, {
      id,
      actor,
      type: record?.type ?? "SOCK_STREAM",
      accepted: listener !== null,
      listener,
      phase: "unbound",
      local: null,
      peer: null,
      queue: [],
      backlog: null,
      queueOf: null,
      kernelQueue: [],
      unread: early,
      dropped: 0,
      sent: 0,
      received: 0,
      givenTo: 0,
      landedTo: 0,
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
      }
      const streaming = ["ESTABLISHED", "CLOSE-WAIT", "FIN-WAIT"].includes(socket.phase);
      if (!streaming && socket.phase !== "RESET" && socket.phase !== "TIME-WAIT") {
        socket.phase = "closed";
      }
      socket.unread = 0;
    });
    this.tidy(id);
  }

  /** Nothing will ever be known of an outsider's end again: what we have closed is closed. */
  private lostSight(outsider: number): void {
    for (const { id, doneWith } of [...this.sockets.values()]) {
      if (!doneWith || this.history.index.byId.get(id)?.other?.actor !== outsider) continue;
      this.change(id, (socket) => {
        socket.phase = "closed";
      });
      this.tidy(id);
    }
  }

  /** A conversation that is over leaves its server's card. */
  private tidy(id: number | null): void {
    const socket = id === null ? undefined : this.sockets.get(id);
    if (socket === undefined || !socket.accepted || !socket.doneWith) return;
    if (socket.phase !== "closed" && socket.phase !== "TIME-WAIT" && socket.phase !== "RESET")
      return;
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
