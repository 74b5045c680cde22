/** More different texts than this are no vocabulary. */
const MOST = 50_000;

/** Gives each text a number and knows it again by that. */
export class Interned {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** -1 if there are too many already. */
  index(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    if (this.texts.length >= MOST) return -1;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  at(index: number): string {
    return this.texts[index] ?? "";
  }
}
