/** A sum that grows with the steps, asked for any stretch of them. */
export class RunningTotal {
  private readonly steps: number[] = [];
  private readonly sums: number[] = [];

  add(step: number, amount: number): void {
    this.steps.push(step);
    this.sums.push((this.sums.at(-1) ?? 0) + amount);
  }

  between(from: number, to: number): number {
    return this.before(to) - this.before(from);
  }

  private before(step: number): number {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.steps[middle] ?? 0) < step) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (this.sums[low - 1] ?? 0);
  }
}
