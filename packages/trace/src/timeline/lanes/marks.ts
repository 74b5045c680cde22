import { rowMark } from "../../text/row-label.ts";
import { stepTone } from "../../tones/step-tone.ts";
import type { Tone } from "../../tones/tone.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { firstFrom } from "../index/first-from.ts";
import { arrow } from "../marks/arrows.ts";
import { barAt, barEdges, countBars } from "../marks/counts.ts";
import { isStruck } from "../marks/flight-label.ts";
import { gateWaits } from "../marks/gate-waits.ts";
import { lifeline } from "../marks/lifelines.ts";
import { markItem } from "../marks/row-marks.ts";
import { spanShade } from "../marks/spans.ts";
import { currentSteps, rangeBand } from "../marks/step-bands.ts";
import { type Counted, type MarkTarget, markBox } from "../marks/targets.ts";
import { AXIS, type LanesGeometry } from "./geometry.ts";

type Rect = Extract<DrawItem, { kind: "rect" }>;
export const rect = (
  x: number,
  y: number,
  w: number,
  h: number,
  fill: Tone,
  alpha: number,
): Rect => ({
  ...{ kind: "rect", x, y, w, h, radius: 0, fill, stroke: null, alpha },
});

/** What lies behind everything: the step that has just happened, the selected ones, errors. */
export function* backgrounds(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, selected } = lanes.input;
  yield* currentSteps(lanes);
  yield* rangeBand(lanes);
  for (const { row, place } of lanes.lanes) {
    const y = lanes.top(place);
    if (selected.actor === row.actor.id) {
      yield rect(lanes.gutter, y, viewport.width, lanes.rowHeight, "sel", 0.5);
    }
    // The rows of a program are set off from the next ones.
    yield rowRule(row.first, row.first ? 0 : lanes.gutter, viewport.width, y);
  }
  if (!lanes.dense) yield* failures(lanes);
}

/** The line above a row, stronger above the first one of a program. */
export const rowRule = (first: boolean, x1: number, x2: number, y: number): DrawItem => ({
  ...{ kind: "line", x1, y1: y, x2, y2: y, tone: first ? "line-2" : "line" },
  ...{ width: 1, dash: "solid", head: "none", alpha: 1 },
});

function* failures(lanes: LanesGeometry): Iterable<DrawItem> {
  const { failures: steps, trace } = lanes.index;
  for (let i = firstFrom(steps, lanes.from); (steps[i] ?? lanes.to) < lanes.to; i++) {
    const step = trace.steps.get(steps[i] ?? 0);
    const place = step === undefined ? null : lanes.placeOf(lanes.index.rowOfStep(step));
    if (step === undefined || place === null) continue;
    if (step.kind === "segment" && isStruck(step.flight, lanes.input.position)) continue;
    const x = lanes.middle(step.index);
    const box = rect(x - 13, lanes.top(place) + 1, 26, lanes.rowHeight - 1, "wash-error", 1);
    yield { ...box, stroke: "error", radius: 4, alpha: lanes.alpha(step.index) };
  }
}

/** From where a socket appears to where its program's card is taken away. */
export function* lifelines(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, scene } = lanes.input;
  for (const { row, place } of lanes.lanes) {
    const left = Math.max(lanes.gutter, lanes.middle(row.from));
    const right = Math.min(viewport.width, lanes.along(row.actor.removedStep ?? scene.to + 2));
    yield* lifeline(lanes, row.actor, left, right, lanes.bar(place));
  }
}

export function* spans(lanes: LanesGeometry): Iterable<DrawItem> {
  for (const { call, box } of lanes.spans) {
    yield* spanShade(call, box, lanes.dim(call.beganStep), lanes.now);
  }
}

/** An arrow from row to row. It is fainter if one of its rows is out of sight. */
export function* arrows(lanes: LanesGeometry): Iterable<DrawItem> {
  const { height } = lanes.input.viewport;
  for (const { flight, ends } of lanes.flights) {
    const { y1, y2 } = ends;
    const away = Math.max(y1, y2) > height || Math.min(y1, y2) < AXIS;
    const width = flight.cargo.kind === "segment" ? 2 : 2.8;
    yield* arrow(lanes, flight, ends, width, lanes.dim(flight.startStep) * (away ? 0.45 : 1));
  }
}

/** Where the marks of the steps are on their rows. */
export function stepTargets(lanes: LanesGeometry): readonly MarkTarget[] {
  if (lanes.dense) return [];
  const targets: MarkTarget[] = [];
  for (const { row, place } of lanes.lanes) {
    const { summary } = row;
    const y = lanes.bar(place);
    for (let n = summary.lowerBound(lanes.from); n < summary.length; n++) {
      const at = summary.at(n);
      if (at >= lanes.to) break;
      const step = lanes.index.trace.steps.get(at);
      if (step?.kind !== "event") continue;
      const x = lanes.middle(at);
      if (x >= lanes.gutter) targets.push({ step, box: markBox(x, y) });
    }
  }
  return targets;
}

/** A mark where each call of a row began, so that a step without a label is visible too. */
export function* stepMarks(
  lanes: LanesGeometry,
  targets: readonly MarkTarget[],
): Iterable<DrawItem> {
  for (const { step, box } of targets) {
    const [x, y] = [box.x + box.w / 2, box.y + box.h / 2];
    const actor = step.actor === null ? undefined : lanes.input.trace.actor(step.actor);
    const tone = stepTone(step, actor);
    const alpha = lanes.alpha(step.index);
    const mark = rowMark(step);
    if (mark === null) yield { kind: "dot", x, y, r: 3.5, tone, shape: "disc", alpha };
    else yield markItem(mark, { x, y, tone, alpha, down: true });
  }
}

/** The calls that waited at the gate, on the rows of their sockets. */
export function gateTargets(lanes: LanesGeometry): readonly MarkTarget[] {
  if (lanes.dense) return [];
  const targets: MarkTarget[] = [];
  for (const { row, place } of lanes.lanes) {
    for (const wait of gateWaits(lanes, row.summary, lanes.bar(place))) targets.push(wait);
  }
  return targets;
}

/** Under a pointer: the bar of the row that it is on. */
export function countAt(lanes: LanesGeometry, x: number, y: number): Counted | null {
  if (!lanes.dense || x < lanes.gutter) return null;
  const lane = lanes.lanes.find(({ place }) => {
    const top = lanes.top(place);
    return y >= top && y < top + lanes.rowHeight;
  });
  if (lane === undefined) return null;
  const { scale } = lanes.input;
  const { origin, gutter } = lanes;
  const bar = barAt(lane.row.summary, scale, gutter - origin, x - origin);
  return bar && { actor: lane.row.actor, count: bar.count, failed: bar.failed };
}

/** Bars on each row in place of arrows. */
export function* counts(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, scale } = lanes.input;
  const start = lanes.gutter - lanes.origin;
  const edges = barEdges(scale, start, start + viewport.width - lanes.gutter);
  const max = lanes.rowHeight - 14;
  for (const { row, place } of lanes.lanes) {
    const failureAt = lanes.top(place) + 2;
    const at = { summary: row.summary, cross: lanes.bar(place), max, failureAt };
    yield* countBars(lanes, at, edges);
  }
}
