import type { EventOf } from "@sockscope/protocol";
import type { SocketRecord } from "../sockets/record.ts";
import type { Parts } from "./parts.ts";

/** What follows for a socket, its flights and the wire when a call on it begins, returns or fails. */
export class CallEffects {
  constructor(private readonly parts: Parts) {}

  began(socket: SocketRecord, event: EventOf<"call.began">, step: number): void {
    const { connections, fold, handshake, kernelQueues, pairing } = this.parts;
    if (event.verb === "connect") {
      socket.peer = event.args.address ?? null;
      if (socket.type !== "SOCK_STREAM") return;
      socket.dialled = event.t;
      socket.synsAgain = 0;
      if (socket.local === null) return;
      handshake.dials(socket, event.call);
      kernelQueues.dials(socket, connections.listenerOf(socket));
    } else if (event.args.payload !== undefined) {
      if (socket.type === "SOCK_DGRAM") return pairing.datagrams.send(socket, event, step);
      pairing.streams.send(socket, event, step);
      fold.handedOver(socket, event.args.payload.length, step);
    }
  }

  /** What must have happened on the wire before this call could return so. */
  beforeEnd(socket: SocketRecord, event: EventOf<"call.ended">): void {
    if (socket.type !== "SOCK_STREAM") return;
    const { calls, connections, ends, handshake, kernelQueues, steps } = this.parts;
    const { verb, error, result } = event;
    const sends = verb === "send" || verb === "sendall" || verb === "sendto";
    switch (error?.errno) {
      case "ECONNREFUSED":
        handshake.refused(socket);
        break;
      case "ECONNRESET":
        ends.wasReset(socket);
        break;
      case "EPIPE":
        // After its own shutdown that is no sign of the other end.
        if (sends && !socket.writeShut) ends.wasReset(socket);
        break;
      default:
    }
    if (verb === "connect") {
      if (error === undefined) connections.connected(socket, event);
      else kernelQueues.failed(socket, connections.listenerOf(socket));
    }
    if (verb === "accept") connections.accepted(socket, event);
    if (error !== undefined) return;
    if (verb === "recv" && result?.payload?.length === 0 && calls.argsOf(event.call)?.size !== 0)
      ends.endRead(socket);
    if (sends && socket.other?.socket === null) socket.aliveAt = this.beganAt(event);
    // What the link has is not at the other end.
    if (sends && socket.otherRecord?.closed)
      if (socket.tracks.heldAt(steps.next) === 0 && (result?.count ?? 0) > 0)
        ends.answersWithReset(socket, this.beganAt(event));
  }

  returned(socket: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const { calls, connections, fold, index, kernelQueues } = this.parts;
    const { verb, result, call } = event;
    const stream = socket.type === "SOCK_STREAM";
    const { tracks } = socket;
    switch (verb) {
      case "bind": {
        const local = result?.address ?? calls.argsOf(call)?.address;
        if (local !== undefined) index.setBound(socket, local);
        tracks.setPhase(step, "bound");
        break;
      }
      case "listen":
        if (result?.address !== undefined) index.setBound(socket, result.address);
        if (result?.queue === "kernel") kernelQueues.opened(socket.id);
        socket.quietUntil = this.beganAt(event);
        tracks.setPhase(step, "LISTEN");
        break;
      case "accept":
        connections.wasAccepted(socket, event, step);
        break;
      case "recv":
      case "recvfrom":
        this.received(socket, event, step);
        break;
      case "send":
      case "sendall":
      case "sendto":
        if (!stream) fold.sentDatagram(socket, result?.count ?? 0, step);
        break;
      case "connect":
        if (!stream) socket.peer = calls.argsOf(call)?.address ?? null;
        else if (
          tracks.phase === "SYN-SENT" ||
          tracks.phase === "unbound" ||
          tracks.phase === "bound"
        )
          tracks.setPhase(step, "ESTABLISHED");
        this.joinsKernelQueue(call, step);
        break;
      case "setsockopt": {
        const { option, value } = calls.argsOf(call) ?? {};
        if (option === "SO_LINGER") socket.resetsOnClose = value === 0;
        if (option === "SO_RCVBUF") socket.bufferSet = true;
        break;
      }
      case "shutdown":
        this.wasShut(socket, event);
        break;
      case "close":
        if (socket.heldEnd !== call)
          connections.closed(socket.id, this.beganAt(event), result ?? {}, step);
        break;
      default:
    }
  }

  failed(socket: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const { calls, fold, pairing } = this.parts;
    const { verb, error, call } = event;
    const { tracks, type } = socket;
    if (type === "SOCK_STREAM") {
      if (verb === "connect" && tracks.phase === "SYN-SENT") tracks.setPhase(step, "unbound");
      if (error?.errno === "ECONNRESET" && socket.handshake === "done")
        tracks.setPhase(step, "RESET");
    } else if (error?.errno === "ECONNREFUSED") pairing.datagrams.refused(socket, step);
    // A send that waited for the connection never reached the kernel.
    socket.pendingSends = socket.pendingSends?.filter((one) => one.call !== call) ?? null;
    const length = calls.argsOf(call)?.payload?.length ?? 0;
    // Node cannot take bytes back: after a timeout it still sends the rest.
    if (error?.errno === "EAGAIN" && type === "SOCK_STREAM") return;
    pairing.failed(call, verb, step);
    if (length > 0 && type === "SOCK_STREAM") fold.sendRevoked(socket, length, step);
  }

  private received(socket: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const { ends, fold, pairing } = this.parts;
    const length = event.result?.payload?.length ?? 0;
    if (socket.type === "SOCK_STREAM") {
      pairing.streams.take(socket, event, step);
      if (length > 0) fold.consumed(socket, length, step);
      if (socket.otherRecord !== null) ends.settle(socket.otherRecord);
    } else if (event.result?.datagram !== undefined || length > 0) {
      pairing.datagrams.take(socket, event, step);
      fold.datagramConsumed(socket, length, step);
    }
  }

  private wasShut(socket: SocketRecord, event: EventOf<"call.ended">): void {
    const how = this.parts.calls.argsOf(event.call)?.how;
    if (how !== "SHUT_WR") socket.readShut = true;
    if (how === "SHUT_RD") return;
    socket.writeShut = true;
    if (socket.heldEnd !== event.call)
      this.parts.ends.finish(socket, "shutdown", this.beganAt(event));
  }

  private joinsKernelQueue(connect: number, step: number): void {
    const { fold, index, kernelQueues } = this.parts;
    const listener = index.find(kernelQueues.joinedBy(connect));
    if (listener !== undefined) fold.joins(listener, step);
  }

  /** When its call began, in ns. */
  private beganAt({ call, t }: EventOf<"call.ended">): number {
    const { calls, events } = this.parts;
    const slot = calls.slotOf(call);
    return slot < 0 ? t : events.timeAt(calls.began.at(slot));
  }
}
