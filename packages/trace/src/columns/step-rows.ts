import type { Step } from "../types/step.ts";
import { Rows } from "./arrays/rows.ts";

/** Steps, of which the times alone can be had without making one. */
export class StepRows extends Rows<Step> {
  constructor(
    count: () => number,
    create: (index: number) => Step,
    /** When a step happened, in ns since the lab began; 0 for one that there is not. */
    readonly timeAt: (index: number) => number,
    /** One that is looked at in passing: payloads may lack their bytes, later ends are not learnt. */
    readonly glance: (index: number) => Step,
  ) {
    super(count, create);
  }
}
