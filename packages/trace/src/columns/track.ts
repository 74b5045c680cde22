import { GrowingInts } from "./growing.ts";

/** Stands for a value that does not fit into 32 bits. */
const FAR = 0x7fffffff;

/** A value that changes at some steps: a state, a fill, the length of a queue, a count of bytes. */
export class Track {
  private readonly steps = new GrowingInts();
  private readonly values = new GrowingInts();
  /** Values that are too large, by their places; none mostly. */
  private far: Map<number, number> | null = null;
  most = 0;
  /** The newest value; 0 before the first change. */
  last = 0;
  /** The step of the newest change; -1 before the first. */
  lastStep = -1;

  /** True from the moment when `step` has happened. */
  set(step: number, value: number): void {
    if (value > this.most) this.most = value;
    const { lastStep } = this;
    if (lastStep >= 0 && this.last === value) return;
    this.last = value;
    const newest = this.steps.length - 1;
    if (lastStep === step) this.values.set(newest, this.fit(newest, value));
    else {
      this.lastStep = step;
      this.steps.push(step);
      this.values.push(this.fit(newest + 1, value));
    }
  }

  private fit(place: number, value: number): number {
    if (value < FAR) return value;
    (this.far ??= new Map()).set(place, value);
    return FAR;
  }

  private valueAt(place: number): number {
    const value = this.values.at(place);
    return value === FAR ? (this.far?.get(place) ?? FAR) : value;
  }

  /** Another one with the same values so far. */
  copy(): Track {
    const track = new Track();
    for (let i = 0; i < this.steps.length; i++) track.set(this.steps.at(i), this.valueAt(i));
    return track;
  }

  /** The value after `step` has happened; 0 before the first. */
  at(step: number): number {
    // Mostly the newest instant is asked for.
    if (this.lastStep <= step) return this.last;
    return this.valueAt(this.steps.lowerBound(step + 1) - 1);
  }

  /** Whether it ever had this value. */
  has(value: number): boolean {
    for (let i = 0; i < this.values.length; i++) if (this.valueAt(i) === value) return true;
    return false;
  }

  /** Stretches of one value that touch [from, to), each from the step that began it. */
  *between(from: number, to: number): Iterable<{ from: number; to: number; value: number }> {
    const first = Math.max(0, this.steps.lowerBound(from + 1) - 1);
    for (let i = first; i < this.steps.length; i++) {
      const begins = this.steps.at(i);
      if (begins >= to) return;
      const ends = i + 1 < this.steps.length ? this.steps.at(i + 1) : to;
      yield { from: begins, to: ends, value: this.valueAt(i) };
    }
  }

  /** How many changes there are in [from, to). */
  changes(from: number, to: number): number {
    return this.steps.lowerBound(to) - this.steps.lowerBound(from);
  }
}
