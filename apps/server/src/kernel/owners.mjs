import { holdersOf, processOf, stillHolds } from "./processes.mjs";

/**
 * @typedef {import("./look-up.mjs").Foreign} Foreign
 * @typedef {import("./processes.mjs").Process} Process
 * @typedef {import("./processes.mjs").Holder} Holder
 *
 * The process that has the other end of `socket`.
 * @typedef {{ readonly socket: number, readonly end: string, readonly process: Process }} Owned
 */

/** How often one is looked for that nobody is found to have: it may be another user's. */
const TRIES = 4;
/** ms between two of them. */
const PAUSE = 1000;

/**
 * Remembers whose sockets are, and looks for those that are new. Of several processes that have one
 * socket the youngest has it: a server that forks leaves the connection to its child. Of a listening
 * socket that several have, nobody says which of them will accept.
 */
export class Owners {
  /** @type {Map<string, Holder>} */
  #known = new Map();
  /** @type {Map<string, { tries: number, last: number }>} */
  #sought = new Map();
  /** What was told of each end. @type {Map<string, string>} */
  #told = new Map();

  /** Those of whom something is new. @param {readonly Foreign[]} foreign @param {number} now @returns {readonly Owned[]} */
  of(foreign, now) {
    this.#forget(new Set(foreign.map(({ inode }) => inode)));
    const unknown = new Set(
      foreign
        .map(({ inode }) => inode)
        .filter((inode) => !this.#isKnown(inode) && this.#isDue(inode, now)),
    );
    const holders = holdersOf(unknown);
    for (const inode of unknown) {
      const some = holders.get(inode) ?? [];
      const { accepted = true } = foreign.find((one) => one.inode === inode) ?? {};
      const holder = accepted || some.length === 1 ? some.at(-1) : undefined;
      if (holder) {
        this.#known.set(inode, holder);
        this.#sought.delete(inode);
      } else
        this.#sought.set(inode, { tries: (this.#sought.get(inode)?.tries ?? 0) + 1, last: now });
    }
    /** @type {Owned[]} */
    const owned = [];
    for (const { socket, end, inode } of foreign) {
      const holder = this.#known.get(inode);
      if (!holder) continue;
      const { pid, start, name } = holder;
      const key = `${socket} ${end}`;
      const text = `${pid} ${start}`;
      if (this.#told.get(key) === text) continue;
      this.#told.set(key, text);
      owned.push({ socket, end, process: { pid, start, name } });
    }
    return owned;
  }

  /** It is to be told again. @param {number} socket */
  drop(socket) {
    for (const key of this.#told.keys()) if (key.startsWith(`${socket} `)) this.#told.delete(key);
  }

  /** @param {string} inode */
  #isKnown(inode) {
    const holder = this.#known.get(inode);
    if (holder && stillHolds(holder, inode) && processOf(holder.pid)?.start === holder.start)
      return true;
    this.#known.delete(inode);
    return false;
  }

  /** @param {string} inode @param {number} now */
  #isDue(inode, now) {
    const sought = this.#sought.get(inode);
    return !sought || (sought.tries < TRIES && now - sought.last >= PAUSE);
  }

  /** Numbers are used again. @param {ReadonlySet<string>} present */
  #forget(present) {
    for (const inode of this.#known.keys()) if (!present.has(inode)) this.#known.delete(inode);
    for (const inode of this.#sought.keys()) if (!present.has(inode)) this.#sought.delete(inode);
  }
}
