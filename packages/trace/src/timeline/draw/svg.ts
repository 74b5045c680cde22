import type { Tone } from "../../tones/tone.ts";
import { type Brush, DASHED, drawItems, type TextItem } from "./brush.ts";
import type { DrawItem, Font, Measure } from "./draw-list.ts";

/** How a page draws: the same colours and faces go into a picture. */
export interface SvgTheme {
  readonly color: (tone: Tone) => string;
  /** Words need more contrast than lines: their colour, and how much of it (0 to 1). */
  readonly words: (tone: Tone, alpha: number) => { readonly color: string; readonly alpha: number };
  /** The family of a face, as CSS writes it. */
  readonly family: (face: Font["face"]) => string;
}

/** A draw list as an SVG document. All text in it is text: what it says can be no markup. */
export function svgOf(
  items: readonly DrawItem[],
  size: { readonly width: number; readonly height: number; readonly title: string },
  theme: SvgTheme,
  measure: Measure,
): string {
  const { width, height, title } = size;
  const brush = new SvgBrush(theme);
  drawItems(brush, items, measure);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="${escaped(theme.color("panel"))}"/>
${brush.elements.join("\n")}
</svg>
`;
}

class SvgBrush implements Brush {
  readonly elements: string[] = [];
  /** The element that the next fill or stroke writes, without its look; empty where nothing is to be seen. */
  private shape = "";
  private path = "";

  constructor(private readonly theme: SvgTheme) {}

  begin(): void {
    this.shape = "";
    this.path = "";
  }
  moveTo(x: number, y: number): void {
    this.extend(`M${n(x)} ${n(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.extend(`L${n(x)} ${n(y)}`);
  }
  close(): void {
    this.extend("Z");
  }
  circle(x: number, y: number, radius: number): void {
    this.shape = `circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}"`;
  }
  rect(x: number, y: number, width: number, height: number, radius: number): void {
    if (!(width > 0 && height > 0)) return;
    const rx = n(Math.min(radius, width / 2, height / 2));
    this.shape = `rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${rx}"`;
  }
  bar(x: number, y: number, width: number, height: number, tone: Tone, alpha: number): void {
    this.begin();
    this.rect(x, y, width, height, 0);
    this.fill(tone, alpha);
  }
  fill(tone: Tone, alpha: number): void {
    this.add(`fill="${escaped(this.theme.color(tone))}"`, alpha);
  }
  stroke(tone: Tone, alpha: number, width: number, dashed: boolean): void {
    const color = `stroke="${escaped(this.theme.color(tone))}"`;
    const dashes = dashed ? ` stroke-dasharray="${DASHED.join(" ")}"` : "";
    this.add(`fill="none" ${color} stroke-width="${n(width)}"${dashes}`, alpha);
  }
  text({ text, x, y, align, font, tone, alpha: wanted }: TextItem): void {
    const { color, alpha } = this.theme.words(tone, wanted);
    const anchor = { left: "start", center: "middle", right: "end" }[align];
    const family = escaped(this.theme.family(font.face));
    const weight = font.bold ? ' font-weight="600"' : "";
    // The middle of a line of text lies a third of its size above the line that it stands on.
    const base = y + 0.5 + font.size * 0.34;
    this.elements.push(
      `<text x="${n(x)}" y="${n(base)}" text-anchor="${anchor}" font-family="${family}" font-size="${font.size}"${weight} fill="${escaped(color)}" xml:space="preserve"${opacityOf(alpha)}>${escaped(text)}</text>`,
    );
  }
  private extend(command: string): void {
    this.path += command;
    this.shape = `path d="${this.path}"`;
  }
  private add(style: string, alpha: number): void {
    if (this.shape !== "") this.elements.push(`<${this.shape} ${style}${opacityOf(alpha)}/>`);
  }
}

const opacityOf = (alpha: number): string => (alpha === 1 ? "" : ` opacity="${n(alpha)}"`);

/** Two decimals are finer than a pixel on any screen. */
const n = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 100) / 100) : "0";

/** What XML 1.0 has no place for at all, not even escaped, and what nobody could see. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

export const xmlSafe = (value: string): string => value.replace(FORBIDDEN, "\ufffd");

/** Text as it stands in markup, in an element or in quotes. */
export const escaped = (value: string): string =>
  xmlSafe(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
