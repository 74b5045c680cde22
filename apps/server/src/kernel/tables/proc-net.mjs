// Linux's tables of sockets, /proc/net/{tcp,tcp6,udp,udp6}. Ends are written as in the tables:
// `0100007F:22B8`, words in this machine's byte order, `00000000000000000000000001000000:22B8` for
// IPv6. An IPv4 address of an IPv6 socket is written as an IPv4 end, because it is the same end.

/**
 * @typedef {import("@sockscope/protocol").KernelSocket} KernelSocket
 * @typedef {import("@sockscope/protocol").TcpState} TcpState
 * @typedef {{ readonly socket: KernelSocket, readonly local: string, readonly remote: string, readonly inode: string }} Row
 */

/** @type {Readonly<Record<string, TcpState>>} */
const STATES = {
  "01": "ESTABLISHED",
  "02": "SYN-SENT",
  "03": "SYN-RECEIVED",
  "04": "FIN-WAIT-1",
  "05": "FIN-WAIT-2",
  "06": "TIME-WAIT",
  "07": "CLOSED",
  "08": "CLOSE-WAIT",
  "09": "LAST-ACK",
  "0A": "LISTEN",
  "0B": "CLOSING",
  "0C": "SYN-RECEIVED",
};
/** The prefix of a mapped IPv4 address. */
const MAPPED = "0000000000000000FFFF0000";
/** The inode of a socket that no process has. */
const NONE = "0";

/**
 * Calls `add` for each row for whose ends `wanted` is true. The rest of other rows is not parsed.
 * @param {string} table
 * @param {"tcp" | "udp"} protocol
 * @param {(local: string, remote: string, state: string) => boolean} wanted
 * @param {(row: Row) => void} add
 */
export function readRows(table, protocol, wanted, add) {
  let start = table.indexOf("\n") + 1;
  while (start > 0 && start < table.length) {
    const newline = table.indexOf("\n", start);
    const end = newline < 0 ? table.length : newline;
    const ends = table.indexOf(": ", start) + 2;
    const middle = table.indexOf(" ", ends);
    const after = table.indexOf(" ", middle + 1);
    start = end + 1;
    // The line was cut off.
    if (ends < 2 || middle < 0 || after < 0 || after > end) continue;
    const local = plain(table.slice(ends, middle));
    const remote = plain(table.slice(middle + 1, after));
    if (!wanted(local, remote, table.slice(after + 1, after + 3))) continue;
    const row = rowOf(local, remote, table.slice(after + 1, end), protocol);
    if (row) add(row);
  }
}

/**
 * @param {string} local
 * @param {string} remote
 * @param {string} rest
 * @param {"tcp" | "udp"} protocol
 * @returns {Row | null}
 */
function rowOf(local, remote, rest, protocol) {
  const fields = rest.trim().split(/\s+/);
  const [code = "", queues = "", , again = "", , , inode = NONE] = fields;
  const [sendQueue = NaN, receiveQueue = NaN] = queues
    .split(":")
    .map((hex) => Number.parseInt(hex, 16));
  if (Number.isNaN(sendQueue) || Number.isNaN(receiveQueue)) return null;
  const state = protocol === "tcp" ? (STATES[code] ?? null) : null;
  if (protocol === "tcp" && state === null) return null;
  const retransmits = protocol === "tcp" ? Number.parseInt(again, 16) : 0;
  const drops = protocol === "udp" ? Number(fields[9] ?? 0) : 0;
  return {
    local,
    remote,
    inode,
    socket: {
      state,
      receiveQueue,
      sendQueue,
      ...(retransmits > 0 && { retransmits }),
      ...(drops > 0 && { drops }),
      // In TIME-WAIT no socket has a process.
      ...(inode === NONE && state !== "TIME-WAIT" && { orphan: /** @type {const} */ (true) }),
    },
  };
}

/** @param {string} end */
const plain = (end) =>
  end.length > MAPPED.length && end.startsWith(MAPPED) ? end.slice(MAPPED.length) : end;

/** The same port at "every address", in both families. @param {string} end */
export function wildcardsOf(end) {
  const port = end.slice(end.indexOf(":"));
  return [`${"0".repeat(8)}${port}`, `${"0".repeat(32)}${port}`];
}

/** Whether a process has the socket of this row. @param {{ readonly inode: string }} row */
export const isOwned = (row) => row.inode !== NONE;
