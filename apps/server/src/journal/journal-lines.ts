import { LIMITS, type Problem } from "@sockscope/protocol";
import type { Journal } from "./journal.ts";
import type { JournalFile } from "./journal-file.ts";
import { RecentLines } from "./recent-lines.ts";

/** ms between two writes while no viewer reads, and events of one write: some 2 ms, which block the lab. */
const PACE = 20;
const BLOCK = 256;
/** ms of one write when memory is full or the file is too far behind. */
const URGENT = 5;
/** In a flood the next write comes at least this many times later than the last one took. */
const REST = 9;
/** The longest wait between two writes, in ms: one slow write does not predict the next. */
const LONGEST = 100;
/** Events that the file may be behind: more could not be written while the lab ends. */
const BEHIND = 200_000;
/** Events that are encoded before their bytes are counted. */
const SLICE = 64;
/** The share of memory that is freed at once. */
const FREED = 0.25;

/** Why the file no longer grows, or that the oldest events were released without a file. */
export type Stopped =
  | { readonly why: "failed"; readonly error: Error }
  | { readonly why: "full" }
  /** The lab ended before the last events could be written. */
  | { readonly why: "late"; readonly missing: number }
  | { readonly why: "gone" };

/** The same for viewers. */
export function stoppedProblem(stopped: Stopped): Problem {
  const goesOn = "What happens from now on is kept in memory only.";
  switch (stopped.why) {
    case "full": {
      const message = `The recording has reached its limit of ${LIMITS.recordingBytes / 2 ** 20} MiB. ${goesOn}`;
      return { code: "recording-full", message };
    }
    case "failed": {
      const message = `The session cannot be recorded on disk: ${stopped.error.message}. ${goesOn}`;
      return { code: "recording-failed", message };
    }
    case "late": {
      const message = `The disk is too slow: the last ${stopped.missing} events of the recording could not be written.`;
      return { code: "recording-failed", message };
    }
    case "gone": {
      const message =
        "Memory is full and nothing is written to disk: the oldest events are let go.";
      return { code: "oldest-gone", message };
    }
  }
}

export interface JournalLinesOptions {
  readonly journal: Journal;
  /** Null for no file; an error if the file could not be created. */
  readonly file: JournalFile | Error | null;
  /** Called once for each reason. Later events are in memory only. */
  readonly stopped: (stopped: Stopped) => void;
  /** Bytes of the journal in memory; `LIMITS.journalMemory` unless said otherwise. */
  readonly memory?: number;
  /** Bytes of the file; `LIMITS.recordingBytes` unless said otherwise. */
  readonly most?: number;
  /** Events that the file may run behind; `BEHIND` unless said otherwise. */
  readonly behind?: number;
}

/**
 * The journal as lines of JSON, for viewers and for the file. Each event is encoded once, and is in the
 * file before a viewer gets its line (rule R1). While no viewer reads, the file is behind; memory releases the
 * oldest events that the file holds.
 */
export class JournalLines {
  readonly #options: JournalLinesOptions;
  readonly #file: JournalFile | null;
  readonly #recent = new RecentLines();
  /** While it waits for the next event. */
  #unsubscribe: (() => void) | null = null;
  readonly #memory: number;
  #timer: NodeJS.Timeout | null = null;
  #stopped: Stopped | null = null;
  #closed = false;

  constructor(options: JournalLinesOptions) {
    this.#options = options;
    this.#memory = options.memory ?? LIMITS.journalMemory;
    this.#file = options.file instanceof Error ? null : options.file;
    if (options.file instanceof Error) this.#stop({ why: "failed", error: options.file });
    this.#schedule(PACE);
  }

  /** The `seq` of the oldest event that can be had. */
  get first(): number {
    const { journal } = this.#options;
    const file = this.#file;
    return file && file.seq >= journal.first - 1 ? 1 : journal.first;
  }

  /** Why nothing is written any more; null while it is, or was never meant to be. */
  get stopped(): Stopped | null {
    return this.#stopped;
  }

  /**
   * The lines after event `since`, at most `most` and a batch (rule B2). None if there are none, or if the
   * file has to catch up first; then the caller asks again.
   */
  after(since: number, most: number = LIMITS.batchEvents): readonly string[] {
    const { journal } = this.#options;
    const file = this.#file;
    if (since >= journal.seq) return [];
    // A viewer near the end of the file gets a whole batch, too.
    const missing = this.#writes(file) ? since + most - file.seq : 0;
    if (this.#writes(file) && missing > 0) this.#append(file, Math.min(missing, most));
    return this.#known(since, most);
  }

  /**
   * Writes what is missing and, in a file that holds everything, the end line. After `until` (as
   * performance.now() measures it) it writes nothing more and reports that.
   */
  close(until = Number.POSITIVE_INFINITY): void {
    if (this.#closed) return;
    const { journal } = this.#options;
    const file = this.#file;
    this.#unsubscribe?.();
    if (this.#timer) clearTimeout(this.#timer);
    while (this.#writes(file) && file.seq < journal.seq) {
      if (performance.now() < until) this.#append(file, LIMITS.batchEvents);
      else this.#stop({ why: "late", missing: journal.seq - file.seq });
    }
    if (!file) return;
    if (this.#writes(file)) this.#try(() => file.end());
    file.close();
    this.#closed = true;
  }

  /** False once writing has ended. */
  #writes(file: JournalFile | null): file is JournalFile {
    return file !== null && this.#stopped === null && !this.#closed;
  }

  /** Lines that are in the file, or that no file has to hold. */
  #known(since: number, most: number): readonly string[] {
    const { journal } = this.#options;
    const file = this.#file;
    if (this.#writes(file) && since >= file.seq) return [];
    const recent = this.#recent.after(since);
    if (recent) return recent.slice(0, most);
    if (since >= journal.first - 1) {
      const end = this.#writes(file) ? file.seq : journal.seq;
      return this.#encode(since, Math.min(end, since + most));
    }
    return file?.read(since).slice(0, most) ?? [];
  }

  #encode(since: number, last: number): string[] {
    const { journal } = this.#options;
    const lines: string[] = [];
    let bytes = 0;
    while (since + lines.length < last && bytes < LIMITS.batchBytes) {
      const at = since + lines.length;
      for (const line of journal.readJson(at, Math.min(SLICE, last - at))) {
        bytes += line.length;
        lines.push(line);
      }
    }
    return lines;
  }

  /** Writes the next lines, at most `count`. */
  #append(file: JournalFile, count: number): void {
    const { journal, most = LIMITS.recordingBytes } = this.#options;
    const since = file.seq;
    if (since >= journal.seq) return;
    const lines = this.#encode(since, Math.min(journal.seq, since + count));
    if (file.bytes > most) this.#stop({ why: "full" });
    else this.#try(() => file.append(lines));
    this.#recent.add(since, lines);
    this.#free();
  }

  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#stop({ why: "failed", error: error instanceof Error ? error : new Error("unknown") });
    }
  }

  #stop(stopped: Stopped): void {
    this.#stopped = stopped;
    this.#options.stopped(stopped);
  }

  /** Releases events that are on disk; without a file the oldest are lost, so that memory stays bounded. */
  #free(): void {
    const { journal } = this.#options;
    const file = this.#file;
    if (journal.bytes <= this.#memory) return;
    const held = journal.seq - journal.first + 1;
    const wanted = journal.first + Math.ceil(held * FREED);
    if (this.#writes(file)) return journal.forget(Math.min(wanted, file.seq));
    // A file that no longer grows still holds its events.
    const isLost = wanted - 1 > (this.#file?.seq ?? 0);
    if (isLost && this.#stopped?.why !== "gone") this.#stop({ why: "gone" });
    journal.forget(wanted);
  }

  #schedule(wait: number): void {
    this.#timer = setTimeout(() => this.#keepUp(), wait);
    this.#timer.unref();
  }

  #await(): void {
    this.#unsubscribe = this.#options.journal.once(() => this.#schedule(PACE));
  }

  #keepUp(): void {
    this.#timer = null;
    const { journal, behind = BEHIND } = this.#options;
    const file = this.#file;
    if (!this.#writes(file)) {
      this.#free();
      return this.#await();
    }
    const began = performance.now();
    const urgent = journal.bytes > this.#memory || journal.seq - file.seq > behind;
    do this.#append(file, BLOCK);
    while (
      urgent &&
      this.#writes(file) &&
      file.seq < journal.seq &&
      performance.now() - began < URGENT
    );
    if (file.seq >= journal.seq) return this.#await();
    const rest = Math.min(LONGEST, REST * (performance.now() - began));
    this.#schedule(urgent ? 1 : Math.max(1, rest));
  }
}
