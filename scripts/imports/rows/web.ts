import type { Row } from "../row.ts";

const PAGE = [
  "react",
  "react-dom",
  "zustand",
  "@sockscope/protocol",
  "@sockscope/trace",
  "@sockscope/lessons",
  "@sockscope/lessons/contents",
  "@sockscope/programs/ids",
  "@sockscope/programs/listings",
];

/** Only the files that put the page together know the features; a feature knows no other one. */
export const webRows: readonly Row[] = [
  { area: "apps/web/src", may: [...PAGE, "apps/web/src/*", "apps/web/src/features/*"] },
  { area: "apps/web/src/*", may: [...PAGE, "apps/web/src/*"] },
  { area: "apps/web/src/features/*", may: [...PAGE, "apps/web/src/*"] },
];
