import type { TimelineInput, Viewport } from "../axis/input.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { type Box, Labels } from "../draw/labels.ts";
import type { Row } from "../index/rows.ts";
import { brackets } from "../marks/brackets.ts";
import { gateShades } from "../marks/gate-waits.ts";
import { notDrawnNotice } from "../marks/not-drawn-notice.ts";
import { playhead } from "../marks/step-bands.ts";
import { lazy, type Targets } from "../marks/targets.ts";
import { axisPlate } from "./axis-plate.ts";
import { bandTargets, fills, stateLines, statesOf, waitingOf } from "./bands.ts";
import { AXIS, LanesGeometry } from "./geometry.ts";
import { LanesLabels } from "./labels.ts";
import {
  arrows,
  backgrounds,
  countAt,
  counts,
  gateTargets,
  lifelines,
  spans,
  stepMarks,
  stepTargets,
} from "./marks.ts";
import { names } from "./names.ts";

export interface LanesDrawing {
  readonly items: readonly DrawItem[];
  readonly labels: readonly Box[];
  readonly targets: Targets;
  /** The visible rows and where they begin, in px. */
  readonly rows: readonly { readonly row: Row; readonly top: number; readonly height: number }[];
  /** All rows from the top, and their height together, in px. */
  readonly all: readonly Row[];
  readonly extent: number;
}

/** Wider and higher than any label. */
const EDGE = 400;

/** Draws the visible part of the lanes. */
export function drawLanes(input: TimelineInput): LanesDrawing {
  const lanes = new LanesGeometry(input);
  const places = new Labels();
  const labels = new LanesLabels(lanes, places);
  const { width, height } = input.viewport;
  labels.placeGaps();
  // Nobody reads a label that is cut off by the names, the axis or an edge.
  const { gutter } = lanes;
  for (const box of [
    { x: gutter - EDGE, y: AXIS, w: EDGE, h: height },
    { x: width - 2, y: AXIS, w: EDGE, h: height },
    { x: gutter, y: height - 2, w: width, h: EDGE },
    { x: gutter, y: 0, w: width, h: AXIS + 1 },
  ]) {
    places.reserve(box);
  }
  const notice = [...notDrawnNotice(lanes, places)];
  // The arrow to an unknown end lies where labels stand: labels give way to it.
  const alone = lanes.flights.filter(({ flight }) => flight.from === null || flight.to === null);
  for (const { flight, ends } of alone) labels.arrow(flight, ends);
  for (const { ends } of alone)
    places.reserve({
      x: Math.min(ends.x1, ends.x2),
      y: Math.min(ends.y1, ends.y2),
      w: Math.abs(ends.x2 - ends.x1),
      h: Math.abs(ends.y2 - ends.y1),
    });
  if (!lanes.dense) {
    for (const rank of ["failure", "default", "reading"] as const)
      for (let step = lanes.from; step < lanes.to; step++) labels.step(step, rank);
  }
  for (const one of lanes.flights) if (!alone.includes(one)) labels.arrow(one.flight, one.ends);
  const [states, waiting] = [statesOf(lanes), waitingOf(lanes)];
  for (const band of states) labels.state(band);
  for (const one of waiting) labels.waiting(one);
  for (const span of lanes.spans) labels.span(span);
  const [waits, steps] = [gateTargets(lanes), stepTargets(lanes)];
  const items = [
    ...backgrounds(lanes),
    ...lifelines(lanes),
    ...stateLines(lanes, states),
    ...(lanes.dense ? counts(lanes) : []),
    ...gateShades(lanes, waits),
    ...spans(lanes),
    ...fills(lanes, waiting),
    ...brackets(lanes, gutter),
    ...arrows(lanes),
    ...stepMarks(lanes, steps),
    ...axisPlate(lanes),
    ...labels.items,
    ...notice,
    ...playhead(lanes, places, { cross: AXIS + 1, r: 5 }),
    ...names(lanes),
  ];
  const rows = lanes.lanes.map(({ row, place }) => ({
    ...{ row, top: lanes.top(place), height: lanes.rowHeight },
  }));
  const bands = lazy(() => bandTargets(states, waiting));
  const targets: Targets = {
    ...{ flights: lanes.flights, spans: lanes.spans },
    get bands() {
      return bands();
    },
    marks: [...waits, ...steps],
    gaps: labels.gaps,
    countAt: (x, y) => countAt(lanes, x, y),
  };
  return { items, labels: places.boxes, targets, rows, all: lanes.rows, extent: lanes.extent };
}

/** The row at this height, for a pointer. */
export function rowAt(drawing: LanesDrawing, viewport: Viewport, y: number): Row | null {
  if (y < AXIS || y > viewport.height) return null;
  return drawing.rows.find(({ top, height }) => y >= top && y < top + height)?.row ?? null;
}
