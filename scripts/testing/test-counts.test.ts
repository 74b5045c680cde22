import { expect, it } from "vitest";
import { countsOf, playwrightCounts, summary, vitestCounts } from "./test-counts.mjs";

it("reads both reports and sums them", () => {
  const unit = vitestCounts({ numPassedTests: 40, numFailedTests: 1, numPendingTests: 2 });
  const e2e = playwrightCounts({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 } });
  expect(unit).toEqual({ passed: 40, failed: 1, skipped: 2 });
  expect(e2e).toEqual({ passed: 5, failed: 2, skipped: 3 });
  expect(summary([unit, e2e])).toBe("45 passed, 3 failed");
});

it("counts a run that failed without a report, or without a failed test, as a failure", () => {
  expect(countsOf("no-such-file.json", 1, vitestCounts).failed).toBe(1);
  expect(countsOf("no-such-file.json", 0, vitestCounts).failed).toBe(0);
});
