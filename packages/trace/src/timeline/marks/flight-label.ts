import type { TimelineWords } from "../../text/row-label.ts";
import type { Flight } from "../../types/flight.ts";
import { isHeld } from "../index/link-fate.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";

/** Whether a later step that the playhead has reached says that it never was so. */
export const isStruck = ({ replacedStep }: Flight, position: number): boolean =>
  replacedStep !== null && replacedStep < position;

/** A datagram of which nobody here knows whether it has come anywhere. */
export const isUnseen = (flight: Flight, position: number): boolean =>
  flight.cargo.kind === "datagram" &&
  flight.endStep === null &&
  (flight.to === null || flight.to.socket === null) &&
  !isLost(flight, position) &&
  !isHeld(flight);

/** Lost, as far as was known where the playhead stands; what is still to come is drawn as it ends at once. */
export const isLost = ({ lostStep, startStep }: Flight, position: number): boolean =>
  lostStep !== null && (lostStep < position || lostStep <= startStep + 1);

/** What stands on an arrow: what travelled, and what is not certain of it. */
export function flightLabel(
  flight: Flight,
  index: TimelineIndex,
  words: TimelineWords,
  position: number,
): { readonly text: string; readonly struck: boolean } {
  const text = words.flight(flight);
  if (isStruck(flight, position))
    return { text: words.struck(text, (flight.replacedStep ?? 0) + 1), struck: true };
  if (isUnseen(flight, position)) return { text: words.unseen(text), struck: false };
  if (index.bracketTop(flight) === null) return { text, struck: false };
  return { text: words.byNow(text), struck: false };
}
