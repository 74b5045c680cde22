import type { Scenario } from "../scenario.ts";
import { FIN_OR_RST } from "./kind2.ts";

/** Kinds of fault are numbered: see each file. */
export const SCENARIOS: readonly Scenario[] = [...FIN_OR_RST];
