import type { Fault } from "@sockscope/protocol";
import type { Flight } from "../types.ts";

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

/** It was lost on its way, and not by a receiver that never read it. */
export const lostByLink = ({ lostStep, passedStep, faults }: Flight): boolean =>
  lostStep !== null && passedStep === null && faults.some(({ fault }) => LOSING.has(fault));
