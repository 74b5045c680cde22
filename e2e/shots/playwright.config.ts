import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

/** Pictures, not tests: run by scripts/screenshots.mjs. */
export default defineConfig({
  ...base,
  testDir: ".",
  testIgnore: [],
  outputDir: "../../test-results/shots",
  workers: 1,
  projects: [{ name: "course ports" }],
  use: { ...base.use, trace: "off" },
});
