import { LIMITS } from "@sockscope/protocol";

/** Batches that are held, at most. */
const MOST = 12;

interface Batch {
  readonly since: number;
  readonly lines: readonly string[];
}

/** The newest lines, so that the file and all viewers share one encoding. */
export class RecentLines {
  readonly #batches: Batch[] = [];

  /** `lines` are those that come after event `since`. */
  add(since: number, lines: readonly string[]): void {
    this.#batches.push({ since, lines });
    if (this.#batches.length > MOST) this.#batches.shift();
  }

  /** The lines after event `since`, a batch at most; null if they are no longer held. */
  after(since: number): readonly string[] | null {
    const first = this.#batches.findIndex(
      (batch) => batch.since <= since && since < batch.since + batch.lines.length,
    );
    if (first < 0) return null;
    const lines: string[] = [];
    let bytes = 0;
    for (const batch of this.#batches.slice(first)) {
      if (batch.since > since + lines.length) break;
      for (const line of batch.lines.slice(since + lines.length - batch.since)) {
        lines.push(line);
        bytes += line.length;
        if (lines.length === LIMITS.batchEvents || bytes > LIMITS.batchBytes) return lines;
      }
    }
    return lines;
  }
}
