import type { Row } from "../row.ts";

export const protocolRows: readonly Row[] = [
  {
    area: "packages/protocol/src",
    may: ["zod", "packages/protocol/src/packed", "packages/protocol/src/text"],
  },
  { area: "packages/protocol/src/packed", may: ["packages/protocol/src"] },
  { area: "packages/protocol/src/text", may: ["packages/protocol/src"] },
];
