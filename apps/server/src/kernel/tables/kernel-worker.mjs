// The thread that reads the kernel's tables. It is plain JavaScript because it is started by its
// path, from the sources and from the bundle.
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { lookUp } from "./look-up.mjs";
import { Owners } from "./owners.mjs";
import { processOf } from "./processes.mjs";

/**
 * @typedef {import("./look-up.mjs").Watched} Watched
 * @typedef {import("./look-up.mjs").SocketResult} SocketResult
 * @typedef {import("./owners.mjs").Owned} Owned
 * @typedef {import("./processes.mjs").Process} Process
 *
 * `watch` replaces the question about a socket. `again`: sockets that are answered even if unchanged.
 * `processes`: those whose end is to be reported. Null: the same as before.
 * @typedef {{ readonly watch: readonly Watched[], readonly drop: readonly number[], readonly again: readonly number[], readonly processes: readonly Process[] | null }} Question
 *
 * The sockets that have changed since the last answer. `from` and `to` are of process.hrtime.bigint(),
 * `tables`: how many were read,
 * `isEmpty`: none of them had any socket. `took`, in ms, is the thread's own time. If processes have
 * to be searched for, which takes long, a `Search` follows.
 * @typedef {{ readonly from: bigint, readonly to: bigint, readonly took: number, readonly isLast: boolean, readonly tables: number, readonly isEmpty: boolean, readonly results: readonly SocketResult[], readonly owned: readonly Owned[], readonly gone: readonly Process[] }} Reading
 * @typedef {{ readonly took: number, readonly isLast: true, readonly owned: readonly Owned[] }} Search
 */

/** @type {Map<number, Watched>} */
const watched = new Map();
/** The last answer about each socket, as text. @type {Map<number, string>} */
const answered = new Map();
const owners = new Owners();
/** @type {readonly Process[]} */
let processes = [];
let buffer = Buffer.allocUnsafe(1 << 16);

/** A table's text. Empty if there is no such table. @param {string} name */
function table(name) {
  /** @type {number} */
  let file;
  try {
    file = openSync(`/proc/net/${name}`, "r");
  } catch {
    return "";
  }
  try {
    let length = 0;
    for (;;) {
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const count = readSync(file, buffer, length, buffer.length - length, null);
      if (count === 0) return buffer.toString("latin1", 0, length);
      length += count;
    }
  } finally {
    closeSync(file);
  }
}

/** ms for which this thread has had a processor. If that is unknown, ms that have passed. */
function worked() {
  try {
    return Number.parseInt(readFileSync("/proc/thread-self/schedstat", "ascii"), 10) / 1e6;
  } catch {
    return performance.now();
  }
}

/** @param {Question} question */
function answer({ watch, drop, again, processes: others }) {
  const began = worked();
  for (const socket of drop) watched.delete(socket);
  owners.drop(drop);
  for (const one of watch) watched.set(one.socket, one);
  for (const socket of [...drop, ...again, ...watch.map((one) => one.socket)])
    answered.delete(socket);
  if (others) processes = others;
  const from = process.hrtime.bigint();
  const { tables, isEmpty, results, foreign } = lookUp([...watched.values()], table);
  const to = process.hrtime.bigint();
  const changed = results.filter((one) => {
    const text = JSON.stringify(one);
    const same = answered.get(one.socket) === text;
    if (!same) answered.set(one.socket, text);
    return !same;
  });
  const now = performance.now();
  const unknown = owners.unknown(foreign, now);
  const gone = processes.filter(({ pid, start }) => processOf(pid)?.start !== start);
  const owned = owners.news(foreign);
  const isLast = unknown.length === 0;
  post({
    from,
    to,
    took: worked() - began,
    isLast,
    tables,
    isEmpty,
    results: changed,
    owned,
    gone,
  });
  if (isLast) return;
  owners.search(unknown, now);
  post({ took: worked() - began, isLast: true, owned: owners.news(foreign) });
}

/** @param {Reading | Search} message */
const post = (message) => parentPort?.postMessage(message);

parentPort?.on("message", answer);
