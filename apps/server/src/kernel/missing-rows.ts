import type { ReportedState } from "./reported-state.ts";
import type { SocketResult } from "./tables/look-up.mjs";

/**
 * A table that changes while it is read may lack a row. So a row counts as gone only when it is
 * missing twice in a row.
 */
export class MissingRows {
  readonly #missed = new Set<number>();

  /**
   * Whether to read once more before anything is reported. `before`: what was reported of this
   * socket.
   */
  isDoubtful({ socket, own, peer }: SocketResult, before: ReportedState | undefined): boolean {
    const isMissing =
      (own === null && before?.own !== null) || (peer === null && before?.peer !== null);
    const wasMissing = this.#missed.delete(socket);
    if (!isMissing || wasMissing) return false;
    this.#missed.add(socket);
    return true;
  }

  /** Forgets sockets that are no longer watched. */
  prune(isWatched: (socket: number) => boolean): void {
    for (const socket of this.#missed) if (!isWatched(socket)) this.#missed.delete(socket);
  }
}
