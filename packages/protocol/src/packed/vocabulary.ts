import type { Bytes } from "./bytes.ts";

/** How texts that come again and again stand in records. */
export interface Vocabulary {
  /** @returns false if it cannot be written */
  write(text: string, to: Bytes): boolean;
  read(from: Bytes): string;
}

/** More different texts than this are no vocabulary. */
const MOST = 50_000;

/** Gives each text a number and knows it again by that. */
export class Interned implements Vocabulary {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  write(text: string, to: Bytes): boolean {
    let number = this.numbers.get(text);
    if (number === undefined) {
      if (this.texts.length >= MOST) return false;
      number = this.add(text);
    }
    to.varint(number);
    return true;
  }

  read(from: Bytes): string {
    return this.texts[from.readVarint()] ?? "";
  }

  private add(text: string): number {
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** The same for records that are read elsewhere: a text is spelt where its number is new. */
export class SpeltTexts implements Vocabulary {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.texts.length;
  }

  /** All that came after the first so many: the record that spelt them was taken back. */
  forget(size: number): void {
    for (const text of this.texts.splice(size)) this.numbers.delete(text);
  }

  write(text: string, to: Bytes): boolean {
    const known = this.numbers.get(text);
    to.varint(known ?? this.texts.length);
    if (known !== undefined) return true;
    this.numbers.set(text, this.texts.length);
    this.texts.push(text);
    to.string(text);
    return true;
  }

  read(from: Bytes): string {
    const number = from.readVarint();
    if (number === this.texts.length) this.texts.push(from.readString());
    return this.texts[number] ?? "";
  }
}
