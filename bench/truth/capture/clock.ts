import type { Journal } from "../../../apps/server/src/journal/journal.ts";

/** One instant on both clocks: ms since 1970, and ms of `performance.now()`. */
interface Edge {
  readonly wall: number;
  readonly now: number;
  /** ms by which `now` may be wrong. */
  readonly error: number;
}

const LOOKS = 12;

/**
 * `Date.now()` is whole ms of the clock by which the kernel stamps packets, so the instant at which it
 * changes is known to a microsecond. Of several such instants the one that is known best: this process
 * may be put aside between two looks.
 */
function edge(): Edge {
  let best: Edge | null = null;
  for (let look = 0; look < LOOKS; look += 1) {
    let wall = Date.now();
    let before = performance.now();
    for (;;) {
      const after = performance.now();
      const now = Date.now();
      const read = performance.now();
      if (now === wall + 1) {
        const found = { wall: now, now: (before + read) / 2, error: (read - before) / 2 };
        if (best === null || found.error < best.error) best = found;
        break;
      }
      wall = now;
      before = after;
    }
  }
  if (best === null) throw new Error("there was a look");
  return best;
}

/** Tells the time of a packet on the journal's clock. */
export interface CaptureClock {
  /** `t` of the journal in ns, of a stamp in seconds and ns. */
  t(seconds: number, nanoseconds: number): number;
  /** By how many ns that may be wrong. */
  readonly tolerance: number;
}

/** When the journal's time began, in ms of `performance.now()`, and by how much that may be wrong. */
export interface JournalStart {
  readonly now: number;
  readonly error: number;
}

/** Call it when the capture begins, and what it gives when the capture is over. */
export function startClock(): (start: JournalStart) => CaptureClock {
  const began = edge();
  return (start) => {
    const ended = edge();
    const span = ended.wall - began.wall;
    // How fast one clock runs by the other: NTP may slew one of them.
    const rate = span > 1000 ? (ended.now - began.now) / span : 1;
    const error = began.error + ended.error + start.error;
    return {
      t(seconds, nanoseconds) {
        const since = (seconds * 1000 - began.wall) * 1e6 + nanoseconds;
        return Math.round(since * rate + (began.now - start.now) * 1e6);
      },
      // The kernel stamps a packet some microseconds after the call that sent it.
      tolerance: Math.ceil(error * 1e6) + 20_000,
    };
  };
}

/** Events from which the beginning of the journal's time is learnt. */
const LEARNT = 300;

/**
 * The journal keeps the beginning of its time to itself. It is not later than any event's listener is
 * called, less that event's `t`; the smallest of these differences is some microseconds too late.
 */
export function learnStart(journal: Journal): () => JournalStart {
  let now = Number.POSITIVE_INFINITY;
  let left = LEARNT;
  const stop = journal.subscribe(() => {
    const read = performance.now();
    const [event] = journal.read(journal.seq - 1, 1);
    if (event) now = Math.min(now, read - event.t / 1e6);
    left -= 1;
    if (left === 0) stop();
  });
  return () => ({ now: now - ERROR / 2, error: ERROR });
}
/** ms between an event's `t` and its listener, at most, in the quickest of many. */
const ERROR = 0.05;
