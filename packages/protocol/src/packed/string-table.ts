/** In place of an index: the table has no room for this string. */
export const NO_ROOM = -1;

/**
 * Gives each different string an index, from 0, so that a record can hold the index in its place.
 * Strings that repeat are few. A table never lets go of a string, so `capacity` bounds what a program
 * that uses ever new ones can take.
 */
export class StringTable {
  private readonly strings: string[] = [];
  private readonly indexes = new Map<string, number>();

  /** `longest` is in characters. */
  constructor(
    private readonly capacity = Number.POSITIVE_INFINITY,
    private readonly longest = Number.POSITIVE_INFINITY,
  ) {}

  get size(): number {
    return this.strings.length;
  }

  /** The index of this string, or `NO_ROOM`. A new string gets the index `size`. */
  index(text: string): number {
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    if (this.strings.length >= this.capacity || text.length > this.longest) return NO_ROOM;
    this.indexes.set(text, this.strings.length);
    return this.strings.push(text) - 1;
  }

  /** Undefined for an index that no string has. */
  text(index: number): string | undefined {
    return this.strings[index];
  }

  /** Removes all strings but the first `size`. */
  truncate(size: number): void {
    for (const text of this.strings.splice(size)) this.indexes.delete(text);
  }
}
