import type { Row } from "../row.ts";

export const protocolRows: readonly Row[] = [
  { area: "packages/protocol/src", may: ["zod", "packages/protocol/src/packed"] },
  { area: "packages/protocol/src/packed", may: ["packages/protocol/src"] },
];
