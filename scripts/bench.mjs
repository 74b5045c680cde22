// Builds a benchmark into dist/bench/NAME and runs it: node scripts/bench.mjs sockets
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { build } from "vite";
import { fromRoot, root } from "./root.mjs";
import { runNode } from "./run.mjs";

const [name = "sockets", ...args] = process.argv.slice(2);
// Each file can be a process of its own.
const entries = readdirSync(fromRoot("bench", name))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => basename(file, ".ts"));
await build({
  configFile: false,
  root,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: [/^@sockscope\//] },
  build: {
    ssr: true,
    target: "node20.19",
    outDir: fromRoot("dist", "bench", name),
    rolldownOptions: {
      input: Object.fromEntries(
        entries.map((entry) => [entry, fromRoot("bench", name, `${entry}.ts`)]),
      ),
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
process.exitCode = await runNode([fromRoot("dist", "bench", name, "main.js"), ...args], {
  stdio: "inherit",
});
