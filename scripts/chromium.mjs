import { findOrInstallChromium, machineProbes, NO_CHROMIUM } from "./find-chromium.mjs";

/** Ends the process with a plain sentence. @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The browser for the tests, installed if need be; ends the process with two lines if none. */
export async function requireChromium() {
  const path = await findOrInstallChromium(machineProbes()).catch((error) =>
    refuse(error instanceof Error ? error.message : String(error)),
  );
  return path ?? refuse(NO_CHROMIUM);
}
