import type { Scene } from "../../model/scenes.ts";
import type { TimelineInput, Viewport } from "../axis/input.ts";
import type { Scale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { type Box, Labels } from "../draw/labels.ts";
import { arrow } from "../marks/arrows.ts";
import { brackets } from "../marks/brackets.ts";
import { gateShades } from "../marks/gate-waits.ts";
import { notDrawnNotice } from "../marks/not-drawn-notice.ts";
import { currentSteps, playhead, rangeBand } from "../marks/step-bands.ts";
import { lazy, type Targets } from "../marks/targets.ts";
import { bandItems, bandsOf, bandTargets } from "./bands.ts";
import type { Columns } from "./columns.ts";
import { folds } from "./folds.ts";
import { HEAD, LadderGeometry } from "./geometry.ts";
import { heads } from "./heads.ts";
import { LadderLabels } from "./labels.ts";
import {
  countAt,
  counts,
  failures,
  gateTargets,
  lifelines,
  spanBoxes,
  spans,
  stepTargets,
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

/** Draws the visible part of a ladder diagram. */
export function drawLadder(input: TimelineInput): LadderDrawing {
  const ladder = new LadderGeometry(input);
  const places = new Labels();
  const labels = new LadderLabels(ladder, places);
  // Nobody reads a label that is cut off by the heads or by the lower edge.
  const { width, height } = input.viewport;
  places.place([{ x: 0, y: HEAD - 6 - EDGE, w: width, h: EDGE }]);
  places.place([{ x: 0, y: height - 2, w: width, h: EDGE }]);
  // By rank: how many bands have no room, what is not drawn, the calls, what travelled, what the kernel
  // was read for, and how long it took.
  for (const one of ladder.missingBands()) labels.missingBands(one);
  const notice = [...notDrawnNotice(ladder, places)];
  const times = axisTimes(ladder, places);
  const folded = [...folds(ladder, places)];
  if (!ladder.dense) for (let step = ladder.from; step < ladder.to; step++) labels.row(step, false);
  for (const { flight, ends } of ladder.flights) labels.arrow(flight, ends);
  if (!ladder.dense) for (let step = ladder.from; step < ladder.to; step++) labels.row(step, true);
  if (!ladder.dense) for (let step = ladder.from; step < ladder.to; step++) labels.gap(step);
  for (const span of ladder.spans) labels.span(span);
  const bands = bandsOf(ladder);
  for (const band of bands) labels.band(band);
  const waits = gateTargets(ladder);
  const items = [
    ...failures(ladder),
    ...currentSteps(ladder),
    ...rangeBand(ladder),
    ...times.filter(({ kind }) => kind === "line"),
    ...lifelines(ladder),
    ...folded,
    ...(ladder.dense ? counts(ladder) : []),
    ...bandItems(ladder, bands),
    ...gateShades(ladder, waits),
    ...spans(ladder),
    ...brackets(ladder, -20),
    ...arrows(ladder),
    ...times.filter(({ kind }) => kind === "text"),
    ...labels.items,
    ...notice,
    ...playhead(ladder, places, { cross: 8, r: 6 }),
    ...heads(ladder),
  ];
  const marks = lazy(() => [...waits, ...stepTargets(ladder)]);
  const targets: Targets = {
    ...{ flights: ladder.flights, spans: spanBoxes(ladder), bands: bandTargets(bands) },
    get marks() {
      return marks();
    },
    gaps: labels.gaps,
    countAt: (x, y) => countAt(ladder, x, y),
  };
  return { items, labels: places.boxes, columns: ladder.columns, targets };
}

function* arrows(ladder: LadderGeometry): Iterable<DrawItem> {
  for (const { flight, ends } of ladder.flights) {
    const width = flight.cargo.kind === "segment" ? 2.2 : 3;
    yield* arrow(ladder, flight, ends, width, ladder.dim(flight.startStep));
  }
}

/** The step whose row is at this height, for a pointer. */
export function stepAt(scene: Scene, scale: Scale, viewport: Viewport, y: number): number | null {
  if (y < HEAD) return null;
  const position = scale.positionAt(y - HEAD + viewport.scrollY);
  const step = scale.kind === "steps" ? Math.floor(position) : position - 1;
  return step >= scene.from && step < scene.to ? step : null;
}
