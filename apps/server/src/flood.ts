/** More events than this in a ms that batches left to the programs are a flood. */
const CROWDED = 50;
/** So many are looked at together: a load that was held up for a moment may send fewer at once. */
const TOGETHER = 1000;

/** Tells a lasting flood of events from a burst: two lots in a row must come too fast. */
export class Flood {
  #seq: number;
  #left = 0;
  #crowded = false;
  #lasts = false;

  /** `seq`: of the newest event when it begins. */
  constructor(seq: number) {
    this.#seq = seq;
  }

  /** The last lot came too fast. */
  get crowded(): boolean {
    return this.#crowded;
  }

  get lasts(): boolean {
    return this.#lasts;
  }

  /** `seq` is the newest event, `left` the ms that the programs had for themselves since last time. */
  see(seq: number, left: number): void {
    this.#left += left;
    const came = seq - this.#seq;
    if (came < TOGETHER && this.#left < TOGETHER / CROWDED) return;
    const crowded = came > CROWDED * Math.max(1, this.#left);
    this.#lasts = this.#crowded && crowded;
    this.#crowded = crowded;
    this.#seq = seq;
    this.#left = 0;
  }
}
