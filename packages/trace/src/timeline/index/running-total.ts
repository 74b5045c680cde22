import { GrowingInts } from "../../columns/arrays/growing.ts";
import { Times } from "../../columns/arrays/times.ts";

/** A sum that grows with the steps, asked for any stretch of them. */
export class RunningTotal {
  private readonly steps = new GrowingInts();
  private readonly sums = new Times();

  add(step: number, amount: number): void {
    this.steps.push(step);
    this.sums.push(this.sums.at(this.sums.length - 1) + amount);
  }

  between(from: number, to: number): number {
    return this.before(to) - this.before(from);
  }

  private before(step: number): number {
    const before = this.steps.lowerBound(step);
    return before === 0 ? 0 : this.sums.at(before - 1);
  }
}
