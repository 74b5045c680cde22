import type { Row } from "./row.ts";
import { lessonsRows } from "./rows/lessons.ts";
import { programsRows } from "./rows/programs.ts";
import { protocolRows } from "./rows/protocol.ts";
import { serverRows } from "./rows/server.ts";
import { socketsRows } from "./rows/sockets.ts";
import { traceRows } from "./rows/trace.ts";
import { webRows } from "./rows/web.ts";

/** The rows of each package, the lowest first. */
export const IMPORT_TABLE: readonly Row[] = [
  ...protocolRows,
  ...socketsRows,
  ...programsRows,
  ...traceRows,
  ...lessonsRows,
  ...serverRows,
  ...webRows,
];

/** What a `*.test.ts` or `*.fixture.ts` may import besides; there `mayNot` and `without` do not hold. */
export const IN_TESTS: readonly string[] = [
  "vitest",
  "fast-check",
  "@testing-library/react",
  "node:*",
];
