import type { PacketForm } from "@sockscope/trace";

/** Sizes of type and the room beside it, as the style sheet has them (px). */
const TYPE = {
  long: { size: 14, padding: 26 },
  short: { size: 12, padding: 16 },
} as const satisfies Readonly<Record<PacketForm, unknown>>;

/** How wide packets are, known before they are drawn. */
export class PacketWidths {
  private readonly known = new Map<string, number>();
  private readonly pen = document.createElement("canvas").getContext("2d");

  constructor(private readonly face: string) {}

  of(words: string, form: PacketForm): number {
    const key = `${form} ${words}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { size, padding } = TYPE[form];
    if (this.pen !== null) this.pen.font = `600 ${size}px ${this.face}`;
    const measured = this.pen?.measureText(words).width ?? words.length * size;
    const width = Math.ceil(measured) + padding;
    this.known.set(key, width);
    return width;
  }

  /** The page's fonts have come: everything may be wider. */
  clear(): void {
    this.known.clear();
  }
}
