import type { Step } from "../types/step.ts";

/** A cause is mostly near: so many steps of the socket are looked at, and then it is not known. */
export const FAR = 500;

/** How the call of a step ended; null if it did not end in it. */
export function endOf({ event, ended }: Extract<Step, { kind: "event" }>) {
  return ended ?? (event.kind === "call.ended" ? event : null);
}
