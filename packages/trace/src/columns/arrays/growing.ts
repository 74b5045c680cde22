/**
 * The first piece of a list doubles up to so many entries; then it grows by pieces of as many, so
 * that nothing is copied any more and a million waste little. A power of two.
 */
const PIECE = 1 << 10;
const SHIFT = 10;
const MASK = PIECE - 1;
const FIRST = 16;

/** A list of whole numbers (32 bits) that only grows, without an object for each. */
export class GrowingInts {
  private last = new Int32Array(FIRST);
  private readonly pieces = [this.last];
  private room = FIRST;
  length = 0;

  push(value: number): void {
    if (this.length === this.room) this.grow();
    this.last[this.length++ & MASK] = value;
  }

  /** 0 for what is not there. */
  at(index: number): number {
    return index >= 0 && index < this.length
      ? (this.pieces[index >>> SHIFT]?.[index & MASK] ?? 0)
      : 0;
  }

  set(index: number, value: number): void {
    const piece = index < this.length ? this.pieces[index >>> SHIFT] : undefined;
    if (piece !== undefined) piece[index & MASK] = value;
  }

  pop(): void {
    if (this.length === 0) return;
    this.length--;
    const before = this.pieces.at(-2);
    if (before === undefined || this.length >= (this.pieces.length - 1) * PIECE) return;
    this.pieces.pop();
    this.last = before;
    this.room -= PIECE;
  }

  /** The first index, `from` or later, whose value is not less than this; the values must rise. */
  lowerBound(value: number, from = 0): number {
    let low = from;
    let reach = 1;
    // What is looked for is mostly near: strides that double find its neighbourhood.
    while (low + reach < this.length && this.at(low + reach) < value) {
      low += reach;
      reach *= 2;
    }
    let high = Math.min(this.length, low + reach + 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const before = this.last;
    const isFirst = this.room < PIECE;
    this.last = new Int32Array(isFirst ? this.room * 2 : PIECE);
    if (isFirst) {
      this.last.set(before);
      this.pieces.pop();
    }
    this.pieces.push(this.last);
    this.room = isFirst ? this.room * 2 : this.room + PIECE;
  }
}

/** The same for numbers of any size. */
export class GrowingNumbers {
  private last = new Float64Array(FIRST);
  private readonly pieces = [this.last];
  private room = FIRST;
  length = 0;

  push(value: number): void {
    if (this.length === this.room) this.grow();
    this.last[this.length++ & MASK] = value;
  }

  /** 0 for what is not there. */
  at(index: number): number {
    return index >= 0 && index < this.length
      ? (this.pieces[index >>> SHIFT]?.[index & MASK] ?? 0)
      : 0;
  }

  private grow(): void {
    const before = this.last;
    const isFirst = this.room < PIECE;
    this.last = new Float64Array(isFirst ? this.room * 2 : PIECE);
    if (isFirst) {
      this.last.set(before);
      this.pieces.pop();
    }
    this.pieces.push(this.last);
    this.room = isFirst ? this.room * 2 : this.room + PIECE;
  }
}

/** The same for numbers from 0 to 255. */
export class GrowingBytes {
  private last = new Uint8Array(FIRST);
  private readonly pieces = [this.last];
  private room = FIRST;
  length = 0;

  push(value: number): void {
    if (this.length === this.room) this.grow();
    this.last[this.length++ & MASK] = value;
  }

  /** 0 for what is not there. */
  at(index: number): number {
    return index >= 0 && index < this.length
      ? (this.pieces[index >>> SHIFT]?.[index & MASK] ?? 0)
      : 0;
  }

  set(index: number, value: number): void {
    const piece = index < this.length ? this.pieces[index >>> SHIFT] : undefined;
    if (piece !== undefined) piece[index & MASK] = value;
  }

  private grow(): void {
    const before = this.last;
    const isFirst = this.room < PIECE;
    this.last = new Uint8Array(isFirst ? this.room * 2 : PIECE);
    if (isFirst) {
      this.last.set(before);
      this.pieces.pop();
    }
    this.pieces.push(this.last);
    this.room = isFirst ? this.room * 2 : this.room + PIECE;
  }
}
