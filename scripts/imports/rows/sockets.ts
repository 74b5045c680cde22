import type { Row } from "../row.ts";

export const socketsRows: readonly Row[] = [
  { area: "packages/sockets/src", may: ["@sockscope/protocol", "node:*"] },
];
