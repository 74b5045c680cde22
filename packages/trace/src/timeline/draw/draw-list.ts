import type { Tone } from "../../tones/tone.ts";

export type Dash = "solid" | "dashed" | "zigzag";

/** One thing to draw, in CSS pixels from the top left of the drawing. Later ones lie on top. */
export type DrawItem =
  | {
      readonly kind: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly tone: Tone;
      readonly width: number;
      readonly dash: Dash;
      /** A head at its end: filled for what was taken, open for what only arrived. */
      readonly head: "none" | "filled" | "open" | "lost";
      readonly alpha: number;
    }
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly radius: number;
      readonly fill: Tone | null;
      readonly stroke: Tone | null;
      readonly alpha: number;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      /** The middle of the line of text. */
      readonly y: number;
      readonly text: string;
      readonly align: "left" | "center" | "right";
      readonly font: Font;
      readonly tone: Tone;
      readonly alpha: number;
      /** A plate of this colour lies beneath it, for it stands on lines. */
      readonly plate: Tone | false;
    }
  | {
      readonly kind: "dot";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly tone: Tone;
      /** `gate` are two bars, `stop` is an eight-cornered sign. */
      readonly shape: "disc" | "ring" | "cross" | "gate" | "stop";
      readonly alpha: number;
    };

/** A size in px and a face; the page maps it to its fonts. */
export interface Font {
  readonly face: "sans" | "mono";
  readonly size: number;
  readonly bold: boolean;
}

export const SANS: Font = { face: "sans", size: 13, bold: false };
export const SANS_BOLD: Font = { face: "sans", size: 14, bold: true };
export const MONO: Font = { face: "mono", size: 13, bold: false };
export const SMALL: Font = { face: "sans", size: 12, bold: false };

/** The corners of a `stop` of radius 1. */
export const OCTAGON: readonly (readonly [number, number])[] = Array.from({ length: 8 }, (_, i) => [
  Math.cos(((2 * i + 1) * Math.PI) / 8),
  Math.sin(((2 * i + 1) * Math.PI) / 8),
]);

/** The width of a text in px; the page measures, tests count letters. */
export type Measure = (text: string, font: Font) => number;

/** As `fit`, for a name that ends with a number: that is what tells it from its like, and stays. */
export function fitName(name: string, font: Font, width: number, measure: Measure): string {
  const [number = ""] = / \d+$/.exec(name) ?? [];
  if (number === "" || measure(name, font) <= width) return fit(name, font, width, measure);
  const start = fit(name.slice(0, -number.length), font, width - measure(number, font), measure);
  return start === "" ? fit(name, font, width, measure) : `${start}${number}`;
}

/** Shortens a text to a width in px, with an ellipsis; empty if not even that has room. */
export function fit(text: string, font: Font, width: number, measure: Measure): string {
  if (measure(text, font) <= width) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join("")}…`, font) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : `${letters.slice(0, low).join("")}…`;
}
