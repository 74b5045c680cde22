import type { Way } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";

type Rect = Extract<DrawItem, { kind: "rect" }>;

/** The opacity of what the playhead has not reached yet. */
export const FUTURE = 0.38;
/** The opacity of what a filter does not let through. */
export const DIMMED = 0.14;

/** The playhead: its px along the axis of time, and the direction in which time runs. */
export interface Now {
  readonly px: number;
  readonly way: Way;
  /** The same in steps. */
  readonly position: number;
}

/** Splits a rectangle at the playhead. The part beyond the playhead is faint and looks like `later`. */
export function* shade(rect: Rect, { px, way }: Now, later: Partial<Rect> = {}): Iterable<Rect> {
  const [from, long] = way === "down" ? [rect.y, rect.h] : [rect.x, rect.w];
  const past = Math.max(0, Math.min(long, px - from));
  const span = (start: number, length: number): Partial<Rect> =>
    way === "down" ? { y: start, h: length } : { x: start, w: length };
  const faint = { ...later, alpha: rect.alpha * FUTURE };
  if (past > 0) yield { ...rect, ...span(from, past) };
  if (past < long) yield { ...rect, ...faint, ...span(from + past, long - past) };
}

/** The px before which the label of a stretch must end: the label of an open stretch ends at the playhead. */
export const labelEnd = (from: number, to: number, { px }: Now): number =>
  from < px ? Math.min(to, px) : to;
