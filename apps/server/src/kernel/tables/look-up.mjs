// What the tables say about the watched sockets.
import { isOwned, readRows, wildcardsOf } from "./proc-net.mjs";

/**
 * @typedef {import("@sockscope/protocol").KernelSocket} KernelSocket
 * @typedef {import("./proc-net.mjs").Row} Row
 *
 * Ends are written as in the tables. `peer` false: the other end is watched separately, or in no table here.
 * @typedef {{ readonly kind: "stream", readonly socket: number, readonly local: string, readonly remote: string, readonly peer: boolean }} WatchedStream
 * @typedef {{ readonly kind: "listener", readonly socket: number, readonly local: string }} WatchedListener
 * @typedef {{ readonly kind: "datagrams", readonly socket: number, readonly local: string, readonly targets: readonly string[] }} WatchedDatagrams
 * @typedef {WatchedStream | WatchedListener | WatchedDatagrams} Watched
 *
 * The result for one socket. `peer` is absent if it was not looked up or is not one end. Listeners have `waiting`.
 * @typedef {{ readonly socket: number, readonly own: KernelSocket | null, readonly peer?: KernelSocket | null, readonly waiting?: readonly string[] }} SocketResult
 *
 * The kernel's number of the socket at an end that is not ours. `accepted` false: of the listening socket.
 * @typedef {{ readonly socket: number, readonly end: string, readonly inode: string, readonly accepted: boolean }} Foreign
 *
 * @typedef {{ readonly results: readonly SocketResult[], readonly foreign: readonly Foreign[] }} Answers
 * @typedef {{ readonly tables: number, readonly isEmpty: boolean, readonly results: readonly SocketResult[], readonly foreign: readonly Foreign[] }} LookUp
 */

/** @param {string} local @param {string} remote */
const pair = (local, remote) => `${local} ${remote}`;

/**
 * @param {readonly Watched[]} watched
 * @param {(name: "tcp" | "tcp6" | "udp" | "udp6") => string} read
 * @returns {LookUp}
 */
export function lookUp(watched, read) {
  let tables = 0;
  let isEmpty = true;
  /** @param {"tcp" | "tcp6" | "udp" | "udp6"} name */
  const table = (name) => {
    const text = read(name);
    tables += 1;
    // The first line is the heading.
    if (text.indexOf("\n") < text.length - 1) isEmpty = false;
    return text;
  };
  const streams = watched.filter((one) => one.kind !== "datagrams");
  const datagrams = watched.filter((one) => one.kind === "datagrams");
  const tcp = streams.length > 0 ? lookUpStreams(streams, table) : NOTHING;
  const udp = datagrams.length > 0 ? lookUpDatagrams(datagrams, table) : NOTHING;
  return {
    tables,
    isEmpty,
    results: [...tcp.results, ...udp.results],
    foreign: [...tcp.foreign, ...udp.foreign],
  };
}

/** @type {Answers} */
const NOTHING = { results: [], foreign: [] };

/**
 * @param {readonly (WatchedStream | WatchedListener)[]} watched
 * @param {(name: "tcp" | "tcp6") => string} table
 * @returns {Answers}
 */
function lookUpStreams(watched, table) {
  /** @type {Set<string>} */
  const wanted = new Set();
  /** The addresses of the clients that wait at each listener. @type {Map<string, string[]>} */
  const queues = new Map();
  for (const one of watched) {
    if (one.kind === "listener") queues.set(one.local, []);
    else {
      wanted.add(pair(one.local, one.remote));
      if (one.peer) wanted.add(pair(one.remote, one.local));
    }
  }
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {Map<string, Row>} */
  const listening = new Map();
  /** @param {string} text */
  const read = (text) =>
    readRows(
      text,
      "tcp",
      (local, remote, state) =>
        state === "0A" || queues.has(local) || wanted.has(pair(local, remote)),
      (row) => {
        const { local, remote, socket } = row;
        if (socket.state === "LISTEN") listening.set(local, row);
        else rows.set(pair(local, remote), row);
        if (isQueued(row)) queues.get(local)?.push(remote);
      },
    );
  read(table("tcp"));
  /** @param {WatchedStream | WatchedListener} one */
  const lacks = (one) => {
    if (one.kind === "listener") return !listening.has(one.local);
    if (!rows.has(pair(one.local, one.remote))) return true;
    const peer = rows.get(pair(one.remote, one.local));
    return one.peer && (!peer || (isQueued(peer) && !listenerOf(listening, one.remote)));
  };
  // An end of IPv4 may belong to a socket of IPv6.
  if (watched.some(lacks)) read(table("tcp6"));
  /** @type {Foreign[]} */
  const foreign = [];
  /** @type {SocketResult[]} */
  const results = watched.map((one) => {
    const { socket, local } = one;
    if (one.kind === "listener") {
      const own = listening.get(local)?.socket ?? null;
      return { socket, own, waiting: (queues.get(local) ?? []).sort() };
    }
    const own = rows.get(pair(local, one.remote))?.socket ?? null;
    if (!one.peer) return { socket, own };
    const peer = rows.get(pair(one.remote, local));
    const accepted = peer !== undefined && !isQueued(peer);
    const owner = accepted ? peer : peer && listenerOf(listening, one.remote);
    if (owner && isOwned(owner))
      foreign.push({ socket, end: one.remote, inode: owner.inode, accepted });
    return { socket, own, peer: peer?.socket ?? null };
  });
  return { results, foreign };
}

/** Whether it waits to be accepted. A connection that its program has closed is in neither of these states. @param {Row} row */
const isQueued = (row) =>
  !isOwned(row) && (row.socket.state === "ESTABLISHED" || row.socket.state === "CLOSE-WAIT");

/** @param {ReadonlyMap<string, Row>} listening @param {string} end */
const listenerOf = (listening, end) =>
  [end, ...wildcardsOf(end)].map((one) => listening.get(one)).find((row) => row !== undefined);

/**
 * @param {readonly WatchedDatagrams[]} watched
 * @param {(name: "udp" | "udp6") => string} table
 * @returns {Answers}
 */
function lookUpDatagrams(watched, table) {
  const targets = watched.flatMap((one) => one.targets);
  const ends = new Set([
    ...watched.map(({ local }) => local),
    ...targets,
    ...targets.flatMap((target) => wildcardsOf(target)),
  ]);
  /** @type {Map<string, Row[]>} */
  const bound = new Map();
  for (const name of /** @type {const} */ (["udp", "udp6"]))
    readRows(
      table(name),
      "udp",
      (local) => ends.has(local),
      (row) => bound.set(row.local, [...(bound.get(row.local) ?? []), row]),
    );
  /** @type {Foreign[]} */
  const foreign = [];
  /** @type {SocketResult[]} */
  const results = watched.map(({ socket, local, targets: to }) => {
    // Several sockets may share one end. Then their rows cannot be told apart.
    const own = only(bound.get(local));
    const peers = to.map((end) => {
      const rows = [end, ...wildcardsOf(end)].map((one) => bound.get(one)).find((some) => some);
      const row = rows?.find(({ remote }) => remote === local) ?? rows?.[0];
      if (row && isOwned(row)) foreign.push({ socket, end, inode: row.inode, accepted: true });
      return row?.socket ?? null;
    });
    const [peer = null] = peers;
    return { socket, own: own?.socket ?? null, ...(peers.length === 1 && { peer }) };
  });
  return { results, foreign };
}

/** @param {readonly Row[] | undefined} rows */
const only = (rows) => (rows?.length === 1 ? rows[0] : undefined);
