// npm run test:fuzz -- [CASES]: a million cases for each schema (or so many), and as many frames
// and lines as that is worth; `npm test` runs the same with fewer.

import { runNode } from "./process/run.mjs";
import { fromRoot } from "./root.mjs";

const [cases = "1000000"] = process.argv.slice(2);
const vitest = fromRoot("node_modules", "vitest", "vitest.mjs");
process.exitCode = await runNode([vitest, "run", "fuzz"], {
  stdio: "inherit",
  env: { FUZZ: cases },
});
