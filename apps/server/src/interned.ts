/** Gives equal values one number, so that a record can hold the number in their place. */
export class Interned<T> {
  readonly #key: (value: T) => string;
  /** Each value as JSON. */
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** `key` is the same for values that are equal, and only for those. */
  constructor(key: (value: T) => string) {
    this.#key = key;
  }

  index(value: T): number {
    const key = this.#key(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const index = this.#texts.push(JSON.stringify(value)) - 1;
    this.#numbers.set(key, index);
    return index;
  }

  /** The value of this number, as JSON. */
  json(index: number): string {
    const text = this.#texts[index];
    if (text === undefined) throw new RangeError(`Nothing has the number ${index}`);
    return text;
  }
}

/** Texts that come again and again: verbs, names of options, hosts. */
export const texts = new Interned<string>((text) => text);
