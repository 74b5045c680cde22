// Builds a benchmark into dist/bench/NAME and runs it: node scripts/bench.mjs sockets|web|reliability|truth
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { build } from "vite";
import { buildWebPages } from "../bench/web/build/pages.mjs";
import { requireChromium } from "./browser/chromium.mjs";
import { forNode } from "./preparation/build-configs.mjs";
import { runNode } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";

const [name = "sockets", ...args] = process.argv.slice(2);
const outDir = fromRoot("dist", "bench", name);
// Each file can be a process of its own.
const entries = readdirSync(fromRoot("bench", name))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => basename(file, ".ts"));
const input = Object.fromEntries(
  entries.map((entry) => [entry, fromRoot("bench", name, `${entry}.ts`)]),
);
if (name === "truth") {
  // Servers of the catalogue with a thread for each client, and what is started by its path.
  input["thread-worker"] = fromRoot("packages", "programs", "src", "thread-worker.ts");
  input["acceptor"] = fromRoot("packages", "sockets", "src", "tcp", "acceptor.mjs");
  input["kernel-worker"] = fromRoot(
    "apps",
    "server",
    "src",
    "kernel",
    "tables",
    "kernel-worker.mjs",
  );
}
const config = forNode(outDir, {
  input,
  output: {
    entryFileNames: ({ name: entry }) =>
      entry === "acceptor" || entry === "kernel-worker" ? `${entry}.mjs` : "[name].js",
    chunkFileNames: "[name]-[hash].js",
  },
});
await build({ ...config, build: { ...config.build, emptyOutDir: true, sourcemap: false } });
/** @type {NodeJS.ProcessEnv} */
const env = {};
if (name === "web") {
  await buildWebPages();
  // The headless shell does not tell how much memory a page takes.
  env["BENCH_CHROMIUM"] = await requireChromium((path) => !path.includes("headless-shell"));
}
process.exitCode = await runNode([`${outDir}/main.js`, ...args], {
  stdio: "inherit",
  env,
});
