import { StringTable, verbSchema } from "@sockscope/protocol";

/** A table has so many strings at most. */
export const MOST_TEXTS = 16_384;
/** Longer ones, in characters, are not for a table. */
const LONGEST = 256;

/**
 * A table of strings whose JSON is asked for again and again. A program that uses ever new strings gets
 * `NO_ROOM` from some point on, and its facts are stored in another form.
 */
class InternedJson {
  readonly #table = new StringTable(MOST_TEXTS, LONGEST);
  /** The JSON of each string, by its index. */
  readonly #json: string[] = [];

  get size(): number {
    return this.#table.size;
  }

  /** The index of this string, or `NO_ROOM`. */
  index(text: string): number {
    const index = this.#table.index(text);
    if (index === this.#json.length) this.#json.push(JSON.stringify(text));
    return index;
  }

  /** The string of this index, as JSON. Throws RangeError for an index that no string has. */
  json(index: number): string {
    const json = this.#json[index];
    if (json === undefined) throw new RangeError(`No string has the index ${index}`);
    return json;
  }
}

/** Strings that repeat: verbs, names of options, files. */
export const texts = new InternedJson();
// Verbs have room, whatever programs use.
for (const verb of verbSchema.options) texts.index(verb);

/** Apart from `texts`: a program that asks for ever new hosts takes no room from the others. */
export const hosts = new InternedJson();
