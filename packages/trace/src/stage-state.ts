import type { Event, EventOf } from "@sockscope/protocol";
import { ConditionsState } from "./conditions-state.ts";
import type { History } from "./history.ts";
import { afterSegment, type Mutable } from "./tcp-phase.ts";
import type { ActorView, AtGate, Call, GateSetting, SocketView, StageView, Step } from "./types.ts";

type SocketState = Mutable<SocketView> & { queue: number[]; doneWith: boolean };
interface ActorState {
  ended: EventOf<"actor.ended"> | null;
  open: Call[];
  last: Call | null;
  sockets: number[];
  printed: string | null;
  process: ActorView["process"];
  atGate: AtGate[];
  gate: GateSetting | null;
}

/** What is true after a number of steps, advanced one step at a time. */
export class StageState {
  step = 0;
  private readonly actors = new Map<number, ActorState>();
  private readonly sockets = new Map<number, SocketState>();
  private conditions = new ConditionsState();

  constructor(private readonly history: History) {}

  clone(): StageState {
    const copy = new StageState(this.history);
    copy.step = this.step;
    copy.conditions = this.conditions.clone();
    for (const [id, actor] of this.actors) {
      copy.actors.set(id, {
        ...actor,
        open: [...actor.open],
        sockets: [...actor.sockets],
        atGate: [...actor.atGate],
      });
    }
    for (const [id, s] of this.sockets) copy.sockets.set(id, { ...s, queue: [...s.queue] });
    return copy;
  }

  apply(step: Step): void {
    this.step = step.index + 1;
    if (step.kind === "segment") {
      afterSegment(step.flight, (id) => this.sockets.get(id));
      for (const end of [step.flight.from, step.flight.to]) this.tidy(end?.socket ?? null);
      return;
    }
    this.event(step.event);
    if (step.ended !== null) this.callEnded(step.ended);
  }

  /** The end of a call has joined the row of its beginning after that row was applied. */
  applyMerged(event: EventOf<"call.ended">): void {
    this.callEnded(event);
  }

  view(): StageView {
    const actors: ActorView[] = [];
    for (const [id, state] of this.actors) {
      const actor = this.history.actorById.get(id);
      if (actor === undefined) continue;
      const { ended, last, printed } = state;
      const sockets = state.sockets.flatMap((socket) => {
        const found = this.sockets.get(socket);
        if (found === undefined) return [];
        const { doneWith: _, ...view } = found;
        const other = this.history.index.byId.get(socket)?.other ?? null;
        return [
          {
            ...view,
            other: view.phase === "unbound" ? null : other,
            queue: [...view.queue],
          },
        ];
      });
      actors.push({
        actor,
        ended,
        open: [...state.open],
        last,
        sockets,
        printed,
        process: state.process,
        atGate: [...state.atGate],
        gate: state.gate,
      });
    }
    return { step: this.step, actors, ...this.conditions.view() };
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
        });
        break;
      case "actor.known": {
        const actor = this.actors.get(event.actor);
        if (actor !== undefined) actor.process = event.process;
        break;
      }
      case "actor.printed": {
        const actor = this.actors.get(event.actor);
        if (actor !== undefined) actor.printed = event.text;
        break;
      }
      case "actor.ended": {
        const actor = this.actors.get(event.actor);
        if (actor === undefined) break;
        actor.ended = event;
        actor.open = [];
        actor.atGate = [];
        if (event.how === "left") this.lostSight(event.actor);
        break;
      }
      case "actor.removed":
        for (const id of this.actors.get(event.actor)?.sockets ?? []) this.sockets.delete(id);
        this.actors.delete(event.actor);
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
          if (socket.phase === "unbound") socket.phase = "ESTABLISHED";
        });
        this.change(event.socket, (socket) => socket.queue.push(event.connection));
        break;
      case "datagram.arrived":
        this.change(event.socket, (socket) => socket.unread++);
        break;
      case "socket.closed":
        this.close(event.socket);
        break;
      case "gate.set":
        this.gateSet(event);
        break;
      case "gate.reached":
        this.actors.get(event.actor)?.atGate.push(event);
        break;
      case "breakpoint.set":
      case "breakpoint.removed":
      case "link.set":
        this.conditions.change(event);
        break;
      case "link.fault":
      case "link.passed":
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
      for (const actor of this.actors.values()) actor.gate = null;
    } else {
      const actor = this.actors.get(scope);
      if (actor !== undefined) actor.gate = gate;
    }
  }

  private passGate(actor: number, call: number): void {
    const state = this.actors.get(actor);
    if (state !== undefined && state.atGate.length > 0) {
      state.atGate = state.atGate.filter((standing) => standing.call !== call);
    }
  }

  private callBegan(event: EventOf<"call.began">): void {
    this.passGate(event.actor, event.call);
    const call = this.history.calls.get(event.call);
    if (call !== undefined) this.actors.get(event.actor)?.open.push(call);
    this.change(event.socket, (socket) => {
      if (event.verb === "connect") {
        socket.peer = event.args.address ?? null;
        if (socket.type === "SOCK_STREAM") socket.phase = "SYN-SENT";
      }
      const length = event.args.payload?.length;
      if (length === undefined || socket.type !== "SOCK_STREAM") return;
      socket.sent += length;
      this.addUnread(socket.id, length);
    });
  }

  private callEnded(event: EventOf<"call.ended">): void {
    this.passGate(event.actor, event.call);
    const actor = this.actors.get(event.actor);
    const call = this.history.calls.get(event.call);
    if (actor !== undefined && call !== undefined) {
      actor.open = actor.open.filter((open) => open.id !== event.call);
      actor.last = call;
    }
    const { verb, result, error } = event;
    if (verb === "socket" && result?.socket !== undefined)
      this.open(event.actor, result.socket, null);
    this.change(event.socket, (socket) => {
      if (error !== undefined) return this.failed(socket, event);
      switch (verb) {
        case "bind":
          socket.phase = "bound";
          socket.local = result?.address ?? call?.args.address ?? socket.local;
          break;
        case "listen":
          socket.phase = "LISTEN";
          socket.backlog = call?.args.backlog ?? null;
          socket.queueOf = result?.queue ?? null;
          socket.local = result?.address ?? socket.local;
          break;
        case "accept":
          this.accepted(socket, event);
          break;
        case "connect":
          socket.local = result?.address ?? socket.local;
          if (socket.phase === "SYN-SENT") socket.phase = "ESTABLISHED";
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
          this.close(socket.id);
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
    this.open(event.actor, id, listener.id);
    this.change(id, (socket) => {
      socket.local = listener.local;
      socket.peer = address ?? null;
      socket.phase = "ESTABLISHED";
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
    const length = this.history.calls.get(event.call)?.args.payload?.length;
    if (length === undefined || socket.type !== "SOCK_STREAM") return;
    socket.sent -= length;
    this.addUnread(socket.id, -length);
  }

  private addUnread(sender: number, length: number): void {
    const other = this.history.index.byId.get(sender)?.other?.socket ?? null;
    this.change(other, (socket) => {
      socket.unread = Math.max(0, socket.unread + length);
    });
  }

  private open(actor: number, id: number, listener: number | null): void {
    const record = this.history.index.byId.get(id);
    this.actors.get(actor)?.sockets.push(id);
    this.sockets.set(id, {
      id,
      actor,
      type: record?.type ?? "SOCK_STREAM",
      accepted: listener !== null,
      listener,
      phase: "unbound",
      local: null,
      peer: null,
      other: null,
      queue: [],
      backlog: null,
      queueOf: null,
      unread: 0,
      sent: 0,
      received: 0,
      doneWith: false,
    });
  }

  private close(id: number): void {
    this.change(id, (socket) => {
      socket.doneWith = true;
      for (const waiting of socket.queue.splice(0)) {
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
    for (const socket of [...this.sockets.values()]) {
      if (!socket.doneWith) continue;
      if (this.history.index.byId.get(socket.id)?.other?.actor !== outsider) continue;
      socket.phase = "closed";
      this.tidy(socket.id);
    }
  }

  /** A conversation that is over leaves its server's card. */
  private tidy(id: number | null): void {
    const socket = id === null ? undefined : this.sockets.get(id);
    if (socket === undefined || !socket.accepted || !socket.doneWith) return;
    if (socket.phase !== "closed" && socket.phase !== "TIME-WAIT" && socket.phase !== "RESET")
      return;
    this.sockets.delete(socket.id);
    const actor = this.actors.get(socket.actor);
    if (actor !== undefined) actor.sockets = actor.sockets.filter((other) => other !== socket.id);
  }

  private change(id: number | null, update: (socket: SocketState) => void): void {
    const socket = id === null ? undefined : this.sockets.get(id);
    if (socket !== undefined) update(socket);
  }
}
