// Builds a benchmark into dist/bench and runs it: node scripts/bench.mjs sockets|web
import { build } from "vite";
import { requireChromium } from "./chromium.mjs";
import { fromRoot, root } from "./root.mjs";
import { runNode } from "./run.mjs";

/** @type {Readonly<Record<string, readonly string[]>>} */
const ENTRIES = {
  sockets: ["main", "load", "page", "memory"],
  web: ["main", "fold", "rate-load"],
};
const [name = "sockets", ...args] = process.argv.slice(2);
const outDir = fromRoot("dist", "bench");

await build({
  configFile: false,
  root,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: [/^@sockscope\//] },
  build: {
    ssr: true,
    target: "node20.19",
    outDir,
    rolldownOptions: {
      input: Object.fromEntries(
        (ENTRIES[name] ?? []).map((entry) => [entry, fromRoot("bench", name, `${entry}.ts`)]),
      ),
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
/** @type {NodeJS.ProcessEnv} */
const env = {};
if (name === "web") {
  // The page as it is built for everybody, with one module more.
  await build({
    configFile: fromRoot("vite.config.ts"),
    root: fromRoot("bench", "web", "page"),
    logLevel: "warn",
    publicDir: false,
    build: { outDir: fromRoot("dist", "bench", "page"), sourcemap: false },
  });
  env["BENCH_CHROMIUM"] = await requireChromium();
}
process.exitCode = await runNode([fromRoot("dist", "bench", "main.js"), ...args], {
  stdio: "inherit",
  env,
});
