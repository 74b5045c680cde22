import { findOrInstallChromium, machineProbes, NO_CHROMIUM } from "./find-chromium.mjs";

/** The browser for the tests, installed if need be; ends the process with two lines if none. */
export async function requireChromium() {
  const path = await findOrInstallChromium(machineProbes());
  if (path !== null) return path;
  console.error(NO_CHROMIUM);
  process.exit(1);
}
