import type { Tone } from "../../tones/tone.ts";
import { type DrawItem, type Font, type Measure, OCTAGON } from "./draw-list.ts";

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
  const shapes = items.map((item) => shape(item, theme, measure)).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="${escaped(theme.color("panel"))}"/>
${shapes}
</svg>
`;
}

function shape(item: DrawItem, theme: SvgTheme, measure: Measure): string {
  const opacity = opacityOf(item.alpha);
  const color = (tone: Tone | null) => (tone === null ? "none" : escaped(theme.color(tone)));
  switch (item.kind) {
    case "line":
      return line(item, color(item.tone), opacity);
    case "rect": {
      const at = `x="${n(item.x)}" y="${n(item.y)}" width="${n(item.w)}" height="${n(item.h)}"`;
      const stroke =
        item.stroke === null ? "" : ` stroke="${color(item.stroke)}" stroke-opacity="0.45"`;
      if (!(item.w > 0 && item.h > 0)) return "";
      return `<rect ${at} rx="${n(item.radius)}" fill="${color(item.fill)}"${stroke}${opacity}/>`;
    }
    case "dot": {
      const { x, y, r } = item;
      if (item.shape === "cross") return cross(x, y, r, color(item.tone), opacity);
      if (item.shape === "stop") {
        const corners = OCTAGON.map(([dx, dy]) => `${n(x + dx * r)},${n(y + dy * r)}`).join(" ");
        return `<polygon points="${corners}" fill="${color(item.tone)}" stroke="${color("ink")}" stroke-width="1.5"${opacity}/>`;
      }
      if (item.shape === "gate") {
        const bar = (left: number) => `M${n(left)} ${n(y - r)}v${n(2 * r)}`;
        return `<path d="${bar(x - r * 0.5)}${bar(x + r * 0.5)}" stroke="${color(item.tone)}" stroke-width="${n(r * 0.6)}"${opacity}/>`;
      }
      const fill = item.shape === "disc" ? color(item.tone) : color("panel");
      return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" stroke="${color(item.tone)}" stroke-width="2"${opacity}/>`;
    }
    case "text":
      return text(item, theme, measure);
    default:
      return item satisfies never;
  }
}

const opacityOf = (alpha: number): string => (alpha === 1 ? "" : ` opacity="${n(alpha)}"`);

function line(item: Extract<DrawItem, { kind: "line" }>, color: string, opacity: string): string {
  const { x1, y1, x2, y2, width, dash, head } = item;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const size = head === "none" ? 0 : width * 3 + 5;
  const back = head === "filled" ? size * 0.8 : 0;
  const [tipX, tipY] = [x2 - Math.cos(angle) * back, y2 - Math.sin(angle) * back];
  const points =
    dash === "zigzag"
      ? zigzag(x1, y1, tipX, tipY)
      : [
          [x1, y1],
          [tipX, tipY],
        ];
  const path = points.map(([x = 0, y = 0]) => `${n(x)},${n(y)}`).join(" ");
  const dashes = dash === "dashed" ? ' stroke-dasharray="7 5"' : "";
  const shaft = `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="${n(width)}"${dashes}${opacity}/>`;
  if (head === "none") return shaft;
  if (head === "lost") return shaft + cross(x2, y2, 6, color, opacity);
  const wing = (turn: number) =>
    `${n(x2 - Math.cos(angle + turn) * size)},${n(y2 - Math.sin(angle + turn) * size)}`;
  const fill = head === "filled" ? color : "none";
  const points3 = `${wing(0.42)} ${n(x2)},${n(y2)} ${wing(-0.42)}`;
  const stroke = head === "open" ? ` stroke="${color}" stroke-width="${n(width)}"` : "";
  const kind = head === "filled" ? "polygon" : "polyline";
  return `${shaft}<${kind} points="${points3}" fill="${fill}"${stroke}${opacity}/>`;
}

function zigzag(x1: number, y1: number, x2: number, y2: number): number[][] {
  const teeth = Math.max(4, Math.round(Math.hypot(x2 - x1, y2 - y1) / 10));
  const across = Math.atan2(y2 - y1, x2 - x1) + Math.PI / 2;
  const points = [[x1, y1]];
  for (let i = 1; i < teeth; i++) {
    const side = i % 2 === 0 ? 4 : -4;
    points.push([
      x1 + ((x2 - x1) * i) / teeth + Math.cos(across) * side,
      y1 + ((y2 - y1) * i) / teeth + Math.sin(across) * side,
    ]);
  }
  return [...points, [x2, y2]];
}

const cross = (x: number, y: number, r: number, color: string, opacity: string): string =>
  `<path d="M${n(x - r)} ${n(y - r)}L${n(x + r)} ${n(y + r)}M${n(x + r)} ${n(y - r)}L${n(x - r)} ${n(y + r)}" stroke="${color}" stroke-width="2.5"${opacity}/>`;

function text(
  item: Extract<DrawItem, { kind: "text" }>,
  theme: SvgTheme,
  measure: Measure,
): string {
  const { x, y, align, font } = item;
  const { color, alpha } = theme.words(item.tone, item.alpha);
  const width = measure(item.text, font) + 6;
  const left = align === "left" ? x - 3 : align === "right" ? x - width + 3 : x - width / 2;
  const plate =
    item.plate !== false
      ? `<rect x="${n(left)}" y="${n(y - 8)}" width="${n(width)}" height="16" fill="${escaped(theme.color(item.plate))}" opacity="0.82"/>`
      : "";
  const anchor = { left: "start", center: "middle", right: "end" }[align];
  const family = escaped(theme.family(font.face));
  const weight = font.bold ? ' font-weight="600"' : "";
  // The middle of a line of text lies a third of its size above the line that it stands on.
  const base = y + 0.5 + font.size * 0.34;
  return `${plate}<text x="${n(x)}" y="${n(base)}" text-anchor="${anchor}" font-family="${family}" font-size="${font.size}"${weight} fill="${escaped(color)}" xml:space="preserve"${opacityOf(alpha)}>${escaped(item.text)}</text>`;
}

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
