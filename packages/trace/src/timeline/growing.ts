/** A list of whole numbers that only grows, without an object for each. */
export class GrowingInts {
  private data = new Int32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }

  /** 0 for what is not there. */
  at(index: number): number {
    return index < this.length ? (this.data[index] ?? 0) : 0;
  }

  set(index: number, value: number): void {
    if (index < this.length) this.data[index] = value;
  }

  /** The first index, `from` or later, whose value is not less than this; the values must rise. */
  lowerBound(value: number, from = 0): number {
    let low = from;
    let reach = 1;
    // What is looked for is mostly near: strides that double find its neighbourhood.
    while (low + reach < this.length && (this.data[low + reach] ?? 0) < value) {
      low += reach;
      reach *= 2;
    }
    let high = Math.min(this.length, low + reach + 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.data[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
