/** Entries in a full piece; a power of two. */
const PIECE = 1 << 10;
const SHIFT = 10;
const MASK = PIECE - 1;
const FIRST = 16;

/**
 * Storage of a list of numbers that only grows, without an object for each.
 *
 * The first piece doubles until it has `PIECE` entries. From then on pieces of that length are added, so
 * that nothing is copied any more, and a list of a million entries wastes little.
 *
 * Subclasses read and write the entries themselves: code that several array types share is slower.
 */
abstract class Growing<T extends Int32Array | Float64Array | Uint8Array> {
  /** The newest piece, which is also the last one of `pieces`. */
  protected last: T;
  protected readonly pieces: T[];
  /** Entries that all pieces can hold. */
  protected room = FIRST;
  length = 0;

  constructor() {
    this.last = this.allocate(FIRST);
    this.pieces = [this.last];
  }

  protected abstract allocate(length: number): T;

  /** Makes room for one entry more at least. */
  protected grow(): void {
    const before = this.last;
    if (this.room < PIECE) {
      this.room *= 2;
      this.last = this.allocate(this.room);
      this.last.set(before);
      this.pieces.pop();
    } else {
      this.room += PIECE;
      this.last = this.allocate(PIECE);
    }
    this.pieces.push(this.last);
  }
}

/** A growing list of whole numbers of 32 bits. */
export class GrowingInts extends Growing<Int32Array> {
  protected allocate(length: number): Int32Array {
    return new Int32Array(length);
  }

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
}

/** A growing list of numbers of any size. */
export class GrowingNumbers extends Growing<Float64Array> {
  protected allocate(length: number): Float64Array {
    return new Float64Array(length);
  }

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
}

/** A growing list of numbers from 0 to 255. */
export class GrowingBytes extends Growing<Uint8Array> {
  protected allocate(length: number): Uint8Array {
    return new Uint8Array(length);
  }

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
}
