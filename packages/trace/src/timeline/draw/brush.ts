import type { Tone } from "../../tones/tone.ts";
import { type DrawItem, type Measure, OCTAGON } from "./draw-list.ts";

export type LineItem = Extract<DrawItem, { kind: "line" }>;
export type DotItem = Extract<DrawItem, { kind: "dot" }>;
export type TextItem = Extract<DrawItem, { kind: "text" }>;

/** What draws: on a canvas, or as SVG. Lengths in CSS pixels; `fill` and `stroke` draw the path since `begin`. */
export interface Brush {
  begin(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  close(): void;
  circle(x: number, y: number, radius: number): void;
  rect(x: number, y: number, width: number, height: number, radius: number): void;
  /** A filled rectangle with square corners, and no path any more. */
  bar(x: number, y: number, width: number, height: number, tone: Tone, alpha: number): void;
  fill(tone: Tone, alpha: number): void;
  stroke(tone: Tone, alpha: number, width: number, dashed: boolean): void;
  /** The words themselves, in the middle of the line `y`; their plate is drawn already. */
  text(item: TextItem): void;
}

/** Lengths of the dashes and gaps of a dashed line, in px. */
export const DASHED = [7, 5] as const;

/** Draws a list, the later items on top. The one place that knows the shapes of marks. */
export function drawItems(brush: Brush, items: readonly DrawItem[], measure: Measure): void {
  for (const item of items) {
    switch (item.kind) {
      case "line":
        drawLine(brush, item);
        break;
      case "rect":
        brush.begin();
        brush.rect(item.x, item.y, item.w, item.h, item.radius);
        if (item.fill !== null) brush.fill(item.fill, item.alpha);
        if (item.stroke !== null) brush.stroke(item.stroke, item.alpha * 0.45, 1, false);
        break;
      case "text":
        drawText(brush, item, measure);
        break;
      case "dot":
        drawDot(brush, item);
        break;
      default:
        item satisfies never;
    }
  }
}

function drawLine(brush: Brush, item: LineItem): void {
  const { x1, y1, x2, y2, width, dash, head, tone, alpha } = item;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const size = head === "none" ? 0 : width * 3 + 5;
  // Under a filled head the shaft would stick out at its tip.
  const back = head === "filled" ? size * 0.8 : 0;
  const [endX, endY] = [x2 - Math.cos(angle) * back, y2 - Math.sin(angle) * back];
  brush.begin();
  brush.moveTo(x1, y1);
  if (dash === "zigzag") zigzag(brush, x1, y1, endX, endY);
  brush.lineTo(endX, endY);
  brush.stroke(tone, alpha, width, dash === "dashed");
  if (head === "lost") return cross(brush, x2, y2, 6, tone, alpha);
  if (head === "none") return;
  brush.begin();
  brush.moveTo(x2 - Math.cos(angle + WING) * size, y2 - Math.sin(angle + WING) * size);
  brush.lineTo(x2, y2);
  brush.lineTo(x2 - Math.cos(angle - WING) * size, y2 - Math.sin(angle - WING) * size);
  if (head === "open") return brush.stroke(tone, alpha, width, false);
  brush.close();
  brush.fill(tone, alpha);
}

/** The angle between an arrow and a side of its head, in radians. */
const WING = 0.42;

function zigzag(brush: Brush, x1: number, y1: number, x2: number, y2: number): void {
  const teeth = Math.max(4, Math.round(Math.hypot(x2 - x1, y2 - y1) / 10));
  const normal = Math.atan2(y2 - y1, x2 - x1) + Math.PI / 2;
  for (let i = 1; i < teeth; i++) {
    const side = i % 2 === 0 ? 4 : -4;
    brush.lineTo(
      x1 + ((x2 - x1) * i) / teeth + Math.cos(normal) * side,
      y1 + ((y2 - y1) * i) / teeth + Math.sin(normal) * side,
    );
  }
}

function cross(brush: Brush, x: number, y: number, r: number, tone: Tone, alpha: number): void {
  brush.begin();
  brush.moveTo(x - r, y - r);
  brush.lineTo(x + r, y + r);
  brush.moveTo(x + r, y - r);
  brush.lineTo(x - r, y + r);
  brush.stroke(tone, alpha, 2.5, false);
}

function drawDot(brush: Brush, { x, y, r, tone, alpha, shape }: DotItem): void {
  switch (shape) {
    case "cross":
      return cross(brush, x, y, r, tone, alpha);
    case "gate":
      brush.bar(x - r * 0.8, y - r, r * 0.6, 2 * r, tone, alpha);
      return brush.bar(x + r * 0.2, y - r, r * 0.6, 2 * r, tone, alpha);
    case "stop":
      brush.begin();
      for (const [i, [dx, dy]] of OCTAGON.entries())
        if (i === 0) brush.moveTo(x + dx * r, y + dy * r);
        else brush.lineTo(x + dx * r, y + dy * r);
      brush.close();
      brush.fill(tone, alpha);
      return brush.stroke("ink", alpha, 1.5, false);
    case "disc":
    case "ring":
      brush.begin();
      brush.circle(x, y, r);
      brush.fill(shape === "ring" ? "panel" : tone, alpha);
      return brush.stroke(tone, alpha, 2, false);
    default:
      shape satisfies never;
  }
}

function drawText(brush: Brush, item: TextItem, measure: Measure): void {
  if (item.plate !== false) {
    const { x, y, align } = item;
    const width = measure(item.text, item.font) + 6;
    const left = align === "left" ? x - 3 : align === "right" ? x - width + 3 : x - width / 2;
    // The plate hides the lines beneath, however faint its text is.
    brush.bar(left, y - 8, width, 16, item.plate, 0.82);
  }
  brush.text(item);
}
