import {
  type Drawn,
  drawLadder,
  drawLanes,
  type Measure,
  type TimelineInput,
} from "@sockscope/trace";
import type { TimelineSource } from "./timeline-source.ts";

/** Draws what the source says, in its layout. */
export function drawn(
  source: TimelineSource,
  where: Pick<TimelineInput, "scene" | "scale" | "viewport">,
  measure: Measure,
): Drawn {
  const { trace, layout, position, selected, words, matches, range, only, keepsRow } = source;
  const input = {
    ...{ ...where, trace, position, selected, measure, words },
    ...{ matches, range, only, keepsRow },
  };
  return layout === "ladder"
    ? { layout, drawing: drawLadder(input) }
    : { layout, drawing: drawLanes(input) };
}
