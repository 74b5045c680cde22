import { closeSync, fstatSync } from "node:fs";
import { leaseOwner, leasePath, readLease } from "../journal/lease-file.ts";
import { isGone } from "../system/process-identity.ts";
import { openRegular } from "../system/regular-file.ts";

/**
 * Checks, one per renewal of a lease, after which an unchanged file is abandoned: 30 s at least.
 */
export const UNCHANGED_CHECKS = 7;

interface Watched {
  /** The text that its writer changes with each renewal. */
  readonly mark: string;
  /** The checks that have found this mark. */
  readonly checks: number;
}

/**
 * Decides whether the writer of an unfinished recording may still be alive (rule R9). Clocks, dates
 * and process ids prove nothing, because another machine has its own. So a file is watched, and is
 * abandoned once it has been unchanged for long enough. It is abandoned at once only if the system
 * knows that its writer is gone.
 */
export class RecordingWatch {
  readonly #watched = new Map<string, Watched>();
  readonly #maxChecks: number;

  constructor(checks = UNCHANGED_CHECKS) {
    this.#maxChecks = checks;
  }

  /** The first call for a path starts watching it. */
  isAbandoned(path: string): boolean {
    const lease = readLease(leasePath(path));
    const owner = leaseOwner(lease);
    if (owner !== null && isGone(owner)) return true;
    const mark = markOf(path, lease);
    const before = this.#watched.get(path);
    if (before?.mark === mark) return before.checks >= this.#maxChecks;
    this.#watched.set(path, { mark, checks: 0 });
    return false;
  }

  /**
   * Checks all watched files. Checks are counted, not timed: a process that was suspended has
   * watched nothing meanwhile.
   */
  checkAll(): void {
    for (const [path, { mark, checks }] of this.#watched) {
      if (checks >= this.#maxChecks) continue;
      const now = markOf(path, readLease(leasePath(path)));
      if (now === "") this.#watched.delete(path);
      else this.#watched.set(path, { mark: now, checks: now === mark ? checks + 1 : 0 });
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
    // It is gone or unreadable, so nothing is known about it.
    return "";
  }
}
