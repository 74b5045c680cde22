import { AMBIENT, type Row } from "../row.ts";

export const lessonsRows: readonly Row[] = [
  {
    area: "packages/lessons/src",
    may: ["@sockscope/programs/ids", "@sockscope/protocol"],
    without: AMBIENT,
  },
];
