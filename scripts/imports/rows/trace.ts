import { AMBIENT, type Row } from "../row.ts";
import { TIMELINE_FOLDERS } from "./trace-timeline.ts";

const AREA = "packages/trace/src";

/** Which sibling folders each folder may import. Each stands below those that import it. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  types: [],
  "columns/arrays": [],
  columns: ["types", "columns/arrays"],
  tones: ["types"],
  text: ["types", "tones"],
  "model/sockets": ["types", "columns/arrays"],
  "model/pairing": ["types", "columns", "model/sockets"],
  "model/tcp": ["types", "columns", "model/sockets", "model/pairing"],
  "model/link": ["columns", "model/sockets", "model/pairing", "model/tcp"],
  "model/history": [
    ...["types", "columns"],
    ...["model/sockets", "model/pairing", "model/tcp", "model/link"],
  ],
  model: ["types", "columns", "columns/arrays", "model/sockets", "model/tcp", "model/history"],
  "stage-state": ["types", "columns", "model/sockets", "model/link", "model/history"],
  "stage/geometry": [],
  "stage/places": ["types", "model"],
  "stage/cards": ["types", "stage/geometry", "stage/places"],
  "stage/routes": ["types", "stage/geometry", "stage/cards"],
  stage: ["types", "stage/geometry", "stage/places", "stage/cards", "stage/routes"],
  ...TIMELINE_FOLDERS,
  explain: ["types", "model", "timeline/index"],
};

/** What only tests import: scripts of sessions, and whole pictures of them. */
const TESTING = "testing";

const areaOf = (folder: string): string => `${AREA}/${folder}`;
const FOLDERS = Object.keys(BELOW).map(areaOf);

export const traceRows: readonly Row[] = [
  {
    area: AREA,
    may: ["@sockscope/protocol", ...FOLDERS],
    without: AMBIENT,
    inTests: [areaOf(TESTING)],
  },
  {
    area: areaOf(TESTING),
    may: ["@sockscope/protocol", AREA, ...FOLDERS],
    without: AMBIENT,
  },
  ...Object.entries(BELOW).map(([folder, below]) => ({
    area: areaOf(folder),
    may: ["@sockscope/protocol", ...below.map(areaOf)],
    without: AMBIENT,
    // Each part is tested through whole sessions and drawings.
    inTests: [AREA, areaOf(TESTING), ...FOLDERS],
  })),
];
