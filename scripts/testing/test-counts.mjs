import { existsSync, readFileSync } from "node:fs";

/**
 * How many tests passed and failed, and the full names of those that were skipped.
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: readonly string[] }} Counts
 */

/** @param {unknown} value */
const number = (value) => (typeof value === "number" ? value : 0);

/**
 * The objects of a list in a report; none where the report has no such list.
 * @param {unknown} value
 * @returns {readonly Readonly<Record<string, unknown>>[]}
 */
const list = (value) =>
  Array.isArray(value) ? /** @type {readonly Readonly<Record<string, unknown>>[]} */ (value) : [];

/** States of a test in Vitest's report that is not run. */
const VITEST_SKIPPED = new Set(["pending", "skipped", "todo", "disabled"]);

/**
 * Vitest's JSON report.
 * @param {Readonly<Record<string, unknown>>} report
 * @returns {Counts}
 */
export const vitestCounts = (report) => ({
  passed: number(report["numPassedTests"]),
  failed: number(report["numFailedTests"]),
  skipped: list(report["testResults"])
    .flatMap((file) => list(file["assertionResults"]))
    .filter((test) => VITEST_SKIPPED.has(String(test["status"])))
    .map((test) => String(test["fullName"])),
});

/**
 * Names of the skipped tests in a suite of Playwright's report and in the suites inside it.
 * @param {Readonly<Record<string, unknown>>} suite
 * @param {readonly string[]} outer titles of the suites around it
 * @returns {readonly string[]}
 */
function skippedIn(suite, outer) {
  const titles = [...outer, String(suite["title"])];
  const own = list(suite["specs"])
    .filter((spec) => list(spec["tests"]).some((test) => test["status"] === "skipped"))
    .map((spec) => [...titles, String(spec["title"])].join(" > "));
  return [...own, ...list(suite["suites"]).flatMap((inner) => skippedIn(inner, titles))];
}

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
    skipped: list(report["suites"]).flatMap((suite) => skippedIn(suite, [])),
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
 * @returns {string} the names of the skipped tests, one a line, and then `12 passed, 0 failed`
 */
export function summary(all) {
  /** @param {"passed" | "failed"} key */
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  const skipped = all.flatMap((counts) => counts.skipped);
  const names = skipped.map((name) => `  ${name}\n`).join("");
  const section = skipped.length === 0 ? "" : `${skipped.length} skipped:\n${names}`;
  return `${section}${sum("passed")} passed, ${sum("failed")} failed`;
}
