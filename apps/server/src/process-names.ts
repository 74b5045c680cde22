import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Address, SocketType } from "@sockscope/protocol";

/** A process of this machine. */
export interface ProcessName {
  readonly pid: number;
  /** As `ps` shows it: at most 15 bytes of the program's name. */
  readonly name: string;
}

/** Open files looked at in one search at most; it is given up then. */
const MOST_FILES = 50_000;
/** The next search comes at least this many times later than the last one took. */
const REST = 9;

/** `0100007F:22B8`, `00000000000000000000000001000000:22B8`: words in this machine's byte order. */
export function procAddress({ address, port, family }: Address): string {
  const bytes = family === "AF_INET" ? address.split(".").map(Number) : ipv6Bytes(address);
  let text = "";
  for (let word = 0; word < bytes.length; word += 4)
    for (let byte = 3; byte >= 0; byte -= 1)
      text += (bytes[word + byte] ?? 0).toString(16).padStart(2, "0");
  return `${text}:${port.toString(16).padStart(4, "0")}`.toUpperCase();
}

function ipv6Bytes(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(zeros).fill("0"), ...last].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** The inodes of sockets in a /proc/net table whose local end is one of `ends`, by that end. */
export function inodesOf(table: string, ends: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of table.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [, local = ""] = fields;
    const inode = fields[9] ?? "0";
    // A connection in TIME-WAIT or one that nobody accepted yet belongs to no process.
    if (ends.has(local) && inode !== "0") found.set(local, inode);
  }
  return found;
}

const anyAddress = (end: string): string =>
  end.replace(/^[0-9A-F]+/, (hex) => "0".repeat(hex.length));

interface Wanted {
  readonly type: SocketType;
  readonly address: Address;
  readonly known: (process: ProcessName | null) => void;
}

/**
 * Tells which processes have the other ends of sockets, from Linux's /proc. As far as the user may
 * look into them; null for all others and on other systems. One search at a time, in which all are
 * looked for that were asked for meanwhile, and a rest after each, so that programs that come all the
 * time cost no more than a few.
 */
export class ProcessNames {
  #wanted: Wanted[] = [];
  #searching = false;

  find(type: SocketType, address: Address): Promise<ProcessName | null> {
    if (process.platform !== "linux") return Promise.resolve(null);
    return new Promise((known) => {
      this.#wanted.push({ type, address, known });
      if (!this.#searching) void this.#search();
    });
  }

  async #search(): Promise<void> {
    this.#searching = true;
    while (this.#wanted.length > 0) {
      const began = performance.now();
      const wanted = this.#wanted.splice(0);
      const inodes = await socketInodes(wanted);
      const owners = await ownersOf(new Set(inodes.values()));
      for (const one of wanted) one.known(owners.get(inodes.get(one) ?? "") ?? null);
      await wait(REST * (performance.now() - began), undefined, { ref: false });
    }
    this.#searching = false;
  }
}

async function socketInodes(wanted: readonly Wanted[]): Promise<Map<Wanted, string>> {
  const inodes = new Map<Wanted, string>();
  for (const type of ["SOCK_STREAM", "SOCK_DGRAM"] as const)
    for (const family of ["AF_INET", "AF_INET6"] as const) {
      const these = wanted.filter((one) => one.type === type && one.address.family === family);
      if (these.length === 0) continue;
      const file = `${type === "SOCK_STREAM" ? "tcp" : "udp"}${family === "AF_INET6" ? "6" : ""}`;
      const ends = these.map(({ address }) => procAddress(address));
      const table = await readFile(`/proc/net/${file}`, "ascii").catch(() => "");
      const found = inodesOf(table, new Set([...ends, ...ends.map(anyAddress)]));
      for (const [index, one] of these.entries()) {
        const end = ends[index] ?? "";
        const inode = found.get(end) ?? found.get(anyAddress(end));
        if (inode !== undefined) inodes.set(one, inode);
      }
    }
  return inodes;
}

/** Who has these sockets open. */
async function ownersOf(inodes: Set<string>): Promise<Map<string, ProcessName>> {
  const owners = new Map<string, ProcessName>();
  let files = 0;
  for (const folder of await readdir("/proc").catch(() => [])) {
    if (owners.size === inodes.size || files > MOST_FILES) break;
    const pid = Number(folder);
    if (!Number.isInteger(pid)) continue;
    // A process of another user, or one that has ended meanwhile, has nothing to read.
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    files += open.length;
    for (const file of open) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => "");
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode === undefined || !inodes.has(inode) || owners.has(inode)) continue;
      const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
      if (name !== "") owners.set(inode, { pid, name: name.trim() });
    }
  }
  return owners;
}
