import fc from "fast-check";
import { expect, test } from "vitest";
import { StepRuns } from "./step-runs.ts";

test("the last one before a step is the one that a list of all would give", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60)), (unordered) => {
      const steps = unordered.toSorted((a, b) => a - b);
      const runs = new StepRuns();
      for (const step of steps) runs.add(step);
      for (let before = 0; before <= 62; before += 1)
        expect(runs.lastBefore(before)).toBe(steps.findLast((step) => step < before) ?? null);
    }),
  );
});
