import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { fromRoot, root } from "../root.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the worker of threaded servers, bundled as it is for the server. */
    readonly threadWorker: string;
    /** The path of a script that runs programs, bundled, and prints where they make their calls. */
    readonly callSites: string;
  }
}

/**
 * Node cannot run a worker from its TypeScript, so tests get it bundled, and with it what looks at
 * the lines of a bundle; made once a run.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(tmpdir(), "sockscope-worker-"));
  const bundle = (name: string) =>
    build({
      configFile: false,
      root,
      logLevel: "warn",
      publicDir: false,
      ssr: { noExternal: true },
      build: {
        ssr: true,
        target: "node20.19",
        outDir,
        emptyOutDir: false,
        sourcemap: true,
        rolldownOptions: {
          input: fromRoot("packages", "programs", "src", `${name}.ts`),
          output: { entryFileNames: `${name}.mjs` },
        },
      },
    });
  await bundle("thread-worker");
  await bundle("call-sites.fixture");
  cpSync(
    fromRoot("packages", "sockets", "src", "tcp", "acceptor.mjs"),
    join(outDir, "acceptor.mjs"),
  );
  project.provide("threadWorker", pathToFileURL(join(outDir, "thread-worker.mjs")).href);
  project.provide("callSites", join(outDir, "call-sites.fixture.mjs"));
  return () => rmSync(outDir, { recursive: true, force: true });
}
