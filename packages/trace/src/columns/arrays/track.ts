/** Numbers in one piece of storage, two for each change; a power of two. */
const PIECE = 1 << 10;
const SHIFT = 10;
const MASK = PIECE - 1;
const FIRST = 8;
const EMPTY = new Int32Array(0);

/** Stands for a value that does not fit into 32 bits. */
const FAR = 0x7fffffff;

/**
 * A value that changes at some steps: a state, a fill, the length of a queue, a count of bytes.
 *
 * Changes are stored as `step, value, step, value ...`, steps rising. The newest piece doubles up to
 * `PIECE` numbers; then it is full and a new one begins, so that nothing is copied any more. A session
 * can have thousands of tracks with one or two changes: an empty one owns no storage.
 */
export class Track {
  private newest = EMPTY;
  private full: Int32Array[] | null = null;
  /** Numbers stored, and how many fit without growing. */
  private length = 0;
  private room = 0;
  /** Values that are too large, by the place of their change; mostly none. */
  private far: Map<number, number> | null = null;
  max = 0;
  /** The newest value; 0 before the first change. */
  last = 0;
  /** The step of the newest change; -1 before the first. */
  lastStep = -1;

  /** True from the moment when `step` has happened. */
  set(step: number, value: number): void {
    if (value > this.max) this.max = value;
    const { lastStep } = this;
    if (lastStep >= 0 && this.last === value) return;
    this.last = value;
    if (lastStep !== step) {
      this.lastStep = step;
      if (this.length === this.room) this.grow();
      this.newest[this.length & MASK] = step;
      this.length += 2;
    }
    this.newest[(this.length - 1) & MASK] = value < FAR ? value : this.store(value);
  }

  private store(value: number): number {
    (this.far ??= new Map()).set(this.count - 1, value);
    return FAR;
  }

  private grow(): void {
    if (this.room >= PIECE) {
      (this.full ??= []).push(this.newest);
      this.newest = new Int32Array(PIECE);
      this.room += PIECE;
      return;
    }
    const before = this.newest;
    this.room = Math.max(FIRST, this.room * 2);
    this.newest = new Int32Array(this.room);
    this.newest.set(before);
  }

  /** How many changes there are. */
  private get count(): number {
    return this.length >> 1;
  }

  private numberAt(index: number): number {
    const { full } = this;
    const nth = index >>> SHIFT;
    const piece = full !== null && nth < full.length ? full[nth] : this.newest;
    return piece?.[index & MASK] ?? 0;
  }

  private stepAt(place: number): number {
    return this.numberAt(2 * place);
  }

  private valueAt(place: number): number {
    if (place < 0) return 0;
    const value = this.numberAt(2 * place + 1);
    return value === FAR ? (this.far?.get(place) ?? FAR) : value;
  }

  /** The place of the first change at `step` or later. */
  private lowerBound(step: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.stepAt(middle) < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Another one with the same values so far. */
  copy(): Track {
    const track = new Track();
    for (let i = 0; i < this.count; i++) track.set(this.stepAt(i), this.valueAt(i));
    return track;
  }

  /** The value after `step` has happened; 0 before the first. */
  at(step: number): number {
    // Mostly the newest instant is asked for.
    if (this.lastStep <= step) return this.last;
    return this.valueAt(this.lowerBound(step + 1) - 1);
  }

  /** Whether it ever had this value. */
  has(value: number): boolean {
    for (let i = 0; i < this.count; i++) if (this.valueAt(i) === value) return true;
    return false;
  }

  /** The steps of all changes. */
  *steps(): Iterable<number> {
    for (let i = 0; i < this.count; i++) yield this.stepAt(i);
  }

  /** Stretches of one value that touch [from, to), each from the step that began it. */
  *between(from: number, to: number): Iterable<Stretch> {
    const first = Math.max(0, this.lowerBound(from + 1) - 1);
    for (let i = first; i < this.count; i++) {
      const begins = this.stepAt(i);
      if (begins >= to) return;
      const ends = i + 1 < this.count ? this.stepAt(i + 1) : to;
      yield { from: begins, to: ends, value: this.valueAt(i) };
    }
  }

  /** How many changes there are in [from, to). */
  changes(from: number, to: number): number {
    return this.lowerBound(to) - this.lowerBound(from);
  }

  /** The step of the newest change at `step` or before it; -1 for none. */
  changedAt(step: number): number {
    if (this.lastStep <= step) return this.lastStep;
    const place = this.lowerBound(step + 1) - 1;
    return place < 0 ? -1 : this.stepAt(place);
  }

  /** The step of the first change after `step`; Infinity for none. */
  changesAfter(step: number): number {
    const place = this.lowerBound(step + 1);
    return place < this.count ? this.stepAt(place) : Number.POSITIVE_INFINITY;
  }
}

/** The steps [from, to) in which a track has one value. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}
