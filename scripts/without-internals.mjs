// npm run test:without-internals: the tests of packages/sockets in a Node that hides its internals.
// What needs them is skipped there; what holds instead is in api/without-internals.test.ts.
import { runNode } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";

const vitest = fromRoot("node_modules", "vitest", "vitest.mjs");
process.exitCode = await runNode([vitest, "run", "packages/sockets", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { SOCKSCOPE_WITHOUT_INTERNALS: "1" },
});
