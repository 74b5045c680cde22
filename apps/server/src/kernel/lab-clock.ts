import type { Interval } from "@sockscope/protocol";

/** Converts the times of `process.hrtime`, which all threads share, into those of the lab. */
export class LabClock {
  readonly #now: () => number;
  /** The beginning of the lab in ns of process.hrtime, at least and at most. */
  readonly #zero: readonly [min: bigint, max: bigint];

  /** `now`: ms since the lab began. */
  constructor(now: () => number) {
    this.#now = now;
    const before = process.hrtime.bigint();
    const since = BigInt(Math.round(now() * 1e6));
    this.#zero = [before - since, process.hrtime.bigint() - since];
  }

  /** The bounds are rounded outwards, so that what happened between them lies between them. */
  interval(from: bigint, to: bigint): Interval {
    const [min, max] = this.#zero;
    const latest = Math.floor(this.#now() * 1e6);
    const end = Math.max(0, Math.min(Number(to - min), latest));
    return [Math.min(end, Math.max(0, Number(from - max))), end];
  }
}
