import { randomUUID } from "node:crypto";
import type { Event, Source, Truth } from "@sockscope/protocol";
import type { RecordedFact, Recorder } from "@sockscope/sockets";
import { encodeEvent } from "./encode-event.ts";

/** A fact in its place: `seq` is its index + 1; `t` is ns since the lab began. */
export interface Entry {
  readonly t: number;
  readonly truth: Truth;
  readonly source: Source;
  readonly fact: RecordedFact;
}

/** Everything that happened in one session, in order, append only. Encoded only when read. */
export class Journal implements Recorder {
  /** Names this session; a viewer that holds events of another one starts from nothing. */
  readonly session = randomUUID();
  /** ms since 1970 at `t` = 0. */
  readonly wall = Date.now();
  readonly #start = process.hrtime();
  readonly #entries: Entry[] = [];
  readonly #listeners = new Set<() => void>();

  /** The `seq` of the newest event; 0 for none. */
  get seq(): number {
    return this.#entries.length;
  }

  record(fact: RecordedFact, truth: Truth = "observed", source: Source = "program"): void {
    const [seconds, nanoseconds] = process.hrtime(this.#start);
    this.#entries.push({ t: seconds * 1e9 + nanoseconds, truth, source, fact });
    for (const listener of this.#listeners) listener();
  }

  /** At most `max` events that come after `since`. */
  read(since: number, max: number): Event[] {
    return this.#entries
      .slice(since, since + max)
      .map((entry, index) => encodeEvent(entry, since + index + 1));
  }

  /** `listener` is called after each event, so it must be quick. Returns how to stop that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
