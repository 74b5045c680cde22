import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { forNode, threadWorker } from "../preparation/build-configs.mjs";
import { fromRoot } from "../root.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The URL of the worker of threaded servers, bundled as it is for the server. */
    readonly threadWorker: string;
    /** The path of a script that runs programs, bundled, and prints where they make their calls. */
    readonly callSites: string;
  }
}

/**
 * Bundles, once a run, the worker of threaded servers, which Node cannot start from TypeScript, and the
 * script whose call sites a test looks up in its source map.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(tmpdir(), "sockscope-worker-"));
  // `.mjs`: no package.json lies beside them that says what they are.
  const output = { entryFileNames: "[name].mjs" };
  const bundles = [
    threadWorker(outDir, output),
    forNode(outDir, {
      input: fromRoot("packages", "programs", "src", "call-sites.fixture.ts"),
      output,
    }),
  ];
  // Nor is there a node_modules from which they could import anything.
  for (const config of bundles) await build({ ...config, ssr: { noExternal: true } });
  cpSync(
    fromRoot("packages", "sockets", "src", "tcp", "acceptor.mjs"),
    join(outDir, "acceptor.mjs"),
  );
  project.provide("threadWorker", pathToFileURL(join(outDir, "thread-worker.mjs")).href);
  project.provide("callSites", join(outDir, "call-sites.fixture.mjs"));
  return () => rmSync(outDir, { recursive: true, force: true });
}
