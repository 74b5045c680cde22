import type { Scenario } from "../scenario.ts";
import { FIN_OR_RST } from "./kind2.ts";
import { CLOSED_END } from "./kind3.ts";
import { WHEN } from "./kind4.ts";
import { DATAGRAMS } from "./kind5.ts";
import { WHO } from "./kind6.ts";
import { COUNTERS } from "./kind7.ts";

/** By the kind of fault that each looks for; all checks are made in all of them. */
export const SCENARIOS: readonly Scenario[] = [
  ...FIN_OR_RST,
  ...CLOSED_END,
  ...WHEN,
  ...DATAGRAMS,
  ...WHO,
  ...COUNTERS,
];
