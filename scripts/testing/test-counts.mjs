import { existsSync, readFileSync } from "node:fs";

/**
 * How many tests passed, failed and were skipped.
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts
 */

/** @param {unknown} value */
const number = (value) => (typeof value === "number" ? value : 0);

/**
 * Vitest's JSON report.
 * @param {Readonly<Record<string, unknown>>} report
 * @returns {Counts}
 */
export const vitestCounts = (report) => ({
  passed: number(report["numPassedTests"]),
  failed: number(report["numFailedTests"]),
  skipped: number(report["numPendingTests"]) + number(report["numTodoTests"]),
});

/**
 * Playwright's JSON report. A flaky test has failed once, so it does not count as passed.
 * @param {Readonly<Record<string, unknown>>} report
 * @returns {Counts}
 */
export function playwrightCounts(report) {
  const stats = /** @type {Readonly<Record<string, unknown>>} */ (report["stats"] ?? {});
  return {
    passed: number(stats["expected"]),
    failed: number(stats["unexpected"]) + number(stats["flaky"]),
    skipped: number(stats["skipped"]),
  };
}

/**
 * Reads the report of a run that has ended. A run that failed without naming a test (a file that
 * does not load, an error outside any test) counts as one failure: it must not look like success.
 * @param {string} path of the JSON report; missing when the run did not get that far
 * @param {number} exitCode of the run
 * @param {(report: Readonly<Record<string, unknown>>) => Counts} read
 * @returns {Counts}
 */
export function countsOf(path, exitCode, read) {
  /** @type {unknown} */
  const json = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const counts = read(/** @type {Readonly<Record<string, unknown>>} */ (json));
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {readonly Counts[]} all
 * @returns {string} `12 passed, 0 failed`
 */
export function summary(all) {
  /** @param {"passed" | "failed"} key */
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed`;
}
