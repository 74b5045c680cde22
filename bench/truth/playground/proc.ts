import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One row of the kernel's table of TCP sockets. */
export interface TcpRow {
  /** As in a capture: `127.0.0.1:8888`, `[::1]:8888`. */
  readonly local: string;
  readonly remote: string;
  readonly state: TcpStateName;
  readonly sendQueue: number;
  readonly receiveQueue: number;
  /** 0: no program has it. */
  readonly inode: number;
}

const STATES = [
  "ESTABLISHED",
  "SYN-SENT",
  "SYN-RECEIVED",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "TIME-WAIT",
  "CLOSED",
  "CLOSE-WAIT",
  "LAST-ACK",
  "LISTEN",
  "CLOSING",
  "SYN-RECEIVED",
] as const;
export type TcpStateName = (typeof STATES)[number];

export const hasProc = (): boolean => existsSync("/proc/net/tcp");

/** The words of 4 bytes stand in the machine's own order, which is little endian wherever we test. */
function addressOf(text: string): string {
  const [host = "", port = ""] = text.split(":");
  const words = host.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => [...Buffer.from(word, "hex")].toReversed());
  const number = Number.parseInt(port, 16);
  if (bytes.length === 4) return `${bytes.join(".")}:${number}`;
  const mapped = bytes.slice(0, 12).join() === "0,0,0,0,0,0,0,0,0,0,255,255";
  if (mapped) return `${bytes.slice(12).join(".")}:${number}`;
  const hex = Buffer.from(bytes).toString("hex").match(/.{4}/g) ?? [];
  return `${new URL(`http://[${hex.join(":")}]/`).hostname}:${number}`;
}

function rows(file: string): readonly (readonly string[])[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) => line.trim().split(/\s+/));
}

/** Those that have one of these ports at either end: there may be thousands of others. */
export function tcpRows(ports: ReadonlySet<number>): readonly TcpRow[] {
  const wanted = (address = ""): boolean =>
    ports.has(Number.parseInt(address.slice(address.indexOf(":") + 1), 16));
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    rows(file)
      .filter((row) => wanted(row[1]) || wanted(row[2]))
      .map((row) => {
        const [send = "", receive = ""] = (row[4] ?? "").split(":");
        return {
          local: addressOf(row[1] ?? ""),
          remote: addressOf(row[2] ?? ""),
          state: STATES[Number.parseInt(row[3] ?? "0", 16) - 1] ?? "CLOSED",
          sendQueue: Number.parseInt(send, 16),
          receiveQueue: Number.parseInt(receive, 16),
          inode: Number(row[9]),
        };
      }),
  );
}

/** Which of these processes has the socket with this inode open. */
export function ownerOf(inode: number, pids: readonly number[]): number | null {
  if (inode === 0) return null;
  return pids.find((pid) => inodesOf(pid).has(inode)) ?? null;
}

function inodesOf(pid: number): ReadonlySet<number> {
  const inodes = new Set<number>();
  try {
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const found = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`));
      if (found) inodes.add(Number(found[1]));
    }
  } catch {
    // It has ended meanwhile.
  }
  return inodes;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return "";
  }
}

/** This process and all that it has started, as long as their parents live. */
export function withChildren(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    const children = text === "" ? [] : text.split(" ").map(Number);
    return [pid, ...children.flatMap(withChildren)];
  } catch {
    return [pid];
  }
}
