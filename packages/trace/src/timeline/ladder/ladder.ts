import type { Scale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { type Box, Labels } from "../draw/labels.ts";
import type { Scene } from "../index/scenes.ts";
import { ladderBrackets } from "../marks/brackets.ts";
import { ladderCountAt, ladderCounts, notDrawnNotice } from "../marks/counts.ts";
import { type Targets, whenAsked } from "../marks/targets.ts";
import { bandItems, bandsOf, bandTargets } from "./bands.ts";
import type { Columns } from "./columns.ts";
import { HEAD, LadderGeometry, type LadderInput, type Viewport } from "./geometry.ts";
import { heads } from "./heads.ts";
import { LadderLabels } from "./labels.ts";
import {
  arrow,
  lifelines,
  rowBands,
  spanBoxes,
  spans,
  standBoxes,
  stands,
  stepMarks,
} from "./marks.ts";
import { axisTimes } from "./times.ts";

export interface LadderDrawing {
  readonly items: readonly DrawItem[];
  readonly labels: readonly Box[];
  readonly columns: Columns;
  readonly targets: Targets;
}

/** Higher than any label. */
const EDGE = 64;

/** Draws the part of a ladder diagram that is in sight. */
export function drawLadder(input: LadderInput): LadderDrawing {
  const ladder = new LadderGeometry(input);
  const places = new Labels();
  const labels = new LadderLabels(ladder, places);
  // Nobody reads a label that is cut off by the heads or by the lower edge.
  const { width, height } = input.viewport;
  places.place([{ x: 0, y: HEAD - 6 - EDGE, w: width, h: EDGE }]);
  places.place([{ x: 0, y: height - 2, w: width, h: EDGE }]);
  // By rank: how many bands there was no room for, what is more than can be told, what was called, then what
  // travelled, what the kernel was read for, then how long it took.
  for (const one of ladder.moreBands()) labels.moreBands(one);
  const notice = [...notDrawnNotice(ladder, input, places)];
  const times = axisTimes(ladder, places);
  if (!ladder.dense) for (let step = ladder.from; step < ladder.to; step++) labels.row(step, false);
  for (const { flight, ends } of ladder.flights) labels.arrow(flight, ends);
  if (!ladder.dense) for (let step = ladder.from; step < ladder.to; step++) labels.row(step, true);
  if (!ladder.dense) for (let step = ladder.from; step < ladder.to; step++) labels.gap(step);
  for (const span of ladder.spans) labels.sleeper(span);
  const bands = bandsOf(ladder);
  for (const band of bands) labels.band(band);
  const standing = standBoxes(ladder);
  const items = [
    ...rowBands(ladder),
    ...rangeBand(ladder),
    ...times.filter(({ kind }) => kind === "line"),
    ...lifelines(ladder),
    ...(ladder.dense ? ladderCounts(ladder) : []),
    ...bandItems(ladder, bands),
    ...stands(ladder, standing),
    ...spans(ladder),
    ...ladderBrackets(ladder),
    ...ladder.flights.flatMap(({ flight, ends }) => [...arrow(ladder, flight, ends)]),
    ...times.filter(({ kind }) => kind === "text"),
    ...labels.items,
    ...notice,
    ...playhead(ladder, places),
    ...heads(ladder),
  ];
  const marks = whenAsked(() => [...standing, ...stepMarks(ladder)]);
  const targets: Targets = {
    ...{ flights: ladder.flights, spans: spanBoxes(ladder), bands: bandTargets(bands) },
    get marks() {
      return marks();
    },
    gaps: labels.gaps,
    countAt: (x, y) => ladderCountAt(ladder, x, y),
  };
  return { items, labels: places.boxes, columns: ladder.columns, targets };
}

/** The chosen stretch of steps. */
function* rangeBand(ladder: LadderGeometry): Iterable<DrawItem> {
  const { range = null, viewport } = ladder.input;
  if (range === null) return;
  const [top, bottom] = [ladder.y(range.from), ladder.y(range.to)];
  const band = {
    kind: "rect",
    x: 0,
    y: top,
    w: viewport.width,
    h: bottom - top,
    radius: 0,
  } as const;
  yield { ...band, fill: "wash-setup", stroke: "setup", alpha: 0.6 };
}

/** Crosses no label: it has gaps where one stands. */
function* playhead(ladder: LadderGeometry, labels: Labels): Iterable<DrawItem> {
  const { position, viewport, scene } = ladder.input;
  const y = ladder.y(position);
  if (scene.from === scene.to || y < HEAD || y > viewport.height) return;
  const line = {
    kind: "line",
    tone: "inject",
    width: 2,
    dash: "solid",
    head: "none",
    alpha: 1,
  } as const;
  for (const [x1, x2] of labels.free(y, 0, viewport.width)) yield { ...line, x1, y1: y, x2, y2: y };
  yield { kind: "dot", x: 8, y, r: 6, tone: "inject", shape: "disc", alpha: 1 };
}

/** The step whose row is at this height, for a pointer. */
export function stepAt(scene: Scene, scale: Scale, viewport: Viewport, y: number): number | null {
  if (y < HEAD) return null;
  const position = scale.positionAt(y - HEAD + viewport.scrollY);
  const step = scale.kind === "steps" ? Math.floor(position) : position - 1;
  return step >= scene.from && step < scene.to ? step : null;
}
