import { verbSchema } from "@sockscope/protocol";

/** A table has so many values at most. */
export const MOST_TEXTS = 16_384;
/** Longer ones, in characters, are not for a table. */
const LONGEST = 256;
/** In place of a number: the table has no room for this value. */
export const NO_ROOM = -1;

/**
 * Gives equal values one number, so that a record can hold the number in their place. Values that
 * come again and again are few; a program that uses ever new ones gets `NO_ROOM` from some point on,
 * and its facts are kept in another form: the table is never let go, so it must not grow with it.
 */
export class Interned<T> {
  readonly #key: (value: T) => string;
  /** Each value as JSON. */
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** `key` is the same for values that are equal, and only for those. */
  constructor(key: (value: T) => string) {
    this.#key = key;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a value, or `NO_ROOM`. */
  index(value: T): number {
    const key = this.#key(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#texts.length >= MOST_TEXTS || key.length > LONGEST) return NO_ROOM;
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

/** Texts that come again and again: verbs, names of options, files. */
export const texts = new Interned<string>((text) => text);
// Whatever else comes first, these have room.
for (const verb of verbSchema.options) texts.index(verb);

/** Apart from these, so that one who asks ever new hosts takes no room from the others. */
export const hosts = new Interned<string>((host) => host);
