import { type Address, addressText, type SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";

/** ms, generous: how long a datagram of a closed socket may still wait in a kernel buffer. */
const GRACE = 1000;

interface LocalSocket {
  readonly type: SocketType;
  /** Its type and local address. Null before it has an address. */
  end: string | null;
}

/** The addresses of our sockets, derived from the facts of all programs. */
export class LocalEndpoints {
  readonly #now: () => number;
  /** The type that an actor passed to `socket()`. The call returns at once. */
  readonly #requestedTypes = new Map<number, SocketType>();
  readonly #sockets = new Map<number, LocalSocket>();
  /** How many of our sockets have this endpoint: a listener's connections share its port. */
  readonly #ends = new Map<string, number>();
  /**
   * Which socket listens at an endpoint. One that failed to listen must not end it for the one that
   * does.
   */
  readonly #listeners = new Map<string, number>();
  /** When a UDP endpoint was closed. */
  readonly #closed = new Map<string, number>();
  /** Endpoints of a `connect` that no listener of ours has seen yet, and the socket. */
  readonly #dialling = new Map<string, number>();

  /** `now` in ms, from any start. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  see(fact: RecordedFact): void {
    switch (fact.kind) {
      case "call.began":
        if (fact.verb === "socket" && fact.args.type)
          this.#requestedTypes.set(fact.actor, fact.args.type);
        if (fact.verb === "connect" && fact.socket !== null) this.#dial(fact.socket);
        return;
      case "call.ended":
        return this.#returned(fact);
      case "socket.named":
        this.#name(fact.socket, fact.address);
        return this.#dial(fact.socket);
      case "socket.closed":
        return this.#close(fact.socket);
      default:
        return;
    }
  }

  /** True, once, if a client of ours connects from this endpoint. */
  takeDialling(peer: Address): boolean {
    return this.#dialling.delete(endOf("SOCK_STREAM", peer));
  }

  /** True if a client of ours connects from this endpoint, and no listener of ours has seen it. */
  isDialling(peer: Address): boolean {
    return this.#dialling.has(endOf("SOCK_STREAM", peer));
  }

  /** True, once, if no listener of ours has seen this socket's connection so far. */
  takeUnseen(socket: number): boolean {
    const end = this.#sockets.get(socket)?.end;
    return end !== null && end !== undefined && this.#dialling.delete(end);
  }

  listens(address: Address): boolean {
    return reachedBy(address).some((own) => this.#listeners.has(endOf("SOCK_STREAM", own)));
  }

  /** True if a UDP socket of ours sends from this address, or did so until a moment ago. */
  sends(address: Address): boolean {
    return reachedBy(address).some((candidate) => {
      const end = endOf("SOCK_DGRAM", candidate);
      const closed = this.#closed.get(end);
      return this.#ends.has(end) || (closed !== undefined && this.#now() - closed < GRACE);
    });
  }

  #returned({ actor, socket, verb, result, error }: Ended): void {
    if (error) {
      if (verb === "connect" && socket !== null) this.takeUnseen(socket);
      return;
    }
    if (verb === "socket" && result?.socket !== undefined) {
      const type = this.#requestedTypes.get(actor) ?? "SOCK_STREAM";
      this.#requestedTypes.delete(actor);
      this.#sockets.set(result.socket, { type, end: null });
    }
    if (socket === null) return;
    if (verb === "bind" && result?.address) this.#name(socket, result.address);
    if (verb === "listen") {
      const end = this.#sockets.get(socket)?.end;
      if (end) this.#listeners.set(end, socket);
    }
    if (verb === "close") this.#close(socket);
  }

  #name(id: number, address: Address): void {
    const socket = this.#sockets.get(id);
    if (!socket) return;
    this.#drop(socket.end);
    socket.end = endOf(socket.type, address);
    this.#ends.set(socket.end, (this.#ends.get(socket.end) ?? 0) + 1);
  }

  #dial(id: number): void {
    const socket = this.#sockets.get(id);
    if (socket?.type === "SOCK_STREAM" && socket.end) this.#dialling.set(socket.end, id);
  }

  #close(id: number): void {
    const socket = this.#sockets.get(id);
    if (!socket) return;
    this.#sockets.delete(id);
    this.#drop(socket.end);
    if (socket.end === null) return;
    if (this.#listeners.get(socket.end) === id) this.#listeners.delete(socket.end);
    if (socket.type === "SOCK_STREAM") return;
    const now = this.#now();
    for (const [end, closed] of this.#closed) {
      if (now - closed < GRACE) break;
      this.#closed.delete(end);
    }
    this.#closed.set(socket.end, now);
  }

  #drop(end: string | null): void {
    if (end === null) return;
    const count = (this.#ends.get(end) ?? 0) - 1;
    if (count > 0) this.#ends.set(end, count);
    else this.#ends.delete(end);
  }
}

type Ended = Extract<RecordedFact, { kind: "call.ended" }>;

/** The addresses at which a socket may be bound that receives what is sent to this one. */
function reachedBy(address: Address): readonly Address[] {
  const any = address.family === "AF_INET6" ? "::" : "0.0.0.0";
  return [address, { ...address, address: any }];
}

const endOf = (type: SocketType, address: Address): string => `${type} ${addressText(address)}`;
