// npm run test:e2e -- [Playwright's arguments]: builds if stale, finds a browser, runs Playwright.
import { requireChromium } from "./browser/chromium.mjs";
import { requireBuilt } from "./preparation/prepare.mjs";
import { runNode } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";

await requireBuilt();
const env = { SOCKSCOPE_CHROMIUM: await requireChromium() };
const cli = fromRoot("node_modules", "@playwright", "test", "cli.js");
process.exitCode = await runNode([cli, "test", ...process.argv.slice(2)], {
  stdio: "inherit",
  env,
});
