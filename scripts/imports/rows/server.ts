import type { Row } from "../row.ts";

const MAY = [
  "express",
  "open",
  "ws",
  "node:*",
  "@sockscope/protocol",
  "@sockscope/sockets",
  "@sockscope/programs",
  "@sockscope/programs/ids",
  "@sockscope/lessons",
];
/** Sockets of programs come from @sockscope/sockets, which records them. */
const mayNot = ["node:net", "node:dgram"];

export const serverRows: readonly Row[] = [{ area: "apps/server/src", may: MAY, mayNot }];
