/** Gives equal values one number, so that a record can hold the number in their place. */
export class Interned<T> {
  readonly #key: (value: T) => string;
  readonly #values: T[] = [];
  readonly #numbers = new Map<string, number>();

  /** `key` is the same for values that are equal, and only for those. */
  constructor(key: (value: T) => string) {
    this.#key = key;
  }

  index(value: T): number {
    const key = this.#key(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const index = this.#values.push(value) - 1;
    this.#numbers.set(key, index);
    return index;
  }

  at(index: number): T {
    const value = this.#values[index];
    if (value === undefined) throw new RangeError(`Nothing has the number ${index}`);
    return value;
  }
}
