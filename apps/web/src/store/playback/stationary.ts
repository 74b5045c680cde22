import { store } from "../store.ts";

export const reducesMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Whether the clock stands: paused, or in whole steps. What left in the step just done is then half-way. */
export function isPlayheadStationary(): boolean {
  const { mode, step, steps } = store.getState();
  return mode === "paused" || (step < steps && reducesMotion());
}
