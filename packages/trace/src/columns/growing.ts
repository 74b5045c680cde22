/** A list doubles up to so many entries and then grows by as many: a million waste little. */
const STRIDE = 1 << 18;
const grownLength = (length: number): number => length + Math.min(length, STRIDE);

/** A list of whole numbers (32 bits) that only grows, without an object for each. */
export class GrowingInts {
  private data = new Int32Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Int32Array(grownLength(this.length));
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

  pop(): void {
    if (this.length > 0) this.length--;
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

/** The same for numbers of any size. */
export class GrowingNumbers {
  private data = new Float64Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Float64Array(grownLength(this.length));
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }

  /** 0 for what is not there. */
  at(index: number): number {
    return index < this.length ? (this.data[index] ?? 0) : 0;
  }
}

/** The same for numbers from 0 to 255. */
export class GrowingBytes {
  private data = new Uint8Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Uint8Array(grownLength(this.length));
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
}
