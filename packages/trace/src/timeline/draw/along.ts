import type { Tone } from "../../tones/tone.ts";
import type { Dash, DrawItem } from "./draw-list.ts";
import type { Box } from "./labels.ts";

/** The direction in which time runs: down in the ladder, right in the lanes. */
export type Way = "down" | "right";

export interface LineStyle {
  readonly tone: Tone;
  readonly width: number;
  readonly dash: Dash;
  readonly alpha: number;
}

export interface RectStyle {
  readonly fill: Tone;
  readonly stroke: Tone | null;
  readonly radius: number;
  readonly alpha: number;
}

/** A line along the axis of time, from px `start` to px `end`, at px `cross` of the cross axis. */
export function lineAlong(
  way: Way,
  start: number,
  end: number,
  cross: number,
  { tone, width, dash, alpha }: LineStyle,
): DrawItem {
  const down = way === "down";
  return {
    kind: "line",
    x1: down ? cross : start,
    y1: down ? start : cross,
    x2: down ? cross : end,
    y2: down ? end : cross,
    tone,
    width,
    dash,
    head: "none",
    alpha,
  };
}

/**
 * A rectangle that begins at px `start` of the axis of time and is `length` px long. On the cross axis
 * it begins at px `cross` and is `breadth` px wide.
 */
export function rectAlong(
  way: Way,
  start: number,
  length: number,
  cross: number,
  breadth: number,
  { fill, stroke, radius, alpha }: RectStyle,
): Extract<DrawItem, { kind: "rect" }> {
  const down = way === "down";
  return {
    kind: "rect",
    x: down ? cross : start,
    y: down ? start : cross,
    w: down ? breadth : length,
    h: down ? length : breadth,
    radius,
    fill,
    stroke,
    alpha,
  };
}

/** The box of such a rectangle. */
export function boxAlong(
  way: Way,
  start: number,
  length: number,
  cross: number,
  breadth: number,
): Box {
  return way === "down"
    ? { x: cross, y: start, w: breadth, h: length }
    : { x: start, y: cross, w: length, h: breadth };
}
