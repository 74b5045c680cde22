import { GrowingInts } from "../columns/growing.ts";

/** A value that changes at some steps: a state, a fill, the length of a queue. */
export class Track {
  private readonly steps = new GrowingInts();
  private readonly values = new GrowingInts();
  most = 0;

  get last(): number {
    return this.values.at(this.values.length - 1);
  }

  /** The step of the newest change; -1 before the first. */
  get lastStep(): number {
    return this.steps.length === 0 ? -1 : this.steps.at(this.steps.length - 1);
  }

  /** True from the moment when `step` has happened. */
  set(step: number, value: number): void {
    this.most = Math.max(this.most, value);
    const newest = this.steps.length - 1;
    if (newest >= 0 && this.values.at(newest) === value) return;
    if (newest >= 0 && this.steps.at(newest) === step) this.values.set(newest, value);
    else {
      this.steps.push(step);
      this.values.push(value);
    }
  }

  /** The value after `step` has happened; 0 before the first. */
  at(step: number): number {
    return this.values.at(this.steps.lowerBound(step + 1) - 1);
  }

  /** Whether it ever had this value. */
  has(value: number): boolean {
    for (let i = 0; i < this.values.length; i++) if (this.values.at(i) === value) return true;
    return false;
  }

  /** Stretches of one value that touch [from, to), each from the step that began it. */
  *between(from: number, to: number): Iterable<{ from: number; to: number; value: number }> {
    const first = Math.max(0, this.steps.lowerBound(from + 1) - 1);
    for (let i = first; i < this.steps.length; i++) {
      const begins = this.steps.at(i);
      if (begins >= to) return;
      const ends = i + 1 < this.steps.length ? this.steps.at(i + 1) : to;
      yield { from: begins, to: ends, value: this.values.at(i) };
    }
  }

  /** How many changes there are in [from, to). */
  changes(from: number, to: number): number {
    return this.steps.lowerBound(to) - this.steps.lowerBound(from);
  }
}
