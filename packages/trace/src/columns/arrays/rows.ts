/** How many objects are cached; a power of two. */
const CACHED = 2048;

/**
 * A list that makes its objects when they are read: a million of them would be heavy. Reading an index
 * again gives the same object, as long as few others were read in between.
 */
export class Rows<T extends object> implements Iterable<T> {
  private readonly cached: (T | undefined)[] = Array.from({ length: CACHED });
  private readonly cachedIndex = new Int32Array(CACHED).fill(-1);

  constructor(
    private readonly count: () => number,
    private readonly create: (index: number) => T,
  ) {}

  get length(): number {
    return this.count();
  }

  /** Undefined where there is none: before the first (no negative index counts from the end), or behind the last. */
  get(index: number): T | undefined {
    const found = this.atHand(index);
    if (found !== undefined) return found;
    if (!Number.isInteger(index) || index < 0 || index >= this.count()) return undefined;
    const made = this.create(index);
    this.keep(index, made);
    return made;
  }

  /** The object if it is cached. */
  atHand(index: number): T | undefined {
    return this.cachedIndex[index & (CACHED - 1)] === index
      ? this.cached[index & (CACHED - 1)]
      : undefined;
  }

  /** Caches an object that exists already. */
  keep(index: number, made: T): void {
    this.cached[index & (CACHED - 1)] = made;
    this.cachedIndex[index & (CACHED - 1)] = index;
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
