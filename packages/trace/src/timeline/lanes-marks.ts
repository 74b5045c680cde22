import type { SocketPhase } from "../types.ts";
import { BAR, barEdges, barLength, bars } from "./counts.ts";
import { firstFrom } from "./density.ts";
import type { DrawItem, Tone } from "./draw-list.ts";
import { DASH, headOf } from "./ladder-marks.ts";
import { AXIS, type Lane, type LanesGeometry } from "./lanes-geometry.ts";
import { rowMark } from "./row-label.ts";
import { markItem, standShade, standsIn } from "./row-marks.ts";
import { PHASES } from "./rows.ts";
import { shade, spanShade } from "./shade.ts";

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

/** A stretch of one TCP state along a row: `known` says that a call told it and nothing else. */
export interface PhaseBand {
  readonly lane: Lane;
  readonly phase: SocketPhase;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly from: number;
}

/** The states of a socket, as bands along the foot of its row. */
export function* phaseBands(lanes: LanesGeometry): Iterable<PhaseBand> {
  for (const lane of lanes.lanes) {
    const { row, place } = lane;
    if (row.socket === null || row.actor.type === "SOCK_DGRAM") continue;
    if (row.phases.changes(lanes.from, lanes.to) > 200) continue;
    for (const part of row.phases.between(lanes.from, lanes.to)) {
      const phase = PHASES[part.value] ?? "unbound";
      if (phase === "unbound" || phase === "closed") continue;
      const x1 = Math.max(lanes.gutter, lanes.middle(part.from));
      const end = part.to >= lanes.to ? lanes.x(part.to + 1) : lanes.middle(part.to);
      const x2 = Math.min(lanes.input.viewport.width, end);
      const y = lanes.top(place) + lanes.rowHeight - (lanes.roomy ? 11 : 4);
      if (x2 > x1) yield { lane, phase, x1, x2, y, from: part.from };
    }
  }
}

export function phaseTone(phase: SocketPhase): Tone {
  switch (phase) {
    case "LISTEN":
    case "SYN-SENT":
      return "setup";
    case "ESTABLISHED":
      return "data";
    case "FIN-WAIT":
    case "CLOSE-WAIT":
    case "LAST-ACK":
      return "close";
    case "RESET":
      return "error";
    case "TIME-WAIT":
    case "unbound":
    case "bound":
    case "closed":
      return "ink-3";
    default:
      return phase satisfies never;
  }
}

/** What the program itself asked for is certain; what TCP made of it was inferred. */
const CERTAIN: ReadonlySet<SocketPhase> = new Set(["unbound", "bound", "LISTEN"]);
export const phaseTruth = (phase: SocketPhase): "observed" | "inferred" =>
  CERTAIN.has(phase) ? "observed" : "inferred";

export function* phaseLines(lanes: LanesGeometry): Iterable<DrawItem> {
  const now = lanes.x(lanes.input.position);
  for (const { phase, x1, x2, y } of phaseBands(lanes)) {
    const line = { kind: "line", y1: y, y2: y, tone: phaseTone(phase), head: "none" } as const;
    const dash = DASH[phaseTruth(phase)];
    const part = { ...line, width: lanes.roomy ? 4 : 3, dash } as const;
    if (x1 < now) yield { ...part, x1, x2: Math.min(x2, now), alpha: 0.85 };
    if (x2 > now) yield { ...part, x1: Math.max(x1, now), x2, alpha: 0.28 };
  }
}

/** A stretch in which something waits at a socket: unread bytes, or connections in its queue. */
export interface WaitingBand {
  readonly kind: "unread" | "queue";
  readonly lane: Lane;
  readonly amount: number;
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly from: number;
}

/** Fills stand on the foot of the bar, as high as their share of the most that ever waited. */
export function* waitingBands(lanes: LanesGeometry): Iterable<WaitingBand> {
  if (lanes.dense) return;
  const high = lanes.roomy ? 16 : 12;
  for (const lane of lanes.lanes) {
    const foot = lanes.bar(lane.place) + (lanes.roomy ? 9 : 6);
    for (const kind of ["unread", "queue"] as const) {
      const track = kind === "unread" ? lane.row.waiting : lane.row.queue;
      for (const part of track.between(lanes.from, lanes.to)) {
        if (part.value === 0) continue;
        const x = Math.max(lanes.gutter, lanes.middle(part.from));
        const end = part.to >= lanes.to ? lanes.x(part.to + 1) : lanes.middle(part.to);
        const w = Math.min(lanes.input.viewport.width, end) - x;
        const h = Math.max(3, (high * part.value) / track.most);
        if (w <= 0) continue;
        const box = { x, y: foot - h, w, h };
        yield { kind, lane, amount: part.value, box, from: part.from };
      }
    }
  }
}

export function* fills(lanes: LanesGeometry): Iterable<DrawItem> {
  for (const { kind, lane, box, from } of waitingBands(lanes)) {
    const datagrams = lane.row.actor.type === "SOCK_DGRAM";
    const incoming = lane.row.actor.role === "server" ? "data" : "data-2";
    const tone = kind === "queue" ? "setup" : datagrams ? "udp" : incoming;
    const rect = { kind: "rect", ...box, radius: 0, fill: tone, stroke: tone } as const;
    yield* shade({ ...rect, alpha: 0.34 * lanes.dim(from) }, lanes.now);
  }
}

export function* laneSpans(lanes: LanesGeometry): Iterable<DrawItem> {
  for (const { call, box } of lanes.spans) {
    yield* spanShade(call, box, lanes.dim(call.beganStep), lanes.now);
  }
}

/** An arrow from row to row. One that leaves the rows in sight is fainter: its other end is not. */
export function* laneArrows(lanes: LanesGeometry): Iterable<DrawItem> {
  const now = lanes.x(lanes.input.position);
  const { height } = lanes.input.viewport;
  for (const { flight, ends } of lanes.flights) {
    const { x1, y1, x2, y2 } = ends;
    const away = Math.max(y1, y2) > height || Math.min(y1, y2) < AXIS;
    const shown = lanes.dim(flight.startStep) * (away ? 0.45 : 1);
    const width = flight.cargo.kind === "segment" ? 2 : 2.8;
    const line = {
      kind: "line",
      tone: lanes.tone(flight),
      width,
      dash: DASH[flight.truth],
    } as const;
    const head = headOf(flight);
    if (x2 <= now + 0.5) yield { ...line, ...ends, head, alpha: shown };
    else if (x1 >= now) yield { ...line, ...ends, head, alpha: shown * 0.38 };
    else {
      const my = y1 + ((y2 - y1) * (now - x1)) / (x2 - x1);
      yield { ...line, x1, y1, x2: now, y2: my, head: "none", alpha: shown };
      yield { ...line, x1: now, y1: my, x2, y2, head, alpha: shown * 0.38 };
    }
  }
}

/** A mark where each call of a row began, so that a step without a label is still to be seen. */
export function* ticks(lanes: LanesGeometry): Iterable<DrawItem> {
  if (lanes.dense) return;
  for (const { row, place } of lanes.lanes) {
    const { summary } = row;
    const y = lanes.bar(place);
    for (let n = summary.lowerBound(lanes.from); n < summary.length; n++) {
      const step = summary.at(n);
      if (step >= lanes.to) break;
      const told = lanes.index.trace.steps.get(step);
      if (told?.kind !== "event") continue;
      const x = lanes.middle(step);
      if (x < lanes.gutter) continue;
      const tone = summary.toneAt(n);
      const alpha = lanes.alpha(step);
      const mark = rowMark(told);
      if (mark === null) yield { kind: "dot", x, y, r: 3.5, tone, shape: "disc", alpha };
      else yield markItem(mark, { x, y, tone, alpha, down: true });
    }
  }
}

/** Where a call stood at the gate, on the row of its socket. */
export function* laneStands(lanes: LanesGeometry): Iterable<DrawItem> {
  if (lanes.dense) return;
  const { trace, viewport } = lanes.input;
  for (const { row, place } of lanes.lanes) {
    const y = lanes.bar(place) - 4;
    for (const { step, until } of standsIn(trace, row.summary, lanes.from, lanes.to)) {
      const x = Math.max(lanes.gutter - 20, lanes.middle(step.index));
      const end = until === null ? lanes.untilNow(step.index) : lanes.middle(until);
      const w = Math.min(viewport.width + 20, end) - x;
      if (w <= 0) continue;
      yield* shade(standShade({ x, y, w, h: 8 }, lanes.dim(step.index)), lanes.now);
    }
  }
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
