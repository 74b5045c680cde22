import type { TimelineGeometry } from "../axis/geometry.ts";
import { type DrawItem, SMALL } from "../draw/draw-list.ts";
import type { Labels } from "../draw/labels.ts";

/** Says what is drawn in place of arrows that are not: counts, or only the newest of them. */
export function* notDrawnNotice(
  { from, to, dense, arrows, input }: TimelineGeometry,
  labels: Labels,
): Iterable<DrawItem> {
  const { viewport, measure, words } = input;
  if (!dense && arrows.all === arrows.flights.length) return;
  const text = dense ? words.dense(to - from) : words.someArrows(arrows.flights.length, arrows.all);
  const w = measure(text, SMALL) + 20;
  const box = { x: viewport.width - w - 10, y: viewport.height - 34, w, h: 24 };
  if (labels.place([box]) === null) return;
  yield { kind: "rect", ...box, radius: 12, fill: "panel", stroke: "ink-3", alpha: 1 };
  const middle = { x: box.x + w / 2, y: box.y + 12, align: "center", plate: false } as const;
  yield { kind: "text", ...middle, text, font: SMALL, tone: "ink-2", alpha: 1 };
}
