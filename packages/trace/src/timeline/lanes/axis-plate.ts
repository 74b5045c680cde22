import { placeTimes, stepNumbers, timeTicks } from "../axis/time-ticks.ts";
import { type DrawItem, SMALL } from "../draw/draw-list.ts";
import { AXIS, type LanesGeometry } from "./geometry.ts";

/** Ticks of time stand no nearer than this, in px; and so far apart are the texts of two. */
const MIN_GAP = 90;
const APART = 18;

/** The axis on top: times where it is linear, else the numbers of the steps. */
export function* axisPlate(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, scale } = lanes.input;
  const plate = { kind: "rect", x: 0, y: 0, w: viewport.width, h: AXIS } as const;
  yield { ...plate, radius: 0, fill: "panel", stroke: null, alpha: 1 };
  const rule = { kind: "line", x1: 0, y1: AXIS, x2: viewport.width, y2: AXIS } as const;
  yield { ...rule, tone: "line-2", width: 1, dash: "solid", head: "none", alpha: 1 };
  yield* scale.kind === "time" ? times(lanes) : numbers(lanes);
}

const TEXT = { kind: "text", align: "center", font: SMALL, plate: false, alpha: 1 } as const;

function* times(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, scale, measure } = lanes.input;
  const room = (text: string) => Math.max(MIN_GAP, measure(text, SMALL) + APART);
  const left = lanes.origin;
  for (const { px, text } of timeTicks(scale, viewport.scrollX - 40, viewport.width, room)) {
    const x = left + px;
    // One that is cut off by the names could be taken for another.
    if (x - measure(text, SMALL) / 2 < lanes.gutter) continue;
    yield { ...TEXT, x, y: 13, text, tone: "ink-2" };
    const line = { kind: "line", x1: x, y1: AXIS - 6, x2: x, y2: AXIS, tone: "ink-3" } as const;
    yield { ...line, width: 1, dash: "solid", head: "none", alpha: 1 };
  }
}

function* numbers(lanes: LanesGeometry): Iterable<DrawItem> {
  const { measure } = lanes.input;
  const widest = measure(String(lanes.to), SMALL);
  const pxPerStep = lanes.along(1) - lanes.along(0);
  for (const n of stepNumbers(lanes.from, lanes.to, pxPerStep, widest + APART)) {
    const x = lanes.middle(n - 1);
    if (x - widest / 2 < lanes.gutter) continue;
    yield { ...TEXT, x, y: 8, text: String(n), tone: "ink-3" };
  }
  if (lanes.dense) yield* fewTimes(lanes);
}

/** Where no single gap can be printed: the time at a few places, below the numbers. */
function* fewTimes(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, scale, trace, scene, measure } = lanes.input;
  const [from, length] = [viewport.scrollX, viewport.width - lanes.gutter];
  const left = lanes.origin;
  let free = lanes.gutter;
  for (const { px, text } of placeTimes(scale, trace.steps, scene, {
    from,
    length,
    every: MIN_GAP,
  })) {
    const [x, half] = [left + px, measure(text, SMALL) / 2];
    if (x - half < free) continue;
    free = x + half + APART / 2;
    yield { ...TEXT, x, y: AXIS - 11, text, tone: "ink-2" };
  }
}
