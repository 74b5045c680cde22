import type { EventOf, KernelSocket } from "@sockscope/protocol";
import type { Pairing } from "../pairing/pairing.ts";
import type { SocketFold } from "../sockets/fold.ts";
import { phaseOfState } from "../sockets/phases.ts";
import type { SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import type { Connections } from "./connections.ts";
import type { Handshake } from "./handshake.ts";
import type { Segments } from "./segments.ts";
import type { StreamEnd } from "./stream-end.ts";

type Reading = EventOf<"kernel.read">;

/** A FIN counts as one byte in the queue of what is to be acknowledged. */
const ONLY_FIN = 1;

/** Draws conclusions from what the kernel's tables said: which segments must have been, and when. */
export class KernelReadings {
  constructor(
    private readonly index: SocketIndex,
    private readonly pairing: Pairing,
    private readonly fold: SocketFold,
    private readonly segments: Segments,
    private readonly handshake: Handshake,
    private readonly ends: StreamEnd,
    private readonly connections: Connections,
  ) {}

  /** `step` is that of the reading itself; what follows from it comes behind. */
  take(event: Reading, step: number): void {
    const socket = this.index.byId.get(event.socket);
    if (socket === undefined) return;
    const at = event.at ?? ([event.t, event.t] as const);
    // What was recorded since then is newer than the reading.
    if (socket.touched > at[0]) return;
    if (event.peer !== undefined) socket.otherReads.push({ step, row: event.peer });
    if (socket.type === "SOCK_DGRAM") return;
    socket.read = event.own;
    if (event.own?.state === "LISTEN") return this.listener(socket, event, at[0], step);
    if (socket.handshake !== "done" || socket.other === null) {
      if (event.own?.state === "SYN-SENT" && event.own.retransmits !== undefined)
        this.handshake.synAgain(socket, event.own.retransmits, socket.dialled);
      return;
    }
    if (event.own === null) this.disappeared(socket, event, step);
    else this.row(socket, event.own, event.ahead ?? 0, step);
    // All that was there then is told: what comes to be known later happened after that. What a socket
    // without a connection still has for its program stands in no table.
    if (event.own !== null && event.own.state !== "TIME-WAIT")
      socket.quietUntil = Math.max(socket.quietUntil, at[0]);
  }

  /** The kernel still has this socket. */
  private row(socket: SocketRecord, own: KernelSocket, ahead: number, step: number): void {
    const { ends } = this;
    const since = socket.ending?.since ?? socket.quietUntil;
    const state = own.state ?? "CLOSED";
    this.correct(socket, state, step);
    switch (state) {
      case "FIN-WAIT-1":
        this.finUnlessPending(socket, own, since, step);
        break;
      case "FIN-WAIT-2":
        ends.fin(socket, since);
        ends.ack(socket, since);
        break;
      case "CLOSE-WAIT":
        this.finFromOther(socket);
        break;
      case "LAST-ACK":
        this.finFromOther(socket);
        this.finUnlessPending(socket, own, since, step);
        break;
      case "CLOSING":
        // The other end's FIN has come, and our own may still wait behind bytes.
        this.finFromOther(socket);
        this.finUnlessPending(socket, own, since, step);
        break;
      case "TIME-WAIT":
        ends.fin(socket, since);
        ends.ack(socket, since);
        this.finFromOther(socket);
        break;
      default:
    }
    // The row was read: whatever follows from it is told by now.
    const phase = phaseOfState(state);
    socket.tracks.setPhase(this.ends.lastStep, phase, "observed");
    if (socket.closed || state === "TIME-WAIT") return;
    const fin = socket.finReceived && !socket.endRead ? 1 : 0;
    const unread = Math.max(0, own.receiveQueue - fin) + ahead;
    this.pairing.streams.arriveUnseen(socket, unread, step);
    this.fold.read(socket, unread, step);
  }

  /** The kernel has no such socket any more. */
  private disappeared(socket: SocketRecord, { peer }: Reading, step: number): void {
    const { ends } = this;
    if (socket.reset) return;
    const since = socket.ending?.since ?? socket.quietUntil;
    const other =
      socket.other?.socket == null ? undefined : this.index.byId.get(socket.other.socket);
    const otherRow = peer === undefined ? other?.read : peer;
    if (socket.finSent && socket.finReceived) {
      // After LAST-ACK, or after TIME-WAIT.
    } else if (otherRow?.state === "TIME-WAIT") {
      // The end that closed first keeps TIME-WAIT: that was the other end.
      this.finFromOther(socket);
      ends.fin(socket, since);
    } else if (socket.closed && socket.finSent && otherRow?.state === "CLOSE-WAIT") {
      // FIN-WAIT-2 without a program ends by itself after a minute.
    } else if (peer === undefined && other !== undefined && other.read !== null) {
      // Not known yet what the other end has become.
      return;
    } else if (!socket.closed) {
      // Its program still has it, and the kernel has no connection: it was told to break off.
      ends.wasReset(socket);
    } else return ends.vanished(socket, step);
    ends.settled(socket, ends.lastStep);
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- the calls above set it
    if (socket.reset) return;
    socket.tracks.setPhase(ends.lastStep, "closed", "observed");
  }

  private finFromOther(socket: SocketRecord): void {
    if (socket.other !== null && !socket.finReceived) this.ends.finFrom(socket.other, socket);
  }

  /** Its FIN has left if nothing else waits to be acknowledged; else that still stands before it. */
  private finUnlessPending(
    socket: SocketRecord,
    { sendQueue }: KernelSocket,
    since: number,
    step: number,
  ): void {
    if (sendQueue <= ONLY_FIN) return this.ends.fin(socket, since);
    if (socket.ending === null || socket.finSent) return;
    const { verb } = socket.ending;
    socket.pendingEnds.push({ step, pending: { verb, behind: sendQueue - ONLY_FIN } });
  }

  /** What was told and cannot have been is struck. */
  private correct(socket: SocketRecord, state: string, step: number): void {
    if (socket.reset && socket.resetFlight !== null) {
      this.segments.strike(socket.resetFlight, step);
      socket.reset = false;
      socket.resetFlight = null;
    }
    const open = state === "ESTABLISHED" || state === "CLOSE-WAIT";
    if (open && socket.finSent && socket.finFlight !== null) {
      this.segments.strike(socket.finFlight, step);
      socket.finSent = false;
      socket.finFlight = null;
    }
    if (state === "ESTABLISHED" && socket.finReceived && socket.peerFinFlight !== null) {
      this.segments.strike(socket.peerFinFlight, step);
      socket.finReceived = false;
      socket.peerFinFlight = null;
    }
  }

  /** Who waits in the kernel's accept queue: their handshakes are over. */
  private listener(
    listener: SocketRecord,
    { own, waiting }: Reading,
    from: number,
    step: number,
  ): void {
    if (waiting === undefined) return;
    this.fold.queueRead(listener, own?.receiveQueue ?? 0, step);
    for (const address of waiting) this.connections.waits(listener, address);
    this.connections.queueRead(listener, own?.receiveQueue ?? 0, from);
  }
}
