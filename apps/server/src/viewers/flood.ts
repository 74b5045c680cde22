/**
 * The rate of a flood: events per ms of the time that batches left to the programs. With several
 * viewers half of it is a flood, because each of them takes time of its own.
 */
const FLOOD_RATE = 50;
/** Events of one sample. A smaller sample could mistake delayed events for a flood. */
const SAMPLE_EVENTS = 1000;

/** All viewers: how many, and the ms that the others' batches took since the last update. */
export interface Others {
  readonly count: number;
  readonly spent: number;
}

/** Distinguishes a lasting flood of events from a burst: two samples in a row must be too fast. */
export class Flood {
  /** The newest event at the last update, and at the end of the last sample. */
  #lastSeq: number;
  #sampleStart: number;
  #sampleTime = 0;
  #crowded = false;
  #wasSampleCrowded = false;
  #lasts = false;

  /** `seq`: that of the newest event at the start. */
  constructor(seq: number) {
    this.#lastSeq = seq;
    this.#sampleStart = seq;
  }

  /** A flood is possible: the events since the last update came too fast. */
  get crowded(): boolean {
    return this.#crowded;
  }

  get lasts(): boolean {
    return this.#lasts;
  }

  /** `seq` is the newest event, `left` the ms that the programs had since the last update. */
  update(seq: number, left: number, { count, spent }: Others = { count: 1, spent: 0 }): void {
    const limit = FLOOD_RATE / Math.min(2, count);
    this.#crowded = seq - this.#lastSeq > limit * Math.max(1, left);
    this.#lastSeq = seq;
    this.#sampleTime += left;
    const arrived = seq - this.#sampleStart;
    // If batches take more time than they leave, a whole sample would take too long.
    if (arrived < SAMPLE_EVENTS && this.#sampleTime < SAMPLE_EVENTS / limit && spent <= left)
      return;
    const crowded = arrived > limit * Math.max(1, this.#sampleTime);
    this.#lasts = this.#wasSampleCrowded && crowded;
    this.#wasSampleCrowded = crowded;
    this.#sampleStart = seq;
    this.#sampleTime = 0;
  }
}
