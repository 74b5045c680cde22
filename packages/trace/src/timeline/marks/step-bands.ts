import type { TimelineGeometry } from "../axis/geometry.ts";
import { type RectStyle, rectAlong } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Labels } from "../draw/labels.ts";

type Rect = Extract<DrawItem, { kind: "rect" }>;

/** A band over the whole cross axis, from position `from` to position `to`. */
export function stepBand(
  geometry: TimelineGeometry,
  from: number,
  to: number,
  style: RectStyle,
): Rect {
  const { way, crossStart, crossEnd } = geometry;
  const start = geometry.along(from);
  return rectAlong(
    way,
    start,
    geometry.along(to) - start,
    crossStart,
    crossEnd - crossStart,
    style,
  );
}

/** On an even axis: the step that has just happened, and the selected one. */
export function* currentSteps(geometry: TimelineGeometry): Iterable<DrawItem> {
  const { scale, position, selected } = geometry.input;
  if (scale.kind !== "steps") return;
  const style = { fill: "sel", stroke: null, radius: 0, alpha: 0.75 } as const;
  const current = Math.ceil(position) - 1;
  if (current >= geometry.from) yield stepBand(geometry, current, current + 1, style);
  const { step } = selected;
  if (step !== null && step !== current)
    yield stepBand(geometry, step, step + 1, { ...style, alpha: 0.4 });
}

/** The steps that the user has marked. */
export function* rangeBand(geometry: TimelineGeometry): Iterable<DrawItem> {
  const { range = null } = geometry.input;
  if (range === null) return;
  const style = { fill: "wash-setup", stroke: "setup", radius: 0, alpha: 0.6 } as const;
  yield stepBand(geometry, range.from, range.to, style);
}

/** The line of the playhead over the cross axis, with gaps where labels stand, and its handle. */
export function* playhead(
  { way, now, start, end, crossStart, crossEnd, input }: TimelineGeometry,
  labels: Labels,
  handle: { readonly cross: number; readonly r: number },
): Iterable<DrawItem> {
  const { px } = now;
  if (input.scene.from === input.scene.to || px < start || px > end) return;
  const down = way === "down";
  const line = {
    kind: "line",
    tone: "inject",
    width: 2,
    dash: "solid",
    head: "none",
    alpha: 1,
  } as const;
  const gaps = down
    ? labels.free(px, crossStart, crossEnd)
    : labels.freeDown(px, crossStart, crossEnd);
  for (const [low, high] of gaps) {
    yield down
      ? { ...line, x1: low, y1: px, x2: high, y2: px }
      : { ...line, x1: px, y1: low, x2: px, y2: high };
  }
  const [x, y] = down ? [handle.cross, px] : [px, handle.cross];
  yield { kind: "dot", x, y, r: handle.r, tone: "inject", shape: "disc", alpha: 1 };
}
