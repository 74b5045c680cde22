import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { findChromium, machineProbes, NO_CHROMIUM } from "./scripts/browser/find-chromium.mjs";

const executablePath = await findChromium(machineProbes());
if (executablePath === null) throw new Error(NO_CHROMIUM);

/** Nothing may leave the machine, not even by the browser's own housekeeping. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
];
// Chromium's sandbox refuses to run as root, which a container usually is.
const args = process.getuid?.() === 0 ? [...QUIET, "--no-sandbox"] : QUIET;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  testIgnore: "shots/**",
  outputDir: "test-results",
  fullyParallel: true,
  workers: Math.max(1, Math.min(4, availableParallelism())),
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  // A machine of two cores may be busy with other things: time alone fails no test.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1280, height: 720 },
    // A trace of every test doubles its time; `npm run test:e2e -- --trace=retain-on-failure` makes them.
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args },
  },
});
