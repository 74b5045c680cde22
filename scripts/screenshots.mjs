// npm run screenshots -- [FOLDER [Playwright's arguments]]: pictures of the scenes in
// e2e/shots/scenes.ts, in both sizes, themes and languages; into dist/shots by default.
// `npm run screenshots -- docs/pictures --grep "1440-light-en"` takes some of them.
import { resolve } from "node:path";
import { requireChromium } from "./chromium.mjs";
import { requireBuilt } from "./prepare.mjs";
import { fromRoot } from "./root.mjs";
import { runNode } from "./run.mjs";

const [folder = fromRoot("dist", "shots"), ...rest] = process.argv.slice(2);
await requireBuilt();
const env = {
  SOCKSCOPE_CHROMIUM: await requireChromium(),
  SOCKSCOPE_SHOTS: resolve(folder),
};
const cli = fromRoot("node_modules", "@playwright", "test", "cli.js");
const config = fromRoot("e2e", "shots", "playwright.config.ts");
process.exitCode = await runNode([cli, "test", "--config", config, "--reporter=line", ...rest], {
  stdio: "inherit",
  env,
});
if (process.exitCode === 0) console.log(`Pictures are in ${resolve(folder)}`);
