import type { Address } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { endOf } from "./ends.ts";
import type { Watched } from "./tables/look-up.mjs";

export interface Listener {
  readonly socket: number;
  readonly actor: number;
  readonly watched: Watched;
  /** Calls of `accept` that have not returned. While there is one, no client waits in the queue. */
  accepting: number;
}

/** The listening sockets whose accept queue is in the kernel. */
export class Listeners {
  readonly #bound = new Map<number, Address>();
  readonly #listeners = new Map<number, Listener>();

  get(socket: number): Listener | undefined {
    return this.#listeners.get(socket);
  }

  /** True if the kernel should be read soon. */
  see(fact: RecordedFact): boolean {
    switch (fact.kind) {
      case "call.began": {
        const listener = fact.verb === "accept" && this.#listeners.get(fact.socket ?? 0);
        if (listener) listener.accepting += 1;
        return false;
      }
      case "call.ended": {
        const { verb, socket, actor, result, error } = fact;
        if (socket === null) return false;
        if (verb === "bind" && result?.address) this.#bound.set(socket, result.address);
        if (verb === "close") this.#forget(socket);
        const local = this.#bound.get(socket);
        if (verb === "listen" && !error && local && result?.queue === "kernel") {
          const watched = { kind: "listener", socket, local: endOf(local) } as const;
          if (!this.#listeners.has(socket))
            this.#listeners.set(socket, { socket, actor, watched, accepting: 0 });
          return true;
        }
        const listener = verb === "accept" && this.#listeners.get(socket);
        if (!listener) return false;
        listener.accepting = Math.max(0, listener.accepting - 1);
        return listener.accepting === 0;
      }
      case "socket.closed":
        this.#forget(fact.socket);
        return false;
      default:
        return false;
    }
  }

  /** Those whose program is not in `accept`, so that clients may wait. */
  *uncertain(): Iterable<Listener> {
    for (const listener of this.#listeners.values()) if (listener.accepting === 0) yield listener;
  }

  #forget(socket: number): void {
    this.#bound.delete(socket);
    this.#listeners.delete(socket);
  }
}
