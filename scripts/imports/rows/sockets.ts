import type { Row } from "../row.ts";

const AREA = "packages/sockets/src";
const OUTSIDE = ["@sockscope/protocol", "node:*"];

/** Which sibling folders each folder may import. Each stands below those that import it. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  os: [],
  recording: [],
  tcp: ["os"],
  udp: ["os"],
  gate: ["os", "recording"],
  link: ["os", "recording"],
  api: ["os", "recording", "tcp", "udp", "gate", "link"],
  threads: ["os", "recording", "api"],
  differential: ["os", "tcp", "api"],
};

const areaOf = (folder: string): string => `${AREA}/${folder}`;
const ALL = Object.keys(FOLDERS).map(areaOf);

export const socketsRows: readonly Row[] = [
  { area: AREA, may: [...OUTSIDE, ...ALL] },
  ...Object.entries(FOLDERS).map(([folder, below]) => ({
    area: areaOf(folder),
    may: [...OUTSIDE, ...below.map(areaOf)],
    // Each part is tested through the whole API.
    inTests: ALL,
  })),
];
