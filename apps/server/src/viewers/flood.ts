/**
 * More events than this in a ms that batches left to the programs are a flood; half of it where
 * several look on, because each of them takes time of its own.
 */
const CROWDED = 50;
/** So many are looked at together: a load that was held up for a moment may send fewer at once. */
const TOGETHER = 1000;

/** All that look on: how many, and the ms that the others' batches took since the last look. */
export interface Others {
  readonly count: number;
  readonly spent: number;
}

/** Tells a lasting flood of events from a burst: two lots in a row must come too fast. */
export class Flood {
  /** The newest event at the last look, and at the end of the last lot. */
  #seen: number;
  #seq: number;
  #left = 0;
  #crowded = false;
  #lotCrowded = false;
  #lasts = false;

  /** `seq`: of the newest event when it begins. */
  constructor(seq: number) {
    this.#seen = seq;
    this.#seq = seq;
  }

  /** It may be one: what came since the last look came too fast. */
  get crowded(): boolean {
    return this.#crowded;
  }

  get lasts(): boolean {
    return this.#lasts;
  }

  /** `seq` is the newest event, `left` the ms that the programs had for themselves since last time. */
  see(seq: number, left: number, { count, spent }: Others = { count: 1, spent: 0 }): void {
    const most = CROWDED / Math.min(2, count);
    this.#crowded = seq - this.#seen > most * Math.max(1, left);
    this.#seen = seq;
    this.#left += left;
    const came = seq - this.#seq;
    // Where batches take more than they leave there is no time to wait for so many.
    if (came < TOGETHER && this.#left < TOGETHER / most && spent <= left) return;
    const crowded = came > most * Math.max(1, this.#left);
    this.#lasts = this.#lotCrowded && crowded;
    this.#lotCrowded = crowded;
    this.#seq = seq;
    this.#left = 0;
  }
}
