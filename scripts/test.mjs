// npm test: everything, from an empty clone to tests in a real browser; stops at the first failure.
import { mkdirSync, rmSync } from "node:fs";
import { requireChromium } from "./browser/chromium.mjs";
import { requireBuilt, requireInstalled } from "./preparation/prepare.mjs";
import { runNode, runNpm } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";
import { countsOf, playwrightCounts, summary, vitestCounts } from "./testing/test-counts.mjs";

const unitReport = fromRoot("dist", "test", "unit.json");
const e2eReport = fromRoot("dist", "test", "e2e.json");
/** @type {import("./testing/test-counts.mjs").Counts[]} */
const counts = [];

/**
 * Runs one stage, says how long it took, and ends everything if it failed.
 * @param {string} name
 * @param {() => Promise<number>} stage gives an exit code
 */
async function stage(name, stage) {
  console.log(`\n=== ${name}`);
  const began = performance.now();
  const code = await stage();
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  if (code === 0) {
    console.log(`=== ${name}: done in ${took}`);
    return;
  }
  console.log(`\n=== npm test stops here: ${name} failed after ${took}; see above.`);
  if (counts.length > 0) console.log(summary(counts));
  process.exit(code);
}

const inherit = /** @type {const} */ ({ stdio: "inherit" });
rmSync(fromRoot("dist", "test"), { recursive: true, force: true });
mkdirSync(fromRoot("dist", "test"), { recursive: true });

await stage("install", async () => {
  await requireInstalled();
  return 0;
});

await stage("check", () => runNpm(["run", "--silent", "check"], inherit));

await stage("unit tests", async () => {
  const cli = fromRoot("node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`];
  const code = await runNode([cli, "run", ...reporters], inherit);
  counts.push(countsOf(unitReport, code, vitestCounts));
  return code;
});

await stage("build", async () => {
  await requireBuilt();
  return 0;
});

let browser = "";
await stage("browser", async () => {
  browser = await requireChromium();
  console.log(browser);
  return 0;
});

await stage("end-to-end tests", async () => {
  const cli = fromRoot("node_modules", "@playwright", "test", "cli.js");
  const code = await runNode([cli, "test", "--reporter=list,json"], {
    ...inherit,
    env: { SOCKSCOPE_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
  });
  counts.push(countsOf(e2eReport, code, playwrightCounts));
  return code;
});

console.log(`\n${summary(counts)}`);
