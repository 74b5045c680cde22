// npm run room -- [FOLDER [Playwright's arguments]]: plays every lesson to a room of 1280x720 in both languages and
// says what was in sight: the rows, cards and drawings of each step. With a folder, pictures of every step go there.
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { requireChromium } from "./browser/chromium.mjs";
import { requireBuilt } from "./preparation/prepare.mjs";
import { runNode } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";

const others = process.argv.slice(2);
const folder = others[0]?.startsWith("-") === false ? others.shift() : undefined;
await requireBuilt();
if (folder !== undefined) await mkdir(folder, { recursive: true });
const env = {
  SOCKSCOPE_CHROMIUM: await requireChromium(),
  SOCKSCOPE_ROOM: "all",
  ...(folder !== undefined && { SOCKSCOPE_ROOM_PICTURES: resolve(folder) }),
};
const cli = fromRoot("node_modules", "@playwright", "test", "cli.js");
process.exitCode = await runNode([cli, "test", "e2e/room.spec.ts", "--workers=1", ...others], {
  stdio: "inherit",
  env,
});
