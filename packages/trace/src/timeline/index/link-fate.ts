import type { Fault } from "@sockscope/protocol";
import type { Flight } from "../../types/flight.ts";

const LOSING: ReadonlySet<Fault> = new Set([
  "loss",
  "overflow",
  "too-long",
  "reset",
  "black-hole",
] as const);

/** The link has it still: the kernel of the other end knows nothing of it. */
export const isHeld = ({ held, passedStep, lostStep, endStep }: Flight): boolean =>
  held && passedStep === null && lostStep === null && endStep === null;

/** It was lost on its way, or while the link held it, and not by a receiver that never read it. */
export const lostByLink = ({ lostStep, passedStep, faults, held }: Flight): boolean =>
  lostStep !== null &&
  passedStep === null &&
  (held || faults.some(({ fault }) => LOSING.has(fault)));

/** How much of its way an arrow comes: what the link holds or loses never reaches the other end. */
export function reachOf(flight: Flight): number {
  if (flight.faults.some(({ fault }) => fault === "too-long")) return 0.2;
  return isHeld(flight) || lostByLink(flight) ? 0.55 : 1;
}

/** Where on an axis of time things are, in px. */
export interface TimeAxis {
  /** The px of a position of the playhead, in steps. */
  along(position: number): number;
  /** The px to which something reaches that began in this step and is not over. */
  untilNow(step: number): number;
}

/**
 * The px along the axis of time to which an arrow comes that no call has taken.
 * @param landed where it ends if the link does nothing to it
 */
export function reached(flight: Flight, landed: number, axis: TimeAxis): number {
  const { passedStep, lostStep, startStep } = flight;
  if (passedStep !== null) return axis.along(passedStep + 1);
  if (lostByLink(flight) && lostStep !== null) return Math.max(landed, axis.along(lostStep + 1));
  return isHeld(flight) ? Math.max(landed, axis.untilNow(startStep)) : landed;
}
