import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { fromRoot, root } from "./root.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the worker of threaded servers, bundled as it is for the server. */
    readonly threadWorker: string;
  }
}

/** Node cannot run a worker from its TypeScript, so tests get it bundled; made once a run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(tmpdir(), "sockscope-worker-"));
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
      emptyOutDir: true,
      rolldownOptions: {
        input: fromRoot("packages", "programs", "src", "thread-worker.ts"),
        output: { entryFileNames: "[name].mjs" },
      },
    },
  });
  project.provide("threadWorker", pathToFileURL(join(outDir, "thread-worker.mjs")).href);
  return () => rmSync(outDir, { recursive: true, force: true });
}
