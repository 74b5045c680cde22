import type { RecordedFact } from "@sockscope/sockets";

/**
 * Tells when the kernel closes a socket. In a black hole `close` returns to its program, but the
 * kernel does not hear of it before the hole is gone (rule L4). Until then the socket is open, and
 * its peer notices nothing.
 */
export class DeferredCloses {
  /** Calls that the kernel has not heard of yet, and the socket that such a call closes. */
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
