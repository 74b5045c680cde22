import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,apps,scripts,bench}/**/*.test.{ts,tsx}"],
    environment: "node",
    globalSetup: "scripts/thread-worker.setup.ts",
    // A busy machine fails no test by its slowness alone: this ends only what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    // One reporter for people; scripts/test.mjs adds one that it counts from.
    reporters: ["default"],
  },
});
