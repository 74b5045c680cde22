import { existsSync, readFileSync } from "node:fs";
import { runNpm } from "../process/run.mjs";
import { fromRoot } from "../root.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} LockEntry
 * @typedef {{ packages: Readonly<Record<string, LockEntry>> }} Lock
 */

/** @param {string} path @returns {Lock} */
function readLock(path) {
  /** @type {unknown} */
  const json = JSON.parse(readFileSync(path, "utf8"));
  return /** @type {Lock} */ (json);
}
/** @param {LockEntry} a @param {LockEntry} b */
const same = (a, b) => a.version === b.version && a.integrity === b.integrity && a.link === b.link;

/**
 * Whether what npm says it installed is what the lock file asks for. Optional packages may be
 * missing: they are other platforms' builds.
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true;
    const found = installed.packages[path];
    return found === undefined ? wanted.optional === true : same(wanted, found);
  });
}

/** Installs what package-lock.json asks for, unless it is there. False when npm failed. */
export async function ensureInstalled() {
  // npm writes this file last, so an install that was broken off is seen as missing.
  const record = fromRoot("node_modules", ".package-lock.json");
  const lock = readLock(fromRoot("package-lock.json"));
  if (existsSync(record) && isInstalled(lock, readLock(record))) return true;
  console.error("Installing packages; this is done once and takes about a minute ...");
  const flags = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"];
  if ((await runNpm(["ci", ...flags, "--loglevel=error"])) === 0) return true;
  console.error("npm could not install the packages. Is the registry within reach?");
  return false;
}
