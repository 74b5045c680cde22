import { MissingRows } from "./missing-rows.ts";
import { hasChanged, type ReportedState } from "./reported-state.ts";
import type { SocketResult } from "./tables/look-up.mjs";

/** The number of remembered sockets from which on those that are gone are searched for. */
const PRUNE_AT = 64;

/** What was last reported of each socket, so that only changes are reported. */
export class ReportedStates {
  readonly #states = new Map<number, ReportedState>();
  readonly #missing = new MissingRows();
  #pruneAt = PRUNE_AT;

  get(socket: number): ReportedState | undefined {
    return this.#states.get(socket);
  }

  /** Whether to read once more before this is reported. */
  isDoubtful(result: SocketResult): boolean {
    return this.#missing.isDoubtful(result, this.#states.get(result.socket));
  }

  /** True if this is new. `initial`: the assumed state of a socket that was not read before. */
  update(result: SocketResult, ahead: number, initial: ReportedState): boolean {
    const before = this.#states.get(result.socket) ?? initial;
    const now: ReportedState = { ...result, ahead };
    this.#states.set(result.socket, { ...before, ...now, peer: result.peer });
    return hasChanged(before, now);
  }

  /** Now and then, forgets sockets that are no longer watched. */
  prune(isWatched: (socket: number) => boolean): void {
    if (this.#states.size < this.#pruneAt) return;
    for (const socket of this.#states.keys()) if (!isWatched(socket)) this.#states.delete(socket);
    this.#missing.prune(isWatched);
    this.#pruneAt = 2 * this.#states.size + PRUNE_AT;
  }
}
