import { AMBIENT, type Row } from "../row.ts";

export const traceRows: readonly Row[] = [
  { area: "packages/trace/src", may: ["@sockscope/protocol"], without: AMBIENT },
];
