import { STEP_TONES, type StepTone } from "../../text/step-tone.ts";
import type { Scale } from "../axis/scale.ts";
import { type DrawItem, SMALL } from "../draw/draw-list.ts";
import type { Labels } from "../draw/labels.ts";
import type { Arrows } from "../index/density.ts";
import { newCounts, type Summary } from "../index/summary.ts";
import type { LadderGeometry, LadderInput } from "../ladder/geometry.ts";
import type { Counted } from "./targets.ts";

/** The width of one bar of counts, in px. */
export const BAR = 3;

/** One bar: how many steps fell on these px, and what most of them were about. */
export interface Bar {
  /** Its first px along the axis, from the first step. */
  readonly px: number;
  readonly count: number;
  readonly tone: StepTone;
  readonly failed: boolean;
}

/** The first steps of all bars of an axis, from px `from` to px `to`: the same for all its rows. */
export interface BarEdges {
  readonly from: number;
  readonly steps: readonly number[];
}

export function barEdges(scale: Scale, from: number, to: number): BarEdges {
  const steps: number[] = [];
  for (let px = from; px < to + BAR; px += BAR) steps.push(firstStep(scale, px));
  return { from, steps };
}

/** Counts of steps along an axis. Errors are never outnumbered. */
export function* bars(summary: Summary, { from, steps }: BarEdges): Iterable<Bar> {
  const counts = newCounts();
  const error = STEP_TONES.indexOf("error");
  let low = summary.lowerBound(steps[0] ?? 0);
  for (let i = 1; i < steps.length; i++) {
    const high = summary.lowerBound(steps[i] ?? 0, low);
    if (high > low) {
      const count = summary.countsOf(low, high, counts);
      const failed = (counts[error] ?? 0) > 0;
      yield { px: from + (i - 1) * BAR, count, tone: mostTelling(counts), failed };
    }
    low = high;
  }
}

/** The bar at a px along the axis, counted from `from` as the drawn ones are; null where none is. */
export function barAt(summary: Summary, scale: Scale, from: number, px: number): Bar | null {
  const first = from + Math.floor((px - from) / BAR) * BAR;
  // A pointer may be one bar beside it.
  for (const at of [first, first - BAR, first + BAR]) {
    const [bar] = bars(summary, barEdges(scale, at, at + 1));
    if (bar !== undefined) return bar;
  }
  return null;
}

/** The first step that stands at or behind this px. */
function firstStep(scale: Scale, px: number): number {
  const position = scale.positionAt(Math.max(0, px));
  // On a linear axis a position stands where the step before it happened.
  const step = scale.kind === "steps" ? Math.ceil(position) : position - 1;
  return px > scale.extent ? Number.MAX_SAFE_INTEGER : Math.max(0, step);
}

/** The tone of most steps; what the program does by itself and what is acknowledged come last. */
function mostTelling(counts: Uint32Array): StepTone {
  let best = 0;
  for (let kind = 1; kind < STEP_TONES.length; kind++) {
    if ((counts[kind] ?? 0) > 0 && (best <= 1 || (counts[kind] ?? 0) >= (counts[best] ?? 0))) {
      best = kind;
    }
  }
  return STEP_TONES[best] ?? "ink-3";
}

/** Counts become lengths by their logarithm: one step is to be seen beside ten thousand. */
export const barLength = (count: number, most: number): number =>
  Math.min(most, 3 + (most - 3) * (Math.log2(1 + count) / 12));

/** Bars across each lifeline in place of arrows. */
export function* ladderCounts(ladder: LadderGeometry): Iterable<DrawItem> {
  const { viewport, scale, position } = ladder.input;
  const now = ladder.y(position);
  const most = Math.max(10, ladder.columns.spacing - 16);
  const edges = barEdges(scale, viewport.scrollY, viewport.scrollY + viewport.height);
  for (const actor of ladder.actors.keys()) {
    const x = ladder.x(actor);
    const summary = ladder.index.summaryOf(actor);
    if (x === null || x < -most || x > viewport.width + most || summary === undefined) continue;
    for (const bar of bars(summary, edges)) {
      const y = ladder.y(0) - scale.at(0) + bar.px;
      const w = barLength(bar.count, Math.min(most, 120));
      const alpha = y <= now ? 0.85 : ladder.future;
      const rect = { kind: "rect", radius: 0, stroke: null, alpha } as const;
      yield { ...rect, x: x - w / 2, y, w, h: BAR - 0.5, fill: bar.tone };
      if (bar.failed)
        yield { ...rect, x: x + w / 2 + 3, y: y - 1, w: 6, h: BAR + 2, fill: "error" };
    }
  }
}

/** Under a pointer: the bar of the lifeline that it is near. */
export function ladderCountAt(ladder: LadderGeometry, x: number, y: number): Counted | null {
  if (!ladder.dense) return null;
  const { viewport, scale } = ladder.input;
  for (const actor of ladder.actors.values()) {
    const at = ladder.x(actor.id);
    const summary = ladder.index.summaryOf(actor.id);
    if (at === null || Math.abs(x - at) > ladder.columns.spacing / 2 || summary === undefined)
      continue;
    const px = y - ladder.y(0) + scale.at(0);
    const bar = barAt(summary, scale, viewport.scrollY, px);
    return bar === null ? null : { actor, count: bar.count, failed: bar.failed };
  }
  return null;
}

/** Says what is drawn in place of arrows that are not: counts, or only the newest of them. */
export function* notDrawnNotice(
  sight: {
    readonly from: number;
    readonly to: number;
    readonly dense: boolean;
    readonly arrows: Arrows;
  },
  { viewport, measure, words }: LadderInput,
  labels: Labels,
): Iterable<DrawItem> {
  const { dense, arrows } = sight;
  if (!dense && arrows.all === arrows.flights.length) return;
  const text = dense
    ? words.dense(sight.to - sight.from)
    : words.someArrows(arrows.flights.length, arrows.all);
  const w = measure(text, SMALL) + 20;
  const box = { x: viewport.width - w - 10, y: viewport.height - 34, w, h: 24 };
  if (labels.place([box]) === null) return;
  yield { kind: "rect", ...box, radius: 12, fill: "panel", stroke: "ink-3", alpha: 1 };
  const middle = { x: box.x + w / 2, y: box.y + 12, align: "center", plate: false } as const;
  yield { kind: "text", ...middle, text, font: SMALL, tone: "ink-2", alpha: 1 };
}
