import type { StepRows } from "../../columns/step-rows.ts";
import type { Scene } from "../../model/scenes.ts";
import type { Scale } from "./scale.ts";

/** The smallest distance between numbers of steps, in px. */
const MIN_NUMBER_DISTANCE = 44;

export interface Tick {
  /** From the first step of the axis. */
  readonly px: number;
  readonly ns: number;
  /** With as many digits as tell it from its neighbours. */
  readonly text: string;
}

/**
 * Round times along a linear axis between px `from` and `from + length`, from its first step.
 * @param room how many px a tick with this text needs along the axis
 */
export function timeTicks(
  scale: Scale,
  from: number,
  length: number,
  room: (text: string) => number,
): readonly Tick[] {
  const { pxPerNs } = scale;
  if (pxPerNs === null || !(pxPerNs > 0)) return [];
  const last = Math.max(0, from + length) / pxPerNs;
  let every = niceStep(room("") / pxPerNs);
  // The times behind are the longer ones.
  while (every * pxPerNs < room(tickText(Math.ceil(last / every) * every, every)))
    every = niceStep(every * 1.01);
  const ticks: Tick[] = [];
  for (let n = Math.max(0, Math.floor(from / pxPerNs / every)); n * every <= last; n++) {
    const ns = Math.round(n * every);
    ticks.push({ px: ns * pxPerNs, ns, text: tickText(ns, every) });
  }
  return ticks;
}

/** A time in ns, one of those that stand `every` ns apart: `1.20 ms`, `35.000004 s`. */
export function tickText(ns: number, every: number): string {
  const [unit, name] =
    ns < 1e3 ? [1, "ns"] : ns < 1e6 ? [1e3, "µs"] : ns < 1e9 ? [1e6, "ms"] : [1e9, "s"];
  const digits = Math.max(0, -Math.floor(Math.log10(every / unit) + 1e-9));
  return `${(ns / unit).toFixed(digits)} ${name}`;
}

/** 1, 2, 5, 10, 20, 50 and so on, not less than `least`. */
function niceStep(min: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, min)));
  return [1, 2, 5, 10].map((m) => m * power).find((step) => step >= min) ?? power * 10;
}

/**
 * Times at a few places of an axis that is not linear in time, `every` px apart, for where single
 * gaps cannot be printed. Each has the digits that tell it from the one before.
 */
export function placeTimes(
  scale: Scale,
  steps: StepRows,
  scene: Scene,
  visible: { readonly from: number; readonly length: number; readonly every: number },
): readonly Tick[] {
  const ticks: Tick[] = [];
  const first = steps.timeAt(scene.from);
  const { from, length, every } = visible;
  let before = Number.NaN;
  const end = Math.min(from + length, scale.extent);
  for (let px = Math.max(every, Math.ceil(from / every) * every); px <= end; px += every) {
    const step = Math.min(scene.to - 1, Math.round(scale.positionAt(px)));
    const ns = steps.timeAt(step) - first;
    const gap = ns - before;
    const digits = gap > 0 ? 10 ** Math.floor(Math.log10(gap) - 1) : Math.max(1, ns / 100);
    ticks.push({ px: scale.at(step), ns, text: tickText(ns, digits) });
    before = ns;
  }
  return ticks;
}

/** Numbers of steps in [from, to] to write along an axis, counted from 1, each with `room` px. */
export function* stepNumbers(
  from: number,
  to: number,
  pxPerStep: number,
  room: number,
): Iterable<number> {
  const every = niceStep(Math.max(MIN_NUMBER_DISTANCE, room) / Math.max(1e-9, pxPerStep));
  for (let n = Math.ceil((from + 1) / every) * every; n <= to; n += every) yield n;
}
