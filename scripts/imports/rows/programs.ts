import type { Row } from "../row.ts";

export const programsRows: readonly Row[] = [
  {
    area: "packages/programs/src",
    may: [
      "@sockscope/sockets",
      "@sockscope/sockets/thread",
      "packages/programs/src/ids.ts",
      "packages/programs/src/listings",
    ],
  },
  { area: "packages/programs/src/ids.ts", may: [] },
  {
    area: "packages/programs/src/listings",
    // The sources as texts.
    may: ["packages/programs/src/ids.ts", "packages/programs/src"],
  },
];
