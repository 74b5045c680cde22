import type { Row } from "../row.ts";

export const protocolRows: readonly Row[] = [{ area: "packages/protocol/src", may: ["zod"] }];
