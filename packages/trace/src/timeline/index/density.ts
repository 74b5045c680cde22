import type { Flight } from "../../types/flight.ts";
import type { TimelineIndex } from "./timeline-index.ts";

/** With less room than this for a step (px), and so many steps, arrows would be a thicket. */
const LEAST_ROOM = 5;
const FEW = 160;
/** More arrows than this are not drawn; a notice says how many there are. */
export const MOST_ARROWS = 600;

/** Whether so many steps in so many px are shown as counts. */
export const isDense = (steps: number, px: number): boolean =>
  steps > Math.max(FEW, px / LEAST_ROOM);

/** The newest arrows of those in sight, and how many there are of them all. */
export interface Arrows {
  readonly flights: readonly Flight[];
  readonly all: number;
}

/**
 * Arrows to draw: those in sight that left in step `since` or later, or where counts stand for them,
 * those of the selected call.
 */
export function arrowsIn(
  index: TimelineIndex,
  sight: { readonly from: number; readonly to: number; readonly dense: boolean },
  since: number,
  selectedCall: number | null,
): Arrows {
  if (!sight.dense) return index.flightsIn(sight.from, sight.to, since, MOST_ARROWS);
  const flights = selectedCall === null ? [] : index.trace.flightsOf(selectedCall);
  const seen = flights.filter(
    ({ startStep, endStep }) =>
      startStep >= since && startStep < sight.to && (endStep ?? startStep) >= sight.from,
  );
  return { flights: seen, all: seen.length };
}
