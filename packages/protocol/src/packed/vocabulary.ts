import type { Bytes } from "./bytes.ts";
import { NO_ROOM, StringTable } from "./string-table.ts";

/** Writes and reads the strings of records that repeat. */
export interface Vocabulary {
  /** @returns false if the string cannot be written */
  write(text: string, to: Bytes): boolean;
  read(from: Bytes): string;
}

/** Strings that a vocabulary holds at most: more different ones do not repeat. */
const CAPACITY = 50_000;

/** For records that are read where they were written: an index in place of each string. */
export class Interned implements Vocabulary {
  private readonly table = new StringTable(CAPACITY);

  write(text: string, to: Bytes): boolean {
    const index = this.table.index(text);
    if (index === NO_ROOM) return false;
    to.varint(index);
    return true;
  }

  read(from: Bytes): string {
    return this.table.text(from.readVarint()) ?? "";
  }
}

/** For records that are read elsewhere: the string itself follows the first use of its index. */
export class SpelledStrings implements Vocabulary {
  /** Those that were written. */
  private readonly table = new StringTable();
  /** Those that were read, by index. */
  private readonly known: string[] = [];

  get size(): number {
    return this.table.size;
  }

  /** Removes all strings but the first `size`: the record that spelled the others was rewound. */
  truncate(size: number): void {
    this.table.truncate(size);
  }

  write(text: string, to: Bytes): boolean {
    const { size } = this.table;
    const index = this.table.index(text);
    to.varint(index);
    if (index === size) to.string(text);
    return true;
  }

  read(from: Bytes): string {
    const index = from.readVarint();
    if (index === this.known.length) this.known.push(from.readString());
    return this.known[index] ?? "";
  }
}
