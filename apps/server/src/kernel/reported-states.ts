import { MissingRows } from "./missing-rows.ts";
import { hasChanged, type ReportedState } from "./reported-state.ts";
import type { Found } from "./tables/look-up.mjs";

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
  isDoubtful(found: Found): boolean {
    return this.#missing.isDoubtful(found, this.#states.get(found.socket));
  }

  /** True if this is new. `initial`: the assumed state of a socket that was not read before. */
  update(found: Found, ahead: number, initial: ReportedState): boolean {
    const before = this.#states.get(found.socket) ?? initial;
    const now: ReportedState = { ...found, ahead };
    this.#states.set(found.socket, { ...before, ...now, peer: found.peer });
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
