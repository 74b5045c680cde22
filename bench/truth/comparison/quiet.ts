import { setTimeout as wait } from "node:timers/promises";
import type { SocketView, StageView } from "@sockscope/trace";
import type { Endpoints } from "../playground/drawn.ts";
import type { Playground } from "../playground/playground.ts";
import { ownerOf, type TcpRow, tcpRows, withChildren } from "../playground/proc.ts";
import { type Counts, type Finding, noCounts } from "./findings.ts";

/** ms without a change. */
const STILL = 700;
/** Tables that the lab has read since and that say nothing new: two readings. */
const READ = 8;
/** ms after which an unquiet stage is looked at all the same. */
const PATIENCE = 20_000;

/** What the kernel said at a quiet moment, and what the stage showed. */
export interface Quiet {
  readonly label: string;
  readonly stage: StageView;
  readonly rows: readonly TcpRow[];
  readonly moments: readonly Moment[];
  readonly findings: readonly Finding[];
  readonly counts: Counts;
}

/** What the stage showed of a connection of ours, to be held against the capture afterwards. */
export interface Moment {
  readonly label: string;
  readonly where: string;
  readonly local: string;
  readonly peer: string;
  /** The instant on the journal's clock, in ns. */
  readonly t: number;
  readonly view: SocketView;
  readonly row: TcpRow;
  /** No call that sends is under way. */
  readonly sending: boolean;
}

const text = (rows: readonly TcpRow[]): string =>
  rows
    // The kernel forgets these one by one, a minute later.
    .filter(({ state }) => state !== "TIME-WAIT")
    .map(({ local, remote, state, sendQueue, receiveQueue }) =>
      [local, remote, state, sendQueue, receiveQueue].join(" "),
    )
    .toSorted()
    .join("\n");

/** The rows of connections and listeners of ours, both ends. */
function rowsOfOurs(endpoints: Endpoints): readonly TcpRow[] {
  const ports = new Set([...endpoints.locals].map((name) => Number(portOf(name))));
  return tcpRows(ports).filter(({ local, remote }) => endpoints.areOurs(local, remote));
}

/**
 * Waits until neither the journal nor the kernel's tables change any more, and compares the stage with
 * those tables.
 */
export async function quiet(playground: Playground, label: string): Promise<Quiet> {
  const until = performance.now() + PATIENCE;
  let since = performance.now();
  let before = "";
  let readings = 0;
  for (;;) {
    playground.read();
    const rows = rowsOfOurs(playground.endpoints);
    const now = `${playground.journal.seq}\n${text(rows)}`;
    if (now !== before) {
      since = performance.now();
      readings = playground.lab.readings;
    }
    before = now;
    const still = performance.now() - since;
    const isTold = playground.lab.isAtRest || playground.lab.readings - readings >= READ;
    if ((still >= STILL && isTold) || performance.now() > until)
      return { label, rows, ...compareStage(playground, rows, label) };
    await wait(100);
  }
}

function compareStage(
  playground: Playground,
  rows: readonly TcpRow[],
  label: string,
): Pick<Quiet, "stage" | "moments" | "findings" | "counts"> {
  const { trace, endpoints: names } = playground;
  const stage = trace.stageAt(trace.steps.length);
  const counts = noCounts();
  const findings: Finding[] = [];
  const moments: Moment[] = [];
  const t = playground.journal.now() * 1e6;
  const find = (socket: string, check: Finding["check"], what: string): void => {
    counts.contradicted += 1;
    findings.push({ level: "misleading", check, where: socket, what: `${what} (${label})` });
  };
  const byPair = new Map(rows.map((row) => [`${row.local} ${row.remote}`, row]));
  const listeners = new Map(
    rows.filter(({ state }) => state === "LISTEN").map((row) => [portOf(row.local), row]),
  );
  const pids = playground.pids.flatMap(withChildren);
  for (const card of stage.actors) {
    for (const socket of card.sockets) {
      if (socket.type !== "SOCK_STREAM") continue;
      const { local, peer } = names.of(socket.id);
      const where = `${local} > ${peer} (socket ${socket.id})`;
      const equal = (holds: boolean | null, check: Finding["check"], what: string): void => {
        counts.states += 1;
        if (holds === null) counts.unknown += 1;
        else if (holds) counts.equal += 1;
        else find(where, check, what);
      };
      if (socket.phase === "LISTEN") {
        compareListener(socket, listeners.get(portOf(local ?? "")), equal);
        continue;
      }
      if (local === null || peer === null) continue;
      const own = byPair.get(`${local} ${peer}`);
      comparePhase(socket, own, equal);
      if (own) {
        const other = byPair.get(`${peer} ${local}`);
        const sending = card.open.some(
          (call) => call.socket === socket.id && call.verb.startsWith("send"),
        );
        moments.push({ label, where, local, peer, t, view: socket, row: own, sending });
        if (!playground.capturing) compareRange(socket, own, other, equal);
        const pid = other ? ownerOf(other.inode, pids) : null;
        if (pid !== null) compareOwner(socket, pid, stage, equal);
      }
    }
    const { process } = card;
    if (process && card.ended && pids.includes(process.pid))
      find(`process ${process.pid}`, "outsider", "is drawn as gone and lives");
  }
  return { stage, moments, findings, counts };
}

type Equal = (holds: boolean | null, check: Finding["check"], what: string) => void;

const portOf = (name: string): string => name.slice(name.lastIndexOf(":") + 1);

function compareListener(socket: SocketView, row: TcpRow | undefined, equal: Equal): void {
  equal(row !== undefined, "phase", "LISTEN is drawn; the kernel does not listen");
  if (!row || socket.queueOf !== "kernel") return;
  const drawn = socket.queueLength;
  // The least that there are is what is claimed.
  equal(
    drawn < row.receiveQueue ? null : drawn === row.receiveQueue,
    "queue",
    `${drawn} in the accept queue; the kernel has ${row.receiveQueue}`,
  );
}

/** Whatever the kernel has no row for is over, or has never begun. */
const OVER = new Set(["closed", "CLOSED", "RESET", "unbound", "bound"]);

function comparePhase(socket: SocketView, row: TcpRow | undefined, equal: Equal): void {
  const phase: string = socket.phase;
  if (phase === "unknown") return equal(null, "phase", "");
  const state = row?.state ?? "no socket";
  const holds =
    row === undefined
      ? // The kernel forgets TIME-WAIT by itself after a minute, or when the port is needed.
        OVER.has(phase) || phase === "TIME-WAIT"
      : phase === state ||
        (phase === "FIN-WAIT" && (state.startsWith("FIN-WAIT") || state === "CLOSING")) ||
        (state === "TIME-WAIT" && phase === "closed");
  equal(holds, "phase", `${phase} is drawn; the kernel has ${state}`);
}

/** Bytes that a program's own process may have taken from the kernel: one read of Node's. */
const READ_AHEAD = 64 * 1024;

/** Without a capture: what `unread` must be at least, and can be at most. */
function compareRange(
  { unread, unreadTruth }: SocketView,
  own: TcpRow,
  other: TcpRow | undefined,
  equal: Equal,
): void {
  if (own.state === "TIME-WAIT" || own.inode === 0) return;
  const inKernel = Math.max(0, own.receiveQueue - (hasEnd(own) ? 1 : 0));
  equal(
    unreadTruth === "minimum" && unread < inKernel
      ? null
      : unread >= inKernel && unread <= inKernel + READ_AHEAD,
    "unread",
    `${unread} B unread are drawn; Recv-Q is ${own.receiveQueue}, Send-Q of the other end ${other?.sendQueue}`,
  );
}

/** The other end's FIN is in its queue, where it counts as a byte. */
export const hasEnd = ({ state }: TcpRow): boolean =>
  ["CLOSE-WAIT", "LAST-ACK", "CLOSING"].includes(state);

function compareOwner(socket: SocketView, pid: number, stage: StageView, equal: Equal): void {
  const owner = stage.actors.find(({ actor }) => actor.id === socket.other?.actor);
  if (!owner || owner.actor.role !== "outsider") return;
  if (owner.process === null) return equal(null, "outsider", "");
  equal(
    owner.process.pid === pid,
    "outsider",
    `process ${owner.process.pid} is drawn at the other end; the kernel says ${pid}`,
  );
}
