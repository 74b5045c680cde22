import { type Flight, intervalTexts, type Trace, timelineIndex } from "@sockscope/trace";
import type { Dictionary } from "./en/en.ts";

/** `by now; between 0.812 s and 1.034 s`: of what nobody saw leave, when it can have; else null. */
export function whenText({ timeline }: Dictionary, { at }: Flight): string | null {
  return at === null || at[0] === at[1] ? null : timeline.between(...intervalTexts(at));
}

/** The same where other steps lie in that time, so that it may have been before them. */
export const whenAmongOthers = (text: Dictionary, trace: Trace, flight: Flight): string | null =>
  timelineIndex(trace).bracketTop(flight) === null ? null : whenText(text, flight);
