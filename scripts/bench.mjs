// Builds a benchmark into dist/bench and runs it: node scripts/bench.mjs sockets
import { build } from "vite";
import { fromRoot, root } from "./root.mjs";
import { runNode } from "./run.mjs";

const [name = "sockets", ...args] = process.argv.slice(2);
await build({
  configFile: false,
  root,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: [/^@sockscope\//] },
  build: {
    ssr: true,
    target: "node20.19",
    outDir: fromRoot("dist", "bench"),
    rolldownOptions: {
      input: Object.fromEntries(
        ["main", "load", "page", "memory"].map((entry) => [
          entry,
          fromRoot("bench", name, `${entry}.ts`),
        ]),
      ),
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
process.exitCode = await runNode([fromRoot("dist", "bench", "main.js"), ...args], {
  stdio: "inherit",
});
