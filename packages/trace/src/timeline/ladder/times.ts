import { placeTimes, type Tick, timeTicks } from "../axis/time-ticks.ts";
import { type DrawItem, SMALL } from "../draw/draw-list.ts";
import type { Labels } from "../draw/labels.ts";
import { HEAD, type LadderGeometry } from "./geometry.ts";

/** Ticks stand no nearer than this, in px; and from the right edge. */
const MIN_GAP = 44;
const FROM_EDGE = 14;
/** The height of a time, in px. */
const LINE = 16;

/**
 * Times along the right margin, where even steps have their gaps: on a linear axis the ticks, on a
 * crowded one a few of its times. They take their places among the labels.
 */
export function axisTimes(ladder: LadderGeometry, labels: Labels): readonly DrawItem[] {
  const { viewport, scale, measure } = ladder.input;
  const right = viewport.width - FROM_EDGE;
  const origin = ladder.along(ladder.input.scene.from) - scale.at(ladder.input.scene.from);
  const items: DrawItem[] = [];
  for (const { px, text } of ticksOf(ladder)) {
    const y = origin + px;
    if (y < HEAD) continue;
    const w = measure(text, SMALL);
    if (labels.place([{ x: right - w - 2, y: y - LINE / 2, w: w + 2, h: LINE }]) === null) continue;
    const line = { kind: "line", y1: y, x2: right - w - 8, y2: y, tone: "line", width: 1 } as const;
    // Only a linear axis has a line for an instant.
    if (scale.kind === "time")
      items.push({ ...line, x1: 0, dash: "solid", head: "none", alpha: 0.8 });
    const time = { kind: "text", x: right, y, align: "right", font: SMALL, tone: "ink-2" } as const;
    items.push({ ...time, text, alpha: 1, plate: "panel" });
  }
  return items;
}

function ticksOf({ input, dense }: LadderGeometry): readonly Tick[] {
  const { viewport, scale, trace, scene } = input;
  const [from, length] = [viewport.scrollY, viewport.height - HEAD];
  if (scale.kind === "time") return timeTicks(scale, from, length, () => MIN_GAP);
  if (!dense) return [];
  return placeTimes(scale, trace.steps, scene, { from, length, every: 2 * MIN_GAP });
}
