import type { CallResult, Truth } from "@sockscope/protocol";
import type { Flights } from "../../columns/flights.ts";
import type { Steps } from "../../columns/steps.ts";
import type { End } from "../../types/flight.ts";
import { FITS, type SocketFold } from "../sockets/fold.ts";
import { endOf, type SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import type { Segments } from "./segments.ts";

/** Linux keeps a closed end for 60 s after its FIN was acknowledged; from here on nobody can be sure. */
const ORPHAN_LIVES = 55e9;

/**
 * Tells how streams end: FIN and RST, each once something settles that it has left, and no earlier. Of
 * what a program has asked for and the kernel may not have done yet, `SocketRecord.ending` knows.
 */
export class StreamEnd {
  /** The time of the newest event, in ns. */
  now = 0;

  constructor(
    private readonly steps: Steps,
    private readonly segments: Segments,
    private readonly flights: Flights,
    private readonly index: SocketIndex,
    private readonly fold: SocketFold,
  ) {}

  /** The kernel has heard that this end sends no more. `left`: what a close has found. */
  finish(
    socket: SocketRecord,
    verb: "close" | "shutdown",
    since: number,
    { unread = 0, connection }: Pick<CallResult, "unread" | "connection"> = {},
  ): void {
    // Without a FIN of its own only a reset can have ended the connection.
    if (connection === "gone" && !socket.finSent && socket.ending === null) this.wasReset(socket);
    if (socket.reset || socket.other === null || socket.handshake !== "done") return;
    const whole = verb === "close";
    // The kernel has let go of a connection of which both directions are over.
    if (whole && !(socket.finSent && socket.finReceived)) {
      // Both directions are over then, or it was reset: which, the kernel says.
      if (connection === "gone") return this.wait(socket, verb, since);
      if (socket.resetsOnClose || unread > 0 || this.hasUnread(socket))
        return this.breakOff(socket, since);
      if (this.mayHaveUnread(socket)) return this.wait(socket, verb, since);
    }
    if (socket.finSent) return;
    if (this.allHasLeft(socket)) this.fin(socket, since);
    else this.wait(socket, verb, since);
  }

  /** The newest step that there is. */
  get lastStep(): number {
    return this.steps.next - 1;
  }

  /** Something came to be known of one of both ends: what waited may be settled. */
  settle(socket: SocketRecord): void {
    const { ending } = socket;
    if (ending === null || socket.finSent || socket.reset) return;
    if (!this.isOutsiders(socket) && this.allHasLeft(socket)) this.fin(socket, ending.since);
  }

  /** Its FIN has left. */
  fin(socket: SocketRecord, since: number): void {
    if (socket.finSent || socket.other === null) return;
    socket.finSent = true;
    this.settled(socket, this.steps.next);
    const other = this.record(socket.other);
    if (other?.reset) return;
    const from = endOf(socket);
    socket.finFlight = this.segments.add({ flags: "FIN", from, to: socket.other, since });
    if (other !== undefined) {
      other.finReceived = true;
      other.quietUntil = Math.max(other.quietUntil, since);
    }
    if (!socket.finReceived) return;
    // The first FIN's acknowledgement came with this one at the latest; this one's comes at once.
    if (other !== undefined) {
      other.finAcked = true;
      if (other.closed && this.now - this.timeOfFin(other) > ORPHAN_LIVES) return;
    }
    this.ack(socket, since);
  }

  /** The other end has acknowledged the FIN of this one. */
  ack(socket: SocketRecord, since: number): void {
    if (socket.finAcked || !socket.finSent || socket.other === null) return;
    socket.finAcked = true;
    const fin = socket.finFlight === null ? null : this.flights.intervalOf(socket.finFlight);
    this.segments.add({
      ...{ flags: "ACK", from: socket.other, to: endOf(socket), acksFin: true },
      since: Math.max(since, fin?.[0] ?? since),
    });
  }

  /** An end that nobody sees here has sent its FIN. */
  finFrom(other: End, socket: SocketRecord): void {
    const seen = this.record(other);
    if (seen !== undefined) return this.fin(seen, seen.ending?.since ?? socket.quietUntil);
    if (socket.finReceived || socket.reset) return;
    socket.finReceived = true;
    const since = socket.quietUntil;
    const to = endOf(socket);
    socket.peerFinFlight = this.segments.add({ flags: "FIN", from: other, to, since });
    // The second FIN is acknowledged at once, the first one when the kernel pleases.
    if (socket.finSent) {
      socket.finAcked = true;
      this.segments.add({ flags: "ACK", from: endOf(socket), to: other, since });
    }
  }

  /** A `recv` has returned no bytes: the other end's stream is over. */
  endRead(socket: SocketRecord): void {
    if (socket.endRead || socket.readShut || socket.reset || socket.other === null) return;
    socket.endRead = true;
    this.finFrom(socket.other, socket);
  }

  /** This end sends a reset, which ends both. */
  breakOff(socket: SocketRecord, since: number, truth: Truth = "inferred"): void {
    if (socket.other === null || socket.reset) return;
    const [from, to] = [endOf(socket), socket.other];
    this.markReset(socket, () => this.segments.add({ flags: "RST", from, to, since, truth }));
  }

  /** The other end has sent a reset. */
  wasReset(socket: SocketRecord, since = Math.max(socket.quietUntil, socket.aliveAt)): void {
    if (socket.other === null || socket.reset || socket.handshake !== "done") return;
    const [from, to] = [socket.other, endOf(socket)];
    this.markReset(socket, () => this.segments.add({ flags: "RST", from, to, since }));
  }

  /** Bytes have come to an end whose program has closed it: its kernel answers with a reset. */
  answersWithReset(socket: SocketRecord, since: number): void {
    const other = socket.other === null ? undefined : this.record(socket.other);
    if (other === undefined || !other.closed || other.queued || socket.reset) return;
    if (other.heldEnd !== null || !(other.finSent || other.ending !== null)) return;
    this.wasReset(socket, since);
  }

  /** No connection is left, and nobody can say which end has broken it off. */
  vanished(socket: SocketRecord, step: number): void {
    this.markReset(socket, () => null);
    const other = socket.other === null ? undefined : this.record(socket.other);
    for (const end of [socket, other])
      end?.tracks.setPhase(step, end.closed ? "closed" : "RESET", "observed");
  }

  private wait(socket: SocketRecord, verb: "close" | "shutdown", since: number): void {
    socket.ending = { verb, since: socket.ending?.since ?? since };
    const step = this.lastStep;
    const behind = this.isOutsiders(socket) ? null : this.outstanding(socket);
    socket.pendingEnds.push({ step, pending: { verb, behind } });
    const { tracks } = socket;
    // The kernel's state changes with the call where it is a FIN that waits, and for our own end we know.
    if (this.isOutsiders(socket) || socket.finSent) tracks.setPhase(step, "unknown");
    else if (tracks.phase === "ESTABLISHED") tracks.setPhase(step, "FIN-WAIT-1");
    else if (tracks.phase === "CLOSE-WAIT") tracks.setPhase(step, "LAST-ACK");
  }

  /** Nothing is open any more at this end since `step`. */
  settled(socket: SocketRecord, step: number): void {
    if (socket.ending === null) return;
    socket.ending = null;
    socket.pendingEnds.push({ step, pending: null });
  }

  private markReset(socket: SocketRecord, tell: () => number | null): void {
    const other = socket.other === null ? undefined : this.record(socket.other);
    const flight = tell();
    const step = this.lastStep;
    for (const end of [socket, other]) {
      if (end === undefined) continue;
      end.reset = true;
      end.resetFlight = flight;
      this.settled(end, step);
      this.fold.reset(end, step);
      this.loseHeld(end);
    }
  }

  /** What the link holds for this end will never come: there is no connection any more. */
  private loseHeld({ incoming, unpaired }: SocketRecord): void {
    const step = this.steps.next - 1;
    for (const flights of [incoming, unpaired]) {
      for (let i = flights.length - 1; i >= 0; i--) {
        const flight = flights[i] ?? 0;
        if (!this.heldNow(flight)) continue;
        this.flights.loseOnce(flight, step);
        flights.splice(i, 1);
      }
    }
  }

  /** It is certain that bytes wait here: what the link holds has not come. */
  private hasUnread(socket: SocketRecord): boolean {
    if (socket.incoming.some((flight) => !this.heldNow(flight))) return true;
    return socket.tracks.unread.last > 0;
  }

  /** Of an outsider nobody knows what it has sent, unless it has ended its stream and that was read. */
  private mayHaveUnread(socket: SocketRecord): boolean {
    return this.isOutsiders(socket) && !socket.endRead;
  }

  /** Everything that this end has sent is certain to be at the other end's kernel. */
  private allHasLeft(socket: SocketRecord): boolean {
    const other = socket.other === null ? undefined : this.record(socket.other);
    if (other === undefined) return false;
    // An accept queue of the kernel's: its bytes have nobody yet who could read them.
    if (!socket.linked) return socket.tracks.sent.last <= FITS;
    return socket.tracks.sent.last - other.tracks.received.last <= other.tracks.unread.last;
  }

  private outstanding(socket: SocketRecord): number | null {
    const other = socket.other === null ? undefined : this.record(socket.other);
    if (other === undefined) return null;
    const { sent } = socket.tracks;
    return Math.max(0, sent.last - other.tracks.received.last - other.tracks.unread.last);
  }

  private timeOfFin(socket: SocketRecord): number {
    return socket.finFlight === null ? 0 : (this.flights.intervalOf(socket.finFlight)?.[1] ?? 0);
  }

  isOutsiders(socket: SocketRecord): boolean {
    return socket.other !== null && socket.other.socket === null;
  }

  private heldNow(flight: number): boolean {
    return this.flights.isHeld(flight) && this.flights.passedStepOf(flight) === null;
  }

  private record(end: End): SocketRecord | undefined {
    return end.socket === null ? undefined : this.index.byId.get(end.socket);
  }
}
