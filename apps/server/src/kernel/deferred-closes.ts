import type { RecordedFact } from "@sockscope/sockets";

/**
 * Detects when the kernel closes a socket. In a black hole `close` returns to its program, but the
 * kernel does not get it before the hole is gone (rule L4). Until then the socket is open, and its
 * peer notices nothing.
 */
export class DeferredCloses {
  /** Calls that have not reached the kernel yet, each with the socket that it closes. */
  readonly #deferred = new Map<number, number | null>();

  /** The socket that the kernel has closed with this fact, or null. */
  see(fact: RecordedFact): number | null {
    switch (fact.kind) {
      case "socket.closed":
        return fact.socket;
      case "link.fault":
        if (fact.length === 0) this.#deferred.set(fact.call, null);
        return null;
      case "link.passed": {
        const closed = this.#deferred.get(fact.call) ?? null;
        this.#deferred.delete(fact.call);
        return closed;
      }
      case "call.ended": {
        const isDeferred = this.#deferred.has(fact.call);
        if (fact.verb === "close" && !isDeferred) return fact.socket;
        if (fact.verb === "close") this.#deferred.set(fact.call, fact.socket);
        else if (isDeferred) this.#deferred.delete(fact.call);
        return null;
      }
      default:
        return null;
    }
  }
}
