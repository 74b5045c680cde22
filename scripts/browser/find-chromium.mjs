import { existsSync } from "node:fs";
import { run, runNode } from "../process/run.mjs";
import { fromRoot } from "../root.mjs";
import { chromiumPlaces } from "./chromium-places.mjs";

const INSTALL_LIMIT = 5 * 60_000;

/**
 * What the search asks of the machine; tests put their own answers in.
 * @typedef {object} Probes
 * @property {string | undefined} named the value of SOCKSCOPE_CHROMIUM
 * @property {() => Promise<string>} playwrights where Playwright keeps, or would keep, its own
 * @property {readonly string[]} places where others usually stand
 * @property {(path: string) => boolean} exists
 * @property {() => Promise<number>} installPlaywrights gives an exit code
 * @property {boolean} debianRoot whether apt-get may be used
 * @property {() => Promise<number>} installDebians gives an exit code
 */

/**
 * Looks for a browser that is there already: the named one, Playwright's own, an installed one.
 * A named one that does not exist is an error and not a reason to take another.
 * @param {Probes} probes
 * @returns {Promise<string | null>} the path of its executable
 */
export async function findChromium({ named, playwrights, places, exists }) {
  if (named !== undefined && named !== "") {
    if (exists(named)) return named;
    throw new Error(`SOCKSCOPE_CHROMIUM names ${named}, which does not exist.`);
  }
  const own = await playwrights();
  return [own, ...places].find(exists) ?? null;
}

/**
 * The same, and when there is none installs one: Playwright's, else on Debian as root the system's.
 * @param {Probes} probes
 * @returns {Promise<string | null>}
 */
export async function findOrInstallChromium(probes) {
  const found = await findChromium(probes);
  if (found !== null) return found;
  await probes.installPlaywrights();
  const installed = await findChromium(probes);
  if (installed !== null || !probes.debianRoot) return installed;
  await probes.installDebians();
  return findChromium(probes);
}

export const NO_CHROMIUM = [
  "No Chromium, Chrome or Edge was found, and none could be installed.",
  "Install one, or set SOCKSCOPE_CHROMIUM to the path of its executable, and run this again.",
].join("\n");

async function installDebians() {
  console.error("Installing Debian's chromium ...");
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeout: INSTALL_LIMIT };
  const updated = await run("apt-get", ["update", "-qq"], options);
  if (updated !== 0) return updated;
  const install = (/** @type {string} */ name) =>
    run("apt-get", ["install", "-y", "-qq", name], options);
  // Older releases have no package of the shell alone.
  const shell = await install("chromium-headless-shell");
  return shell === 0 ? shell : install("chromium");
}

async function installPlaywrights() {
  console.error("Installing Playwright's Chromium ...");
  const cli = fromRoot("node_modules", "@playwright", "test", "cli.js");
  return runNode([cli, "install", "chromium"], { timeout: INSTALL_LIMIT });
}

/** @returns {Probes} the real ones, of this machine */
export const machineProbes = () => ({
  named: process.env["SOCKSCOPE_CHROMIUM"],
  // Loaded late: before an install there is no Playwright to ask.
  playwrights: async () => (await import("@playwright/test")).chromium.executablePath(),
  places: chromiumPlaces(process.platform, process.env),
  exists: existsSync,
  installPlaywrights,
  debianRoot: existsSync("/etc/debian_version") && process.getuid?.() === 0,
  installDebians,
});
