import { holdersOf, stillHolds } from "./processes.mjs";

/**
 * @typedef {import("./look-up.mjs").Foreign} Foreign
 * @typedef {import("./processes.mjs").Process} Process
 * @typedef {import("./processes.mjs").Holder} Holder
 *
 * The process that has the other end of `socket`.
 * @typedef {{ readonly socket: number, readonly end: string, readonly process: Process }} Owned
 */

/** How often an inode is searched for whose process is not found. It may be another user's. */
const TRIES = 4;
/** ms between two such searches. */
const PAUSE = 1000;

/** How many known inodes are checked again in each turn, since an open file may be passed on. */
const CHECKED = 100;

/**
 * Remembers the owners of sockets, and searches for those of new ones. If several processes have
 * one socket, the youngest counts as its owner: a server that forks leaves the connection to its
 * child. If several have a listening socket, nothing says which of them will accept.
 */
export class Owners {
  /** The one that was checked longest ago is the first. @type {Map<string, Holder>} */
  #known = new Map();
  /** @type {Map<string, { tries: number, last: number }>} */
  #searched = new Map();
  /** What was reported of each end. @type {Map<string, string>} */
  #reported = new Map();

  /** Those that have to be searched for now. @param {readonly Foreign[]} foreign @param {number} now */
  unknown(foreign, now) {
    this.#forget(new Set(foreign.map(({ inode }) => inode)));
    this.#check();
    return foreign.filter(({ inode }) => !this.#known.has(inode) && this.#isDue(inode, now));
  }

  /** Searches every process, which takes long. @param {readonly Foreign[]} unknown @param {number} now */
  search(unknown, now) {
    const holders = holdersOf(new Set(unknown.map(({ inode }) => inode)));
    for (const { inode, accepted } of unknown) {
      const some = holders.get(inode) ?? [];
      const holder = accepted || some.length === 1 ? some.at(-1) : undefined;
      if (holder) {
        this.#known.set(inode, holder);
        this.#searched.delete(inode);
        continue;
      }
      const { tries = 0, last = 0 } = this.#searched.get(inode) ?? {};
      if (last !== now) this.#searched.set(inode, { tries: tries + 1, last: now });
    }
  }

  /** The owners that were not reported yet. @param {readonly Foreign[]} foreign @returns {readonly Owned[]} */
  news(foreign) {
    /** @type {Owned[]} */
    const owned = [];
    for (const { socket, end, inode } of foreign) {
      const holder = this.#known.get(inode);
      if (!holder) continue;
      const { pid, start, name } = holder;
      const key = `${socket} ${end}`;
      const text = `${pid} ${start}`;
      if (this.#reported.get(key) === text) continue;
      this.#reported.set(key, text);
      owned.push({ socket, end, process: { pid, start, name } });
    }
    return owned;
  }

  /** Everything known about the other ends of these sockets is reported again. @param {readonly number[]} sockets */
  drop(sockets) {
    const dropped = new Set(sockets.map(String));
    if (dropped.size === 0) return;
    for (const key of this.#reported.keys())
      if (dropped.has(key.slice(0, key.indexOf(" ")))) this.#reported.delete(key);
  }

  #check() {
    let count = 0;
    for (const [inode, holder] of [...this.#known]) {
      if (count === CHECKED) return;
      count += 1;
      this.#known.delete(inode);
      if (stillHolds(holder, inode)) this.#known.set(inode, holder);
    }
  }

  /** @param {string} inode @param {number} now */
  #isDue(inode, now) {
    const searched = this.#searched.get(inode);
    return !searched || (searched.tries < TRIES && now - searched.last >= PAUSE);
  }

  /** Forgets absent inodes, since their numbers are used again. @param {ReadonlySet<string>} present */
  #forget(present) {
    for (const inode of this.#known.keys()) if (!present.has(inode)) this.#known.delete(inode);
    for (const inode of this.#searched.keys())
      if (!present.has(inode)) this.#searched.delete(inode);
  }
}
