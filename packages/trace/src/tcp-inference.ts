import type { Event, Truth } from "@sockscope/protocol";
import { type Flights, SEGMENT } from "./columns/flights.ts";
import { endOf, type SocketRecord } from "./records.ts";
import type { SocketIndex } from "./socket-index.ts";
import type { Steps } from "./steps.ts";
import type { End, SegmentFlags } from "./types.ts";

/**
 * Tells the segments that follow from TCP's rules. Each is a step, and none is observed: a reset by
 * the link is injected, all others are inferred.
 */
export class TcpInference {
  /** A client with an address of its own whose `connect` has just begun, and that call. */
  private dialling: { readonly client: SocketRecord; readonly call: number } | null = null;

  constructor(
    private readonly steps: Steps,
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {}

  private segment(
    flags: SegmentFlags,
    from: End | null,
    to: End | null,
    truth: Truth = "inferred",
  ): void {
    const startStep = this.steps.next;
    const made = { kind: SEGMENT, flags, truth, from, to, startStep, endStep: startStep } as const;
    this.steps.addSegment(this.flights.add(made));
  }

  /** Who would answer a connect to this socket's peer address. */
  private target(client: SocketRecord): End | null {
    if (client.peer === null) return null;
    const listener = this.index.at("SOCK_STREAM", client.peer);
    if (listener !== undefined && !listener.closed) return endOf(listener);
    const outsider = this.index.outsider("SOCK_STREAM", client.peer);
    return outsider === undefined ? null : { actor: outsider, socket: null };
  }

  /**
   * `connect` has begun at a socket that has its address already: whether the kernel sends a SYN
   * shows what comes next.
   */
  dials(client: SocketRecord, call: number): void {
    this.dialling = { client, call };
  }

  /** Before this event. No SYN has left when the link has it, or the call could not begin. */
  beforeEvent(event: Event): void {
    const { dialling } = this;
    if (dialling === null) return;
    this.dialling = null;
    const own = "call" in event && event.call === dialling.call;
    if (own && (event.kind === "link.fault" || (event.kind === "call.ended" && event.error)))
      return;
    this.syn(dialling.client);
  }

  /** The kernel has begun to connect. */
  syn(client: SocketRecord): void {
    const to = this.target(client);
    if (to === null || client.handshake !== "none") return;
    client.handshake = "syn";
    this.segment("SYN", endOf(client), to);
  }

  /** `connect` was refused, also where nobody is known to be: then by the system itself. */
  refused(client: SocketRecord): void {
    const from = this.target(client);
    if (client.handshake === "none") this.segment("SYN", endOf(client), from);
    if (client.handshake !== "done") this.segment("RST", from, endOf(client));
    client.handshake = "done";
  }

  /** A connection exists: `server` and `client` are its ends, either of them an outsider. */
  established(server: End, client: End): void {
    const serverSocket = this.record(server);
    const clientSocket = this.record(client);
    const told = (clientSocket ?? serverSocket)?.handshake ?? "none";
    if (serverSocket !== undefined) serverSocket.handshake = "done";
    if (clientSocket !== undefined) clientSocket.handshake = "done";
    if (told === "done") return;
    if (told === "none") this.segment("SYN", client, server);
    this.segment("SYN,ACK", server, client);
    this.segment("ACK", client, server);
  }

  /**
   * This end has said that it sends no more; or, with bytes unread or SO_LINGER of 0 seconds, that it
   * breaks off.
   */
  finish(socket: SocketRecord, whole: boolean): void {
    if (socket.finSent || socket.reset || socket.other === null) return;
    if (socket.handshake !== "done") return;
    // What the link holds has not come: the kernel knows nothing of it.
    const unread = socket.incoming.some((flight) => !this.heldNow(flight));
    if (whole && (unread || socket.resetsOnClose)) return this.breakOff(socket);
    socket.finSent = true;
    const other = this.record(socket.other);
    if (other?.reset) return;
    this.segment("FIN", endOf(socket), socket.other);
    this.segment("ACK", socket.other, endOf(socket));
  }

  /** This end sends a reset, which ends both. */
  breakOff(socket: SocketRecord, truth: Truth = "inferred"): void {
    if (socket.other === null || socket.reset) return;
    this.segment("RST", endOf(socket), socket.other, truth);
    this.markReset(socket);
  }

  /** The other end has sent a reset: `socket` was told so by an error. */
  wasReset(socket: SocketRecord): void {
    if (socket.other === null || socket.reset) return;
    this.segment("RST", socket.other, endOf(socket));
    this.markReset(socket);
  }

  /** An end nobody sees here has finished: a recv returned no bytes. */
  finishedBy(other: End, socket: SocketRecord): void {
    const seen = this.record(other);
    if (seen !== undefined) return this.finish(seen, false);
    this.segment("FIN", other, endOf(socket));
    this.segment("ACK", endOf(socket), other);
  }

  private markReset(socket: SocketRecord): void {
    socket.reset = true;
    const other = socket.other === null ? undefined : this.record(socket.other);
    if (other !== undefined) other.reset = true;
    for (const end of [socket, other]) if (end !== undefined) this.loseHeld(end);
  }

  /** What the link holds for this end will never come: there is no connection any more. */
  private loseHeld({ incoming, early }: SocketRecord): void {
    const step = this.steps.next - 1;
    for (const flights of [incoming, early]) {
      for (let i = flights.length - 1; i >= 0; i--) {
        const flight = flights[i] ?? 0;
        if (!this.heldNow(flight)) continue;
        this.flights.loseOnce(flight, step);
        flights.splice(i, 1);
      }
    }
  }

  private heldNow(flight: number): boolean {
    return this.flights.isHeld(flight) && this.flights.passedStepOf(flight) === null;
  }

  private record(end: End): SocketRecord | undefined {
    return end.socket === null ? undefined : this.index.byId.get(end.socket);
  }
}
