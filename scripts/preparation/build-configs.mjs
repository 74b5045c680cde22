import { fromRoot, root } from "../root.mjs";

/**
 * The page.
 * @param {string} outDir
 * @returns {import("vite").InlineConfig}
 */
export const web = (outDir) => ({
  configFile: fromRoot("vite.config.ts"),
  logLevel: "warn",
  build: { outDir },
});

/**
 * What runs in Node.
 * @param {string} outDir
 * @param {import("vite").Rolldown.RolldownOptions} rolldownOptions
 * @returns {import("vite").InlineConfig}
 */
export const forNode = (outDir, rolldownOptions) => ({
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

/**
 * The lab and its command line, with their libraries: a hundred small files take longer to find than to
 * run. `open` stays outside, since it starts a script that lies beside it.
 * @param {string} outDir
 * @returns {import("vite").InlineConfig}
 */
export const server = (outDir) => ({
  ...serverAlone(outDir),
  ssr: { noExternal: true, external: ["open"] },
});

/** @param {string} outDir */
const serverAlone = (outDir) =>
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
 * @param {import("vite").Rolldown.OutputOptions} output
 */
export const threadWorker = (outDir, output = { entryFileNames: "[name].js" }) =>
  forNode(outDir, {
    input: fromRoot("packages", "programs", "src", "thread-worker.ts"),
    output,
  });
