import { ownIdentity } from "../system/process-identity.ts";
import type { JournalFile } from "./journal-file.ts";
import { leasePath, removeLease, writeLease } from "./lease-file.ts";

/** ms between two beats of a lease; other servers look as often (rule R9). */
export const LEASE_BEAT = 5000;
/** Beats left out after which the writer must have slept: then it looks before it writes. */
const SLEPT = 3;

/** What the lease's writer has found of its file. */
export type LeaseNews =
  /** It was gone, and was written anew, from its first event on. */
  | { readonly what: "restored"; readonly path: string }
  /** It is gone and cannot be written anew yet. */
  | { readonly what: "lost"; readonly error: Error };

export interface RecordingLeaseOptions {
  readonly file: JournalFile;
  /** ms between two beats; `LEASE_BEAT` unless said otherwise. */
  readonly every?: number;
  /** ms since 1970: unlike other clocks it goes on while a laptop sleeps. */
  readonly clock?: () => number;
  /** Called once for each loss, and once when it is mended. */
  readonly tell: (news: LeaseNews) => void;
}

/**
 * Holds the recording that this process writes (rule R9): a counter beside it grows with each beat,
 * so that other servers, also those on other machines, see that somebody writes. With each beat it
 * looks whether the file is still in its folder; one that is gone is copied from its open descriptor.
 */
export class RecordingLease {
  readonly #options: RecordingLeaseOptions;
  readonly #clock: () => number;
  readonly #owner = ownIdentity();
  readonly #timer: NodeJS.Timeout;
  #counter = 0;
  #beatAt = 0;
  #isLost = false;
  /** The copy that is being made. */
  #copy: Iterator<void> | null = null;
  #released = false;
  /** Where the counter is; empty before the first beat. */
  #path = "";

  constructor(options: RecordingLeaseOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    const { file, every = LEASE_BEAT } = options;
    this.beat();
    this.#timer = setInterval(() => this.beat(), every);
    this.#timer.unref();
    file.beforeAppend = () => {
      if (this.#clock() - this.#beatAt > SLEPT * every) this.beat();
    };
  }

  beat(): void {
    if (this.#released) return;
    const { file } = this.#options;
    this.#beatAt = this.#clock();
    if (this.#copy === null && !file.isInPlace()) {
      this.#copy = file.restore();
      this.#goOn();
    }
    if (this.#copy === null && !this.#isLost) this.#raise();
  }

  /** Looks once more and completes a copy now, unless it takes until then (as performance.now() has it). */
  settle(until = Number.POSITIVE_INFINITY): void {
    if (this.#released) return;
    this.beat();
    while (this.#copy !== null && performance.now() < until) this.#step();
  }

  /** The recording is written no more. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    clearInterval(this.#timer);
    this.#options.file.beforeAppend = null;
    removeLease(this.#path);
  }

  /** Copies a piece, and the next one when others have had their turn. */
  #goOn(): void {
    this.#step();
    if (this.#copy !== null) setImmediate(() => this.#copy !== null && this.#goOn());
  }

  #step(): void {
    const { file, tell } = this.#options;
    try {
      if (this.#copy?.next().done !== true) return;
      this.#copy = null;
      this.#isLost = false;
      tell({ what: "restored", path: file.path });
      this.#raise();
    } catch (error) {
      // The next beat tries again.
      this.#copy = null;
      const isNew = !this.#isLost;
      this.#isLost = true;
      if (isNew)
        tell({ what: "lost", error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  #raise(): void {
    this.#counter += 1;
    const path = leasePath(this.#options.file.path);
    if (this.#path !== "" && this.#path !== path) removeLease(this.#path);
    this.#path = path;
    try {
      writeLease(path, this.#counter, this.#owner);
    } catch {
      // A full disk, say: others then see the file grow, or take it for one that was cut off, and
      // still do not delete it by themselves for days.
    }
  }
}
