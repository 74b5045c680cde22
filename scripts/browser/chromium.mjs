import { findOrInstallChromium, machineProbes, NO_CHROMIUM } from "./find-chromium.mjs";

/** Ends the process with a plain sentence. @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * The browser for the tests, installed if need be; ends the process with two lines if none.
 * @param {(path: string) => boolean} [fits] leaves out browsers that cannot do what is needed
 */
export async function requireChromium(fits = () => true) {
  const probes = machineProbes();
  const places = probes.places.filter(fits);
  const path = await findOrInstallChromium({ ...probes, places }).catch((error) =>
    refuse(error instanceof Error ? error.message : String(error)),
  );
  return path ?? refuse(NO_CHROMIUM);
}
