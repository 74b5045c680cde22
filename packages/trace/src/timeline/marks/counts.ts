import { STEP_TONES, type StepTone } from "../../tones/step-tone.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import { FUTURE } from "../axis/playhead.ts";
import type { Scale } from "../axis/scale.ts";
import { rectAlong } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { newCounts, type Summary } from "../index/summary.ts";

/** The width of one bar of counts, in px. */
const BAR = 3;

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
      yield { px: from + (i - 1) * BAR, count, tone: dominantTone(counts), failed };
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
function dominantTone(counts: Uint32Array): StepTone {
  let best = 0;
  for (let kind = 1; kind < STEP_TONES.length; kind++) {
    if ((counts[kind] ?? 0) > 0 && (best <= 1 || (counts[kind] ?? 0) >= (counts[best] ?? 0))) {
      best = kind;
    }
  }
  return STEP_TONES[best] ?? "ink-3";
}

/** The length of a bar follows the logarithm of its count, so that one step shows beside ten thousand. */
const barLength = (count: number, max: number): number =>
  Math.min(max, 3 + (max - 3) * (Math.log2(1 + count) / 12));

/** One lifeline or row of the drawing: its steps, and where its bars stand on the cross axis. */
interface CountRow {
  readonly summary: Summary;
  readonly cross: number;
  /** The longest bar, in px. */
  readonly max: number;
  /** Where the mark of a failure begins; null: behind its bar. */
  readonly failureAt: number | null;
}

/** Bars over a lifeline or row, in place of arrows. */
export function* countBars(
  geometry: TimelineGeometry,
  { summary, cross, max, failureAt }: CountRow,
  edges: BarEdges,
): Iterable<DrawItem> {
  const { way, origin, now } = geometry;
  for (const { px, count, tone, failed } of bars(summary, edges)) {
    const start = origin + px;
    const length = barLength(count, max);
    const alpha = start <= now.px ? 0.85 : FUTURE;
    const style = { fill: tone, stroke: null, radius: 0, alpha };
    yield rectAlong(way, start, BAR - 0.5, cross - length / 2, length, style);
    if (!failed) continue;
    const [at, opacity] = failureAt === null ? [cross + length / 2 + 3, alpha] : [failureAt, 1];
    const failure = { ...style, fill: "error", alpha: opacity } as const;
    yield rectAlong(way, start - 1, BAR + 2, at, 6, failure);
  }
}
