// Builds the page into dist/web and the server into dist/server.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { build } from "vite";
import { server, threadWorker, web } from "./preparation/build-configs.mjs";
import { inputsHash, stampPath } from "./preparation/stale.mjs";
import { fromRoot } from "./root.mjs";

/**
 * Builds beside the old result and swaps at the end: a failed build leaves the old one whole.
 * @param {string} name the folder under dist/
 * @param {readonly ((outDir: string) => import("vite").InlineConfig)[]} configs
 */
async function swapIn(name, configs) {
  // Same depth as the final folder, or the paths in the source maps would be wrong.
  const fresh = fromRoot("dist", `${name}.${process.pid}`);
  try {
    for (const config of configs) await build(config(fresh));
    rmSync(fromRoot("dist", name), { recursive: true, force: true });
    renameSync(fresh, fromRoot("dist", name));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

// Hashed before the build reads them: a file changed meanwhile makes the result stale, not wrong.
const hash = inputsHash();
mkdirSync(fromRoot("dist"), { recursive: true });
rmSync(stampPath, { force: true });
try {
  await swapIn("web", [web]);
  await swapIn("server", [server, threadWorker]);
  writeFileSync(stampPath, hash);
} catch (error) {
  // Vite's message is complete and coloured; a stack of its own code would only hide it.
  const message = error instanceof Error ? error.message : String(error);
  console.error(process.stderr.isTTY ? message : stripVTControlCharacters(message));
  process.exitCode = 1;
}
