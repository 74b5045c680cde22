/** So many objects are kept at hand; a power of two. */
const KEPT = 2048;

/**
 * A list whose objects are made when somebody looks at them: a million of them would be heavy. The
 * same object comes again as long as few others were looked at in between.
 */
export class Rows<T extends object> implements Iterable<T> {
  private readonly kept: (T | undefined)[] = Array.from({ length: KEPT });
  private readonly keptIndex = new Int32Array(KEPT).fill(-1);

  constructor(
    private readonly count: () => number,
    private readonly make: (index: number) => T,
  ) {}

  get length(): number {
    return this.count();
  }

  /** Undefined where there is none: before the first (no negative index counts from the end), or behind the last. */
  get(index: number): T | undefined {
    const found = this.atHand(index);
    if (found !== undefined) return found;
    if (!Number.isInteger(index) || index < 0 || index >= this.count()) return undefined;
    const made = this.make(index);
    this.keep(index, made);
    return made;
  }

  /** Only if it need not be made. */
  atHand(index: number): T | undefined {
    return this.keptIndex[index & (KEPT - 1)] === index ? this.kept[index & (KEPT - 1)] : undefined;
  }

  /** Keeps an object that somebody has made already. */
  keep(index: number, made: T): void {
    this.kept[index & (KEPT - 1)] = made;
    this.keptIndex[index & (KEPT - 1)] = index;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.count(); i++) {
      const one = this.get(i);
      if (one !== undefined) yield one;
    }
  }

  slice(from: number, to: number): readonly T[] {
    const part: T[] = [];
    for (let i = Math.max(0, from); i < Math.min(to, this.count()); i++) {
      const one = this.get(i);
      if (one !== undefined) part.push(one);
    }
    return part;
  }

  map<R>(act: (one: T, index: number) => R): R[] {
    return Array.from(this, act);
  }

  flatMap<R>(act: (one: T) => readonly R[]): R[] {
    const all: R[] = [];
    for (const one of this) all.push(...act(one));
    return all;
  }

  filter(keeps: (one: T) => boolean): readonly T[] {
    const found: T[] = [];
    for (const one of this) if (keeps(one)) found.push(one);
    return found;
  }

  find(is: (one: T) => boolean): T | undefined {
    for (const one of this) if (is(one)) return one;
    return undefined;
  }

  /** -1 for none. */
  findIndex(is: (one: T) => boolean): number {
    let index = 0;
    for (const one of this) {
      if (is(one)) return index;
      index++;
    }
    return -1;
  }
}
