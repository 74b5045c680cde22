import { runNode } from "../process/run.mjs";
import { fromRoot } from "../root.mjs";
import { ensureInstalled } from "./installed.mjs";
import { nodeProblem } from "./node-version.mjs";
import { openFileLimit, openFilesProblem } from "./open-files.mjs";
import { builtFrom, inputsHash } from "./stale.mjs";

/** Ends the process with a sentence when this Node.js is too old, or may open too few files. */
function requireNode() {
  const problem = nodeProblem(process.versions.node) ?? openFilesProblem(openFileLimit());
  if (problem === null) return;
  console.error(problem);
  process.exit(1);
}

/** Ends the process with a sentence when the packages cannot be installed. */
export async function requireInstalled() {
  requireNode();
  if (!(await ensureInstalled())) process.exit(1);
}

/**
 * Builds what is stale, in a process of its own: Vite sets NODE_ENV and starts threads, and the
 * server should start the same whether or not there was something to build.
 */
export async function requireBuilt() {
  await requireInstalled();
  if (builtFrom() === inputsHash()) return;
  console.error("Building ...");
  if ((await runNode([fromRoot("scripts", "build.mjs")])) === 0) return;
  console.error("The build failed; see above.");
  process.exit(1);
}
