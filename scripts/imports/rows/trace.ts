import { AMBIENT, type Row } from "../row.ts";
import { TIMELINE_AREAS, timelineRows } from "./trace-timeline.ts";

export const traceRows: readonly Row[] = [
  {
    area: "packages/trace/src",
    may: ["@sockscope/protocol", ...TIMELINE_AREAS],
    without: AMBIENT,
  },
  ...timelineRows,
];
