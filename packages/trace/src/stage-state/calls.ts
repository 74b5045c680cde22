import type { EventOf } from "@sockscope/protocol";
import type { Entities, SocketState } from "./entities.ts";

/** What beginnings and ends of calls do to the actors and sockets on the stage. */
export class StageCalls {
  constructor(private readonly entities: Entities) {}

  began(event: EventOf<"call.began">): void {
    const { entities } = this;
    this.leaveGate(event.actor, event.call);
    const slot = entities.history.calls.slotOf(event.call);
    const actor = slot < 0 ? undefined : entities.actor(event.actor);
    if (actor !== undefined) actor.open.push(slot);
    if (event.args.payload !== undefined) entities.changed(event.socket);
    if (event.verb !== "connect") return;
    entities.change(event.socket, (socket) => {
      socket.peer = event.args.address ?? null;
    });
  }

  ended(event: EventOf<"call.ended">): void {
    const { entities } = this;
    this.leaveGate(event.actor, event.call);
    const slot = entities.history.calls.slotOf(event.call);
    const actor = slot < 0 ? undefined : entities.actor(event.actor);
    if (actor !== undefined) {
      const at = actor.open.indexOf(slot);
      if (at >= 0) actor.open.splice(at, 1);
      actor.last = slot;
    }
    const { verb, result, error } = event;
    if (verb === "socket" && result?.socket !== undefined)
      entities.open(event.actor, result.socket, null);
    entities.changed(event.socket);
    if (error !== undefined) return;
    switch (verb) {
      case "bind":
      case "listen":
      case "accept":
      case "connect":
      case "close":
        entities.change(event.socket, (socket) => this.returned(socket, event));
        break;
      default:
    }
  }

  private leaveGate(actor: number, call: number): void {
    if ((this.entities.actors.get(actor)?.atGate.length ?? 0) === 0) return;
    const state = this.entities.actor(actor);
    if (state !== undefined) state.atGate = state.atGate.filter((waiting) => waiting.call !== call);
  }

  private returned(socket: SocketState, event: EventOf<"call.ended">): void {
    const { calls } = this.entities.history;
    const { verb, result, call } = event;
    switch (verb) {
      case "bind":
        socket.local = result?.address ?? calls.argsOf(call)?.address ?? socket.local;
        break;
      case "listen":
        socket.backlog = calls.argsOf(call)?.backlog ?? null;
        socket.queueOf = result?.queue ?? null;
        socket.local = result?.address ?? socket.local;
        break;
      case "accept":
        this.accepted(socket, event);
        break;
      case "connect":
        socket.local = result?.address ?? socket.local;
        this.joinKernelQueue(socket, call);
        break;
      case "close":
        if (socket.endingCall !== call) this.entities.close(socket.id);
        break;
      default:
    }
  }

  private accepted(listener: SocketState, event: EventOf<"call.ended">): void {
    const { entities } = this;
    const { socket: id, address } = event.result ?? {};
    if (id === undefined) return;
    listener.queue = listener.queue.filter((queued) => queued !== id);
    if (entities.sockets.has(id)) return;
    const client = entities.history.kernelQueues.acceptedBy(event.call);
    if (client !== null)
      listener.kernelQueue = listener.kernelQueue.filter(({ socket }) => socket !== client);
    entities.open(event.actor, id, listener.id);
    entities.change(id, (socket) => {
      socket.local = listener.local;
      socket.peer = address ?? null;
    });
  }

  private joinKernelQueue({ id, local }: SocketState, connect: number): void {
    const { entities } = this;
    entities.change(entities.history.kernelQueues.joinedBy(connect), (listener) => {
      const waiter = { socket: id, address: local };
      listener.kernelQueue = [...listener.kernelQueue, waiter];
    });
  }
}
