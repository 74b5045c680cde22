import { GrowingInts } from "./growing.ts";

/** Which steps have something in common, as runs of steps that follow one another. */
export class StepRuns {
  private readonly from = new GrowingInts();
  /** The step after each run. */
  private readonly to = new GrowingInts();

  /** Steps come in their order. */
  add(step: number): void {
    const last = this.to.length - 1;
    if (last >= 0 && this.to.at(last) === step) this.to.set(last, step + 1);
    else {
      this.from.push(step);
      this.to.push(step + 1);
    }
  }

  /** The last of them before `step`; null if there is none. */
  lastBefore(step: number): number | null {
    const run = this.from.lowerBound(step) - 1;
    return run < 0 ? null : Math.min(this.to.at(run), step) - 1;
  }
}
