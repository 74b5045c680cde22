/** What every folder that draws may import. */
const DRAWING = ["types", "tones", "text", "model", "timeline/draw", "timeline/index"];

/** As `BELOW` in `trace.ts`, for the timeline. */
export const TIMELINE_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "timeline/index": ["types", "tones", "columns", "columns/arrays", "model", "model/sockets"],
  "timeline/draw": ["tones"],
  "timeline/filter": ["types", "tones", "columns", "timeline/index"],
  "timeline/axis": [...DRAWING, "columns"],
  "timeline/framed": ["types", "columns", "model", "timeline/index", "timeline/axis"],
  "timeline/marks": [...DRAWING, "model/sockets", "timeline/axis"],
  "timeline/ladder": [...DRAWING, "timeline/axis", "timeline/framed", "timeline/marks"],
  "timeline/lanes": [...DRAWING, "timeline/axis", "timeline/marks"],
  "timeline/overview": [
    ...["tones", "timeline/draw", "timeline/index", "timeline/axis", "timeline/marks"],
    ...["timeline/ladder", "timeline/lanes"],
  ],
  "timeline/testing": [],
};
