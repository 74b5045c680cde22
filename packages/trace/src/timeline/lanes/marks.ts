import { rowMark } from "../../text/row-label.ts";
import { stepTone } from "../../text/step-tone.ts";
import { spanShade } from "../axis/playhead.ts";
import type { DrawItem, Tone } from "../draw/draw-list.ts";
import { firstFrom } from "../index/density.ts";
import { DASH, headOf, STRUCK } from "../ladder/marks.ts";
import { BAR, barAt, barEdges, barLength, bars } from "../marks/counts.ts";
import { isStruck } from "../marks/flight-label.ts";
import { markItem, standsIn } from "../marks/row-marks.ts";
import { type Counted, type MarkTarget, markBox } from "../marks/targets.ts";
import { AXIS, type LanesGeometry } from "./geometry.ts";

type Rect = Extract<DrawItem, { kind: "rect" }>;
const rect = (x: number, y: number, w: number, h: number, fill: Tone, alpha: number): Rect => ({
  ...{ kind: "rect", x, y, w, h, radius: 0, fill, stroke: null, alpha },
});

/** What lies behind everything: the step that has just happened, the selected ones, errors. */
export function* backgrounds(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, selected, position, scale, range = null } = lanes.input;
  const height = viewport.height - AXIS;
  const column = (step: number, alpha: number): Rect => {
    const x = lanes.x(step);
    return rect(x, AXIS, lanes.x(step + 1) - x, height, "sel", alpha);
  };
  if (scale.kind === "steps") {
    const current = Math.ceil(position) - 1;
    if (current >= lanes.from) yield column(current, 0.75);
    if (selected.step !== null && selected.step !== current) yield column(selected.step, 0.4);
  }
  if (range !== null) {
    const [left, right] = [lanes.x(range.from), lanes.x(range.to)];
    yield { ...rect(left, AXIS, right - left, height, "wash-setup", 0.6), stroke: "setup" };
  }
  for (const { row, place } of lanes.lanes) {
    const y = lanes.top(place);
    if (selected.actor === row.actor.id) {
      yield rect(lanes.gutter, y, viewport.width, lanes.rowHeight, "sel", 0.5);
    }
    // A group of rows is set off from the next.
    const line = {
      kind: "line",
      x1: row.first ? 0 : lanes.gutter,
      y1: y,
      x2: viewport.width,
    } as const;
    yield {
      ...line,
      y2: y,
      tone: row.first ? "line-2" : "line",
      width: 1,
      dash: "solid",
      head: "none",
      alpha: 1,
    };
  }
  if (!lanes.dense) yield* failures(lanes);
}

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
export function* lifelinesOfLanes(lanes: LanesGeometry): Iterable<DrawItem> {
  const { position, viewport, scene } = lanes.input;
  const now = lanes.x(position);
  for (const { row, place } of lanes.lanes) {
    const left = Math.max(lanes.gutter, lanes.middle(row.from));
    const over = row.actor.endedStep;
    const right = Math.min(viewport.width, lanes.x(row.actor.removedStep ?? scene.to + 2));
    const ended = over === null ? right : Math.max(left, Math.min(right, lanes.middle(over)));
    const y = lanes.bar(place);
    const dash = row.actor.role === "outsider" ? "dashed" : "solid";
    const part = (from: number, to: number, tone: Tone, width: number): DrawItem[] => {
      const [x1, x2] = [Math.max(left, from), Math.min(right, to)];
      const line = { kind: "line", x1, x2, y1: y, y2: y, dash, head: "none", alpha: 1 } as const;
      return x1 < x2 ? [{ ...line, tone, width }] : [];
    };
    yield* part(left, Math.min(now, ended), "line-2", 2);
    yield* part(Math.max(now, left), ended, "line", 2);
    yield* part(ended, right, "line", 1);
  }
}

export function* laneSpans(lanes: LanesGeometry): Iterable<DrawItem> {
  for (const { call, box } of lanes.spans) {
    yield* spanShade(call, box, lanes.dim(call.beganStep), lanes.now);
  }
}

/** An arrow from row to row. One that leaves the rows in sight is fainter: its other end is not. */
export function* laneArrows(lanes: LanesGeometry): Iterable<DrawItem> {
  const { position } = lanes.input;
  const now = lanes.x(position);
  const { height } = lanes.input.viewport;
  for (const { flight, ends } of lanes.flights) {
    const { x1, y1, x2, y2 } = ends;
    const away = Math.max(y1, y2) > height || Math.min(y1, y2) < AXIS;
    const struck = isStruck(flight, position) ? STRUCK : 1;
    const shown = lanes.dim(flight.startStep) * (away ? 0.45 : 1) * struck;
    const width = flight.cargo.kind === "segment" ? 2 : 2.8;
    const line = {
      kind: "line",
      tone: lanes.tone(flight),
      width,
      dash: DASH[flight.truth],
    } as const;
    const head = headOf(flight, position);
    if (x2 <= now + 0.5) yield { ...line, ...ends, head, alpha: shown };
    else if (x1 >= now) yield { ...line, ...ends, head, alpha: shown * 0.38 };
    else {
      const my = y1 + ((y2 - y1) * (now - x1)) / (x2 - x1);
      yield { ...line, x1, y1, x2: now, y2: my, head: "none", alpha: shown };
      yield { ...line, x1: now, y1: my, x2, y2, head, alpha: shown * 0.38 };
    }
  }
}

/** Where the marks of the steps are on their rows. */
export function tickMarks(lanes: LanesGeometry): readonly MarkTarget[] {
  if (lanes.dense) return [];
  const found: MarkTarget[] = [];
  for (const { row, place } of lanes.lanes) {
    const { summary } = row;
    const y = lanes.bar(place);
    for (let n = summary.lowerBound(lanes.from); n < summary.length; n++) {
      const at = summary.at(n);
      if (at >= lanes.to) break;
      const step = lanes.index.trace.steps.get(at);
      if (step?.kind !== "event") continue;
      const x = lanes.middle(at);
      if (x >= lanes.gutter) found.push({ step, box: markBox(x, y) });
    }
  }
  return found;
}

/** A mark where each call of a row began, so that a step without a label is still to be seen. */
export function* ticks(lanes: LanesGeometry, marks: readonly MarkTarget[]): Iterable<DrawItem> {
  for (const { step, box } of marks) {
    const [x, y] = [box.x + box.w / 2, box.y + box.h / 2];
    const actor = step.actor === null ? undefined : lanes.input.trace.actor(step.actor);
    const tone = stepTone(step, actor);
    const alpha = lanes.alpha(step.index);
    const mark = rowMark(step);
    if (mark === null) yield { kind: "dot", x, y, r: 3.5, tone, shape: "disc", alpha };
    else yield markItem(mark, { x, y, tone, alpha, down: true });
  }
}

/** Where the shades of calls are that stood at the gate, on the rows of their sockets. */
export function laneStands(lanes: LanesGeometry): readonly MarkTarget[] {
  if (lanes.dense) return [];
  const { trace, viewport } = lanes.input;
  const found: MarkTarget[] = [];
  for (const { row, place } of lanes.lanes) {
    const y = lanes.bar(place) - 4;
    for (const { step, until } of standsIn(trace, row.summary, lanes.from, lanes.to)) {
      const x = Math.max(lanes.gutter - 20, lanes.middle(step.index));
      const end = until === null ? lanes.untilNow(step.index) : lanes.middle(until);
      const w = Math.min(viewport.width + 20, end) - x;
      if (w > 0) found.push({ step, box: { x, y, w, h: 8 } });
    }
  }
  return found;
}

/** Under a pointer: the bar of the row that it is on. */
export function laneCountAt(lanes: LanesGeometry, x: number, y: number): Counted | null {
  if (!lanes.dense || x < lanes.gutter) return null;
  const lane = lanes.lanes.find(({ place }) => {
    const top = lanes.top(place);
    return y >= top && y < top + lanes.rowHeight;
  });
  if (lane === undefined) return null;
  const { scale } = lanes.input;
  const left = lanes.x(0) - scale.at(0);
  const bar = barAt(lane.row.summary, scale, lanes.gutter - left, x - left);
  return bar && { actor: lane.row.actor, count: bar.count, failed: bar.failed };
}

/** Bars on each row in place of arrows. */
export function* laneCounts(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, scale, position } = lanes.input;
  const left = lanes.x(0) - scale.at(0);
  const now = lanes.x(position);
  const start = lanes.gutter - left;
  const edges = barEdges(scale, start, start + viewport.width - lanes.gutter);
  for (const { row, place } of lanes.lanes) {
    const middle = lanes.bar(place);
    const most = lanes.rowHeight - 14;
    for (const bar of bars(row.summary, edges)) {
      const h = barLength(bar.count, most);
      const x = left + bar.px;
      const alpha = x <= now ? 0.85 : 0.38;
      yield rect(x, middle - h / 2, BAR - 0.5, h, bar.tone, alpha);
      if (bar.failed) yield rect(x - 1, lanes.top(place) + 2, BAR + 2, 6, "error", 1);
    }
  }
}
