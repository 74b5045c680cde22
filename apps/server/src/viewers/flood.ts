/**
 * The rate of a flood: events per ms of the time that batches left to the programs. With several
 * viewers half of it is a flood, because each of them takes time of its own.
 */
const CROWDED = 50;
/** Events of one sample. A smaller sample could mistake delayed events for a flood. */
const TOGETHER = 1000;

/** All viewers: how many, and the ms that the others' batches took since the last update. */
export interface Others {
  readonly count: number;
  readonly spent: number;
}

/** Distinguishes a lasting flood of events from a burst: two samples in a row must be too fast. */
export class Flood {
  /** The newest event at the last update, and at the end of the last sample. */
  #seen: number;
  #seq: number;
  #left = 0;
  #crowded = false;
  #lotCrowded = false;
  #lasts = false;

  /** `seq`: that of the newest event at the start. */
  constructor(seq: number) {
    this.#seen = seq;
    this.#seq = seq;
  }

  /** A flood is possible: the events since the last update came too fast. */
  get crowded(): boolean {
    return this.#crowded;
  }

  get lasts(): boolean {
    return this.#lasts;
  }

  /** `seq` is the newest event, `left` the ms that the programs had since the last update. */
  see(seq: number, left: number, { count, spent }: Others = { count: 1, spent: 0 }): void {
    const most = CROWDED / Math.min(2, count);
    this.#crowded = seq - this.#seen > most * Math.max(1, left);
    this.#seen = seq;
    this.#left += left;
    const came = seq - this.#seq;
    // If batches take more time than they leave, a whole sample would take too long.
    if (came < TOGETHER && this.#left < TOGETHER / most && spent <= left) return;
    const crowded = came > most * Math.max(1, this.#left);
    this.#lasts = this.#lotCrowded && crowded;
    this.#lotCrowded = crowded;
    this.#seq = seq;
    this.#left = 0;
  }
}
