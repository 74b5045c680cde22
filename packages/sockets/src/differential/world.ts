import type { Family, SocketType } from "@sockscope/protocol";
import type { Step, Target } from "./steps.fixture.ts";

/** The state of a socket so far, on which a known difference may depend. */
export interface Sock {
  readonly family: Family;
  readonly type: SocketType;
  /** The other end of its connection, once accepted. */
  other: Sock | null;
  /** The listening socket through which it was connected. */
  listener: Sock | null;
  hasName: boolean;
  wasConnected: boolean;
  wasListening: boolean;
  hasFailedConnect: boolean;
  /** Bytes that it has sent into its connection. */
  sent: number;
  readonly shut: Set<"SHUT_RD" | "SHUT_WR">;
  /** The sockets that connected to it and are not accepted yet, oldest first. */
  readonly queue: Sock[];
}

/** One call, and the state in which it was made. */
export interface CallState {
  readonly step: Step;
  readonly sock: Sock;
  /** The socket whose address it names. */
  readonly target: Sock | null;
  /** It names port 0, or the address of a socket without a port. */
  readonly toPort0: boolean;
}

/** Tracks the state of the sockets by the results of our calls. */
export class World {
  readonly #socks: Sock[] = [];

  /** The state in which this call is made. */
  meet(step: Step): CallState {
    if (step[0] === "socket" || step[0] === "pause") {
      const [family, type] = step[0] === "socket" ? [step[1], step[2]] : NO_KIND;
      return { step, sock: sockOf(family, type), target: null, toPort0: false };
    }
    const sock = this.#at(step[1]);
    const named = targetOf(step);
    const target = named?.[0] === "of" ? this.#at(named[1]) : null;
    const toPort0 = named?.[0] === "at" ? named[2] === 0 : target !== null && !target.hasName;
    return { step, sock, target, toPort0 };
  }

  /** The call has given this result. */
  follow({ step, sock, target }: CallState, gave: string): void {
    const failed = gave.startsWith("E");
    switch (step[0]) {
      case "socket":
        this.#socks.push(sock);
        return;
      case "accept": {
        if (failed) return;
        const made = sockOf(sock.family, "SOCK_STREAM");
        made.listener = sock;
        made.hasName = made.wasConnected = true;
        made.other = sock.queue.shift() ?? null;
        if (made.other) made.other.other = made;
        this.#socks.push(made);
        return;
      }
      case "connect":
        sock.hasName = true;
        if (sock.type === "SOCK_DGRAM") return;
        sock.hasFailedConnect ||= gave === "ECONNREFUSED";
        if (failed) return;
        sock.wasConnected = true;
        sock.listener = target;
        target?.queue.push(sock);
        return;
      case "bind":
      case "listen":
        sock.hasName ||= !failed;
        sock.wasListening ||= !failed && step[0] === "listen";
        return;
      case "send":
      case "sendall":
      case "sendto":
        sock.hasName ||= sock.type === "SOCK_DGRAM";
        if (!failed) sock.sent += step[2];
        return;
      case "shutdown":
        if (step[2] !== "SHUT_WR") sock.shut.add("SHUT_RD");
        if (step[2] !== "SHUT_RD") sock.shut.add("SHUT_WR");
        return;
      default:
    }
  }

  #at(index: number): Sock {
    const sock = this.#socks[index % this.#socks.length];
    if (!sock) throw new Error("no socket");
    return sock;
  }
}

const NO_KIND = ["AF_INET", "SOCK_STREAM"] as const;

function targetOf(step: Step): Target | null {
  if (step[0] === "sendto") return step[3];
  return step[0] === "connect" || step[0] === "bind" ? step[2] : null;
}

const sockOf = (family: Family, type: SocketType): Sock => ({
  family,
  type,
  other: null,
  listener: null,
  hasName: false,
  wasConnected: false,
  wasListening: false,
  hasFailedConnect: false,
  sent: 0,
  shut: new Set(),
  queue: [],
});
