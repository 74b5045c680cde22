// Finds the owner of a socket in Linux's /proc/PID, as far as this user may read it.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * A process of this machine. Pids are used again, so `start` (in ticks since boot) is part of its identity.
 * @typedef {{ readonly pid: number, readonly start: string, readonly name: string }} Process
 * @typedef {Process & { readonly file: string }} Holder
 */

/** The maximum of open files in one search. Beyond that it is given up. */
const MAX_FILES = 50_000;

/** Null if it is gone, or dead and not collected yet. @param {number} pid @returns {Process | null} */
export function processOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  // `4711 (any name) S ...`: the name may contain brackets and spaces itself.
  const [open, close] = [stat.indexOf("("), stat.lastIndexOf(")")];
  if (open < 0 || close < open) return null;
  const fields = stat.slice(close + 2).split(" ");
  const [state = ""] = fields;
  const start = fields[19];
  if (start === undefined || state === "Z" || state === "X") return null;
  return { pid, start, name: stat.slice(open + 1, close).trim() };
}

/**
 * The processes that have each of these sockets open, oldest first.
 * @param {ReadonlySet<string>} inodes
 * @returns {Map<string, Holder[]>}
 */
export function holdersOf(inodes) {
  /** @type {Map<string, Holder[]>} */
  const holders = new Map();
  if (inodes.size === 0) return holders;
  let files = 0;
  for (const folder of list("/proc")) {
    const pid = Number(folder);
    if (!Number.isInteger(pid)) continue;
    // A process of another user, or one that has just ended, cannot be read.
    const open = list(`/proc/${pid}/fd`);
    files += open.length;
    if (files > MAX_FILES) return holders;
    for (const name of open) {
      const file = `/proc/${pid}/fd/${name}`;
      const inode = socketOf(file);
      if (inode === null || !inodes.has(inode)) continue;
      const process = processOf(pid);
      if (process === null) break;
      const others = holders.get(inode) ?? [];
      if (others.at(-1)?.pid !== pid) holders.set(inode, [...others, { ...process, file }]);
    }
  }
  for (const sharing of holders.values()) sharing.sort(byAge);
  return holders;
}

/** Whether that process still has that socket. @param {Holder} holder @param {string} inode */
export const stillHolds = (holder, inode) => socketOf(holder.file) === inode;

/** @param {Process} a @param {Process} b */
const byAge = (a, b) => Number(a.start) - Number(b.start) || a.pid - b.pid;

/** @param {string} file */
function socketOf(file) {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(file))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** @param {string} folder @returns {readonly string[]} */
function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
