import { closeSync, fstatSync } from "node:fs";
import { leaseOwner, leasePath, readLease } from "../journal/lease-file.ts";
import { isGone } from "../system/process-identity.ts";
import { openRegular } from "../system/regular-file.ts";

/** Looks, one with each beat of a lease, after which a file that stood still is abandoned: 30 s at least. */
export const LOOKS = 7;

interface Watched {
  /** What its writer changes with each beat. */
  readonly mark: string;
  /** Looks that found it so. */
  readonly looks: number;
}

/**
 * Tells of an unfinished recording whether somebody may still write it (rule R9). Clocks, dates and
 * process ids prove nothing: another machine has its own. So a file is watched, and is abandoned
 * once it has stood still for long; at once only where the system knows that its writer is gone.
 */
export class RecordingWatch {
  readonly #watched = new Map<string, Watched>();
  readonly #looks: number;

  constructor(looks = LOOKS) {
    this.#looks = looks;
  }

  /** The first time begins the watch. */
  isAbandoned(path: string): boolean {
    const lease = readLease(leasePath(path));
    const owner = leaseOwner(lease);
    if (owner !== null && isGone(owner)) return true;
    const mark = markOf(path, lease);
    const before = this.#watched.get(path);
    if (before?.mark === mark) return before.looks >= this.#looks;
    this.#watched.set(path, { mark, looks: 0 });
    return false;
  }

  /** Looks at all that are watched. Counted, not timed: who was stopped himself has watched nothing. */
  look(): void {
    for (const [path, { mark, looks }] of this.#watched) {
      if (looks >= this.#looks) continue;
      const now = markOf(path, readLease(leasePath(path)));
      if (now === "") this.#watched.delete(path);
      else this.#watched.set(path, { mark: now, looks: now === mark ? looks + 1 : 0 });
    }
  }

  forget(path: string): void {
    this.#watched.delete(path);
  }
}

/** Empty for a file that is gone. */
function markOf(path: string, lease: string): string {
  try {
    const fd = openRegular(path);
    try {
      const { size, mtimeMs } = fstatSync(fd);
      return `${size} ${mtimeMs} ${lease}`;
    } finally {
      closeSync(fd);
    }
  } catch {
    // Gone, or not to be read: nothing can be said of it.
    return "";
  }
}
