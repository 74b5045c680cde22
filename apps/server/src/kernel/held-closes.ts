import type { RecordedFact } from "@sockscope/sockets";

/**
 * When the kernel closes a socket. A `close` in a black hole returns to its program, but the link keeps
 * it from the kernel (rule L4): until it passes, the socket is open and its peer knows of nothing.
 */
export class HeldCloses {
  /** Calls that the link keeps from the kernel, and the socket that was closed by one. */
  readonly #held = new Map<number, number | null>();

  /** The socket that the kernel has closed with this fact; null for none. */
  see(fact: RecordedFact): number | null {
    switch (fact.kind) {
      case "socket.closed":
        return fact.socket;
      case "link.fault":
        if (fact.length === 0) this.#held.set(fact.call, null);
        return null;
      case "link.passed": {
        const closed = this.#held.get(fact.call) ?? null;
        this.#held.delete(fact.call);
        return closed;
      }
      case "call.ended": {
        const held = this.#held.has(fact.call);
        if (fact.verb === "close" && !held) return fact.socket;
        if (fact.verb === "close") this.#held.set(fact.call, fact.socket);
        else if (held) this.#held.delete(fact.call);
        return null;
      }
      default:
        return null;
    }
  }
}
