import { AMBIENT, type Row } from "../row.ts";

const AREA = "packages/trace/src/timeline";
/** The model, the columns and the texts, on which the timeline stands. */
const OUTSIDE = ["@sockscope/protocol", "packages/trace/src"];

/** Which sibling folders each folder may import. Each stands below those that import it. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  index: [],
  draw: [],
  filter: ["index"],
  axis: ["draw", "index"],
  framed: ["index", "axis"],
  marks: ["draw", "index", "axis"],
  ladder: ["draw", "index", "axis", "framed", "marks"],
  lanes: ["draw", "index", "axis", "marks"],
  overview: ["draw", "index", "axis", "marks", "ladder", "lanes"],
  testing: [],
};

const areaOf = (folder: string): string => `${AREA}/${folder}`;

/** The areas of the timeline, for the facade of the package. */
export const TIMELINE_AREAS = Object.keys(FOLDERS).map(areaOf);

export const timelineRows: readonly Row[] = Object.entries(FOLDERS).map(([folder, below]) => ({
  area: areaOf(folder),
  may: [...OUTSIDE, ...below.map(areaOf)],
  without: AMBIENT,
  // Each part is tested through whole drawings.
  inTests: TIMELINE_AREAS,
}));
