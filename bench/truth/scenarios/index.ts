import { CLOSED_END } from "./closed-end.ts";
import { COUNTERS } from "./counters.ts";
import { DATAGRAMS } from "./datagrams.ts";
import { FIN_OR_RST } from "./fin-or-reset.ts";
import { WHO } from "./outsiders.ts";
import type { Scenario } from "./scenario.ts";
import { WHEN } from "./times.ts";

/** By the kind of fault that each looks for; all checks are made in all of them. */
export const SCENARIOS: readonly Scenario[] = [
  ...FIN_OR_RST,
  ...CLOSED_END,
  ...WHEN,
  ...DATAGRAMS,
  ...WHO,
  ...COUNTERS,
];
