import { expect, it } from "vitest";
import { countsOf, playwrightCounts, summary, vitestCounts } from "./test-counts.mjs";

const test = (status: string, fullName: string) => ({ status, fullName });

it("reads both reports and sums them", () => {
  const unit = vitestCounts({ numPassedTests: 40, numFailedTests: 1, testResults: [] });
  const e2e = playwrightCounts({ stats: { expected: 5, unexpected: 1, flaky: 1 } });
  expect(unit).toEqual({ passed: 40, failed: 1, skipped: [] });
  expect(e2e).toEqual({ passed: 5, failed: 2, skipped: [] });
  expect(summary([unit, e2e])).toBe("45 passed, 3 failed");
});

it("names the skipped tests of both reports", () => {
  const unit = vitestCounts({
    numPassedTests: 1,
    numFailedTests: 0,
    testResults: [
      { assertionResults: [test("passed", "one"), test("skipped", "sockets on IPv6")] },
      { assertionResults: [test("todo", "later")] },
    ],
  });
  const spec = (status: string, title: string) => ({ title, tests: [{ status }] });
  const e2e = playwrightCounts({
    stats: { expected: 1, unexpected: 0, flaky: 0 },
    suites: [
      {
        title: "join.spec.ts",
        specs: [spec("expected", "joins"), spec("skipped", "from outside")],
        suites: [{ title: "presenting", specs: [spec("skipped", "shows the code")] }],
      },
    ],
  });
  expect(summary([unit, e2e])).toBe(
    [
      "4 skipped:",
      "  sockets on IPv6",
      "  later",
      "  join.spec.ts > from outside",
      "  join.spec.ts > presenting > shows the code",
      "2 passed, 0 failed",
    ].join("\n"),
  );
});

it("counts a run that failed without a report, or without a failed test, as a failure", () => {
  expect(countsOf("no-such-file.json", 1, vitestCounts).failed).toBe(1);
  expect(countsOf("no-such-file.json", 0, vitestCounts).failed).toBe(0);
});
