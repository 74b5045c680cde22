import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/testing/longest-first.ts";

/** Folders whose modules keep nothing between tests: their test files share one process. */
const PURE =
  "{packages/{protocol,trace,lessons},apps/web,scripts/{imports,house}}/**/*.test.{ts,tsx}";

export default defineConfig({
  test: {
    environment: "node",
    // A busy machine fails no test by its slowness alone: this ends only what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    // Vitest would leave one core idle; most of these tests wait for the kernel.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    // One reporter for people; scripts/test.mjs adds one that it counts from.
    reporters: ["default"],
    projects: [
      { extends: true, test: { name: "pure", include: [PURE], isolate: false } },
      {
        extends: true,
        test: {
          name: "sockets",
          globalSetup: "scripts/testing/thread-worker.setup.ts",
          setupFiles: process.env["SOCKSCOPE_WITHOUT_INTERNALS"]
            ? ["scripts/testing/without-internals.setup.ts"]
            : [],
          include: ["{packages,apps,scripts,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", PURE],
        },
      },
    ],
  },
});
