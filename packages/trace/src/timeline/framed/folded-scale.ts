import type { Scene } from "../../model/scenes.ts";
import type { Fold, Scale } from "../axis/scale.ts";
import { firstFrom } from "../index/first-from.ts";

/** Px along the axis of time: all that there is, and what a row and a fold take of it. */
export interface RowRoom {
  readonly axis: number;
  /** The least and the most of a row. */
  readonly row: number;
  readonly maxRow: number;
  /** A fold that says how many rows it holds, and one of too few rows to say so. */
  readonly fold: number;
  readonly thinFold: number;
}

/** A fold of fewer rows does not say how many. */
export const TOLD = 3;

/** Px of a fold of so many rows. */
export const foldLength = (rows: number, { fold, thinFold }: RowRoom): number =>
  rows <= 0 ? 0 : rows < TOLD ? thinFold : fold;

/**
 * "Even steps" of which only these (ascending) have a row: what stands between them is folded into a
 * narrow stretch, in which positions still follow one another. Rows share what room is left.
 */
export function foldedScale(scene: Scene, shown: readonly number[], room: RowRoom): Scale {
  const folds: Fold[] = [];
  let next = scene.from;
  for (const step of [...shown, scene.to]) {
    if (step > next) folds.push({ from: next, to: step });
    next = step + 1;
  }
  const folded = folds.reduce((sum, { from, to }) => sum + foldLength(to - from, room), 0);
  const each = (room.axis - folded) / Math.max(1, shown.length);
  const row = Math.max(room.row, Math.min(room.maxRow, each));
  // Positions at which a stretch of rows or a fold begins, and its px.
  const starts: number[] = [];
  const pixels: number[] = [];
  let px = 0;
  let at = scene.from;
  const add = (to: number, length: number): void => {
    if (to <= at) return;
    starts.push(at);
    pixels.push(px);
    px += length;
    at = to;
  };
  for (const { from, to } of folds) {
    add(from, (from - at) * row);
    add(to, foldLength(to - from, room));
  }
  add(scene.to, (scene.to - at) * row);
  starts.push(scene.to);
  pixels.push(px);
  /** The last stretch that begins at or before this, by either of the two lists. */
  const stretch = (list: readonly number[], value: number): number => {
    const found = firstFrom(list, value);
    return Math.max(0, Math.min(list.length - 2, list[found] === value ? found : found - 1));
  };
  const between = (value: number, list: readonly number[], onto: readonly number[]): number => {
    const i = stretch(list, value);
    const [low = 0, high = low] = [list[i], list[i + 1]];
    const [start = 0, end = start] = [onto[i], onto[i + 1]];
    return high === low ? start : start + ((value - low) / (high - low)) * (end - start);
  };
  const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
  return {
    kind: "steps",
    pxPerNs: null,
    extent: px,
    folds,
    row,
    at: (position) => between(clamp(position, scene.from, scene.to), starts, pixels),
    positionAt: (to) => between(clamp(to, 0, px), pixels, starts),
  };
}

/** Whether a step has no row of its own on this scale. */
export function isFolded({ folds }: Scale, step: number): boolean {
  return folds.some(({ from, to }) => step >= from && step < to);
}
