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

/** Call it when the capture begins, and what it gives when the capture is over. */
export function startClock(journalStart: {
  readonly now: number;
  readonly error: number;
}): () => CaptureClock {
  const began = edge();
  return () => {
    const ended = edge();
    const span = ended.wall - began.wall;
    // How fast one clock runs by the other: NTP may slew one of them.
    const rate = span > 1000 ? (ended.now - began.now) / span : 1;
    // The kernel's own stamp is taken a little after the call that sent it, never before.
    const error = began.error + ended.error + journalStart.error;
    return {
      t(seconds, nanoseconds) {
        const since = (seconds * 1000 - began.wall) * 1e6 + nanoseconds;
        return Math.round(since * rate + (began.now - journalStart.now) * 1e6);
      },
      tolerance: Math.ceil(error * 1e6) + 20_000,
    };
  };
}
