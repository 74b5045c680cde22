// Builds the page into dist/web and the server into dist/server.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { build } from "vite";
import { inputsHash, stampPath } from "./preparation/stale.mjs";
import { fromRoot, root } from "./root.mjs";

/**
 * @param {string} outDir
 * @returns {import("vite").InlineConfig}
 */
const web = (outDir) => ({
  configFile: fromRoot("vite.config.ts"),
  logLevel: "warn",
  build: { outDir },
});

/**
 * @param {string} outDir
 * @param {import("vite").Rolldown.RolldownOptions} rolldownOptions
 * @returns {import("vite").InlineConfig}
 */
const forNode = (outDir, rolldownOptions) => ({
  configFile: false,
  root,
  logLevel: "warn",
  publicDir: false,
  ssr: { noExternal: [/^@sockscope\//] },
  build: {
    ssr: true,
    target: "node20.19",
    outDir,
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions,
  },
});

/** @param {string} outDir */
const server = (outDir) =>
  forNode(outDir, {
    input: {
      main: fromRoot("apps", "server", "src", "cli", "main.ts"),
      cli: fromRoot("apps", "server", "src", "cli", "cli.ts"),
      acceptor: fromRoot("packages", "sockets", "src", "tcp", "acceptor.mjs"),
      "kernel-worker": fromRoot("apps", "server", "src", "kernel", "tables", "kernel-worker.mjs"),
    },
    // All in one folder: `../web` from import.meta.url is then right in every chunk.
    output: {
      // Started by their paths, which are the same in the sources.
      entryFileNames: ({ name }) =>
        name === "acceptor" || name === "kernel-worker" ? `${name}.mjs` : "[name].js",
      chunkFileNames: "[name]-[hash].js",
      // A script of their own, whose map is small: the lines of their calls are looked up in it.
      codeSplitting: {
        groups: [{ name: "programs", test: /packages[\\/]programs[\\/]src[\\/]/ }],
        includeDependenciesRecursively: false,
      },
    },
  });

/**
 * Built apart, so that a worker loads nothing of the server's.
 * @param {string} outDir
 */
const threadWorker = (outDir) =>
  forNode(outDir, {
    input: fromRoot("packages", "programs", "src", "thread-worker.ts"),
    output: { entryFileNames: "[name].js" },
  });

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
