import { type DrawItem, fitName, MONO, SANS_BOLD } from "../draw/draw-list.ts";
import { type Box, Labels } from "../draw/labels.ts";
import type { Row } from "../index/rows.ts";
import type { LadderInput, Viewport } from "../ladder/geometry.ts";
import { stands } from "../ladder/marks.ts";
import { laneBrackets } from "../marks/brackets.ts";
import { notDrawnNotice } from "../marks/counts.ts";
import { type Targets, whenAsked } from "../marks/targets.ts";
import { axisPlate } from "./axis-plate.ts";
import { fills, laneBandTargets, phaseBands, phaseLines, waitingBands } from "./bands.ts";
import { AXIS, LanesGeometry } from "./geometry.ts";
import { LanesLabels, rowAddress } from "./labels.ts";
import {
  backgrounds,
  laneArrows,
  laneCountAt,
  laneCounts,
  laneSpans,
  laneStands,
  lifelinesOfLanes,
  tickMarks,
  ticks,
} from "./marks.ts";

export interface LanesDrawing {
  readonly items: readonly DrawItem[];
  readonly labels: readonly Box[];
  readonly targets: Targets;
  /** The rows in sight and where they begin, in px. */
  readonly rows: readonly { readonly row: Row; readonly top: number; readonly height: number }[];
  /** All rows from the top, and their height together, in px. */
  readonly all: readonly Row[];
  readonly extent: number;
}

/** Wider and higher than any label. */
const EDGE = 400;

/** Draws the part of the lanes that is in sight. */
export function drawLanes(input: LadderInput): LanesDrawing {
  const lanes = new LanesGeometry(input);
  const places = new Labels();
  const labels = new LanesLabels(lanes, places);
  const { width, height } = input.viewport;
  labels.gaps();
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
  const notice = [...notDrawnNotice(lanes, input, places)];
  // The arrow of one who speaks with nobody lies where labels stand: they give way to it.
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
    for (const rank of ["failure", "usual", "reading"] as const)
      for (let step = lanes.from; step < lanes.to; step++) labels.step(step, rank);
  }
  for (const one of lanes.flights) if (!alone.includes(one)) labels.arrow(one.flight, one.ends);
  for (const band of phaseBands(lanes)) labels.state(band);
  for (const band of waitingBands(lanes)) labels.waiting(band);
  for (const span of lanes.spans) labels.sleeper(span);
  const [standing, marks] = [laneStands(lanes), tickMarks(lanes)];
  const items = [
    ...backgrounds(lanes),
    ...lifelinesOfLanes(lanes),
    ...phaseLines(lanes),
    ...(lanes.dense ? laneCounts(lanes) : []),
    ...stands(lanes, standing),
    ...laneSpans(lanes),
    ...fills(lanes),
    ...laneBrackets(lanes),
    ...laneArrows(lanes),
    ...ticks(lanes, marks),
    ...axisPlate(lanes),
    ...labels.items,
    ...notice,
    ...playhead(lanes, places),
    ...names(lanes),
  ];
  const rows = lanes.lanes.map(({ row, place }) => ({
    ...{ row, top: lanes.top(place), height: lanes.rowHeight },
  }));
  const bands = whenAsked(() => laneBandTargets(lanes));
  const targets: Targets = {
    ...{ flights: lanes.flights, spans: lanes.spans },
    get bands() {
      return bands();
    },
    marks: [...standing, ...marks],
    gaps: labels.told,
    countAt: (x, y) => laneCountAt(lanes, x, y),
  };
  return { items, labels: places.boxes, targets, rows, all: lanes.rows, extent: lanes.extent };
}

/** Crosses no label: it has gaps where one stands. */
function* playhead(lanes: LanesGeometry, labels: Labels): Iterable<DrawItem> {
  const { position, viewport, scene } = lanes.input;
  const x = lanes.x(position);
  if (scene.from === scene.to || x < lanes.gutter || x > viewport.width) return;
  const line = { kind: "line", tone: "inject", width: 2, dash: "solid", head: "none" } as const;
  for (const [y1, y2] of labels.freeDown(x, AXIS, viewport.height)) {
    yield { ...line, x1: x, y1, x2: x, y2, alpha: 1 };
  }
  yield { kind: "dot", x, y: AXIS + 1, r: 5, tone: "inject", shape: "disc", alpha: 1 };
}

/** The names of the rows stay in sight, above all else. */
function* names(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, measure, words, selected, position } = lanes.input;
  const { gutter, rowHeight } = lanes;
  yield {
    kind: "rect",
    x: 0,
    y: AXIS,
    w: gutter,
    h: viewport.height,
    radius: 0,
    fill: "panel",
    stroke: null,
    alpha: 1,
  };
  yield {
    kind: "line",
    x1: gutter,
    y1: 0,
    x2: gutter,
    y2: viewport.height,
    tone: "line-2",
    width: 1,
    dash: "solid",
    head: "none",
    alpha: 1,
  };
  for (const { row, place } of lanes.lanes) {
    const top = lanes.top(place);
    const alpha = row.from < position ? 1 : 0.38;
    const line = { kind: "line", x1: row.first ? 0 : 26, y1: top, x2: gutter, y2: top } as const;
    yield {
      ...line,
      tone: row.first ? "line-2" : "line",
      width: 1,
      dash: "solid",
      head: "none",
      alpha: 1,
    };
    if (selected.actor === row.actor.id) {
      yield {
        kind: "rect",
        x: 0,
        y: top,
        w: 4,
        h: rowHeight,
        radius: 0,
        fill: "ink",
        stroke: null,
        alpha: 1,
      };
    }
    const middle = top + rowHeight / 2;
    const address = rowAddress(row);
    const put = { kind: "text", align: "left", plate: false, alpha } as const;
    const mono = { ...MONO, size: 12 };
    if (!row.first) {
      yield { ...put, x: 28, y: middle, text: `↳ ${address}`, font: mono, tone: "ink-2" };
      continue;
    }
    const two = rowHeight >= 48 && address !== "";
    const room = gutter - 24 - (two ? 0 : measure(address, mono) + 8);
    const name = gutter < 150 ? words.shortActor(row.actor) : words.actor(row.actor);
    const text = fitName(name, SANS_BOLD, room, measure);
    yield { ...put, x: 14, y: two ? middle - 9 : middle, text, font: SANS_BOLD, tone: "ink" };
    if (address === "") continue;
    const at = two
      ? { x: 14, y: middle + 10 }
      : { x: gutter - 10 - measure(address, mono), y: middle };
    yield { ...put, ...at, text: address, font: mono, tone: "ink-2" };
  }
  yield {
    kind: "rect",
    x: 0,
    y: 0,
    w: gutter - 1,
    h: AXIS - 1,
    radius: 0,
    fill: "panel",
    stroke: null,
    alpha: 1,
  };
}

/** The row at this height, for a pointer. */
export function rowAt(drawing: LanesDrawing, viewport: Viewport, y: number): Row | null {
  if (y < AXIS || y > viewport.height) return null;
  return drawing.rows.find(({ top, height }) => y >= top && y < top + height)?.row ?? null;
}
