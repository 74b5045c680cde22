import type { StepRows } from "../../columns/step-rows.ts";

/** Steps [from, to) that have no rows of their own. */
export interface Fold {
  readonly from: number;
  readonly to: number;
}

/** Turns a position of the playhead (steps, fractional) into px from the first row, and back. */
export interface Scale {
  readonly kind: "steps" | "time";
  /** Height of all that there is, in px. */
  readonly extent: number;
  /** Null where the axis is not linear in time. */
  readonly pxPerNs: number | null;
  /** What is folded, in rising order. */
  readonly folds: readonly Fold[];
  /** Px of each row where rows are as narrow as they have to be; null where nobody asked for that. */
  readonly row: number | null;
  at(position: number): number;
  positionAt(px: number): number;
}

/** "Even steps": every step gets the same room, in px. */
export function evenScale(from: number, to: number, pxPerStep: number): Scale {
  const clamp = (position: number) => Math.max(from, Math.min(to, position));
  return {
    kind: "steps",
    pxPerNs: null,
    folds: [],
    row: null,
    extent: (to - from) * pxPerStep,
    at: (position) => (position - from) * pxPerStep,
    positionAt: (px) => clamp(from + px / pxPerStep),
  };
}

/**
 * "Real time": linear in the time between the steps [from, to). A whole position n stands where
 * step n - 1 happened: that is the instant at which it has just become true.
 */
export function timeScale(steps: StepRows, from: number, to: number, pxPerNs: number): Scale {
  const first = steps.timeAt(from);
  const last = steps.timeAt(Math.max(from, to - 1));
  const timeOf = (index: number) => steps.timeAt(Math.max(from, Math.min(to - 1, index)));
  const at = (position: number) => {
    const whole = Math.floor(position);
    const fraction = position - whole;
    const before = timeOf(whole - 1);
    return (before + fraction * (timeOf(whole) - before) - first) * pxPerNs;
  };
  return {
    kind: "time",
    pxPerNs,
    folds: [],
    row: null,
    extent: (last - first) * pxPerNs,
    at,
    positionAt(px) {
      let low = from;
      let high = to;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (at(middle) < px) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
