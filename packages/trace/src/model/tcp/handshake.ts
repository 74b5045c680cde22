import type { Event } from "@sockscope/protocol";
import type { End } from "../../types/flight.ts";
import { endOf, type SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import type { Segments } from "./segments.ts";

/** Tells the segments of handshakes, and of connects that are refused. */
export class Handshake {
  /** A client with an address of its own whose `connect` has just begun, and that call. */
  private dialling: { readonly client: SocketRecord; readonly call: number } | null = null;

  constructor(
    private readonly segments: Segments,
    private readonly index: SocketIndex,
  ) {}

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
    this.segments.add({ flags: "SYN", from: endOf(client), to, since: client.dialled });
  }

  /** The kernel was seen to have sent its SYN so many times again, since `since` (ns) the last time. */
  synAgain(client: SocketRecord, times: number, since: number): void {
    if (client.handshake !== "syn") return;
    const to = this.target(client);
    for (; client.synsAgain < times; client.synsAgain++)
      this.segments.add({ flags: "SYN", from: endOf(client), to, since });
  }

  /** `connect` was refused, also where nobody is known to be: then by the system itself. */
  refused(client: SocketRecord): void {
    const from = this.target(client);
    const since = client.dialled;
    const self = endOf(client);
    if (client.handshake === "none")
      this.segments.add({ flags: "SYN", from: self, to: from, since });
    if (client.handshake !== "done") this.segments.add({ flags: "RST", from, to: self, since });
    client.handshake = "done";
  }

  /**
   * A connection exists: `server` and `client` are its ends, either of them an outsider. Its SYN left at
   * `since` (ns) at the earliest.
   */
  established(server: End, client: End, since: number): void {
    const serverSocket = this.record(server);
    const clientSocket = this.record(client);
    const state = (clientSocket ?? serverSocket)?.handshake ?? "none";
    for (const end of [serverSocket, clientSocket]) {
      if (end === undefined) continue;
      end.handshake = "done";
      end.quietUntil = Math.max(end.quietUntil, since);
    }
    if (state === "done") return;
    if (state === "none") this.segments.add({ flags: "SYN", from: client, to: server, since });
    this.segments.add({ flags: "SYN,ACK", from: server, to: client, since });
    this.segments.add({ flags: "ACK", from: client, to: server, since });
  }

  private record(end: End): SocketRecord | undefined {
    return end.socket === null ? undefined : this.index.byId.get(end.socket);
  }
}
