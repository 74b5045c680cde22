// npm run screenshots -- [FOLDER [Playwright's arguments]]: pictures of the scenes in
// e2e/shots/scenes.ts, in both sizes, themes and languages; into dist/shots by default.
// `--grep "1440-light-en"` takes some of them; `npm run screenshots -- --docs` takes those that stand
// in docs/pictures, and the first picture of each README; `-- FOLDER --steps` takes every step of each lesson as it is
// shown to a room, for slides.
import { resolve } from "node:path";
import { requireChromium } from "./browser/chromium.mjs";
import { requireBuilt } from "./preparation/prepare.mjs";
import { runNode } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";

const given = process.argv.slice(2);
const docs = given.includes("--docs");
const steps = given.includes("--steps");
const others = given.filter((one) => one !== "--docs" && one !== "--steps");
const named = others[0]?.startsWith("-") === false ? others.shift() : undefined;
const folder = named ?? (docs ? fromRoot("docs", "pictures") : fromRoot("dist", "shots"));
await requireBuilt();
const env = {
  SOCKSCOPE_CHROMIUM: await requireChromium(),
  SOCKSCOPE_SHOTS: resolve(folder),
  SOCKSCOPE_SHOTS_OF: docs ? "docs" : steps ? "steps" : "all",
};
const cli = fromRoot("node_modules", "@playwright", "test", "cli.js");
const config = fromRoot("e2e", "shots", "playwright.config.ts");
process.exitCode = await runNode([cli, "test", "--config", config, "--reporter=line", ...others], {
  stdio: "inherit",
  env,
});
if (process.exitCode === 0) console.log(`Pictures are in ${resolve(folder)}`);
