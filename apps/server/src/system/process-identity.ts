import { readFileSync, readlinkSync } from "node:fs";

/**
 * The identity of a process: no other process has it, on any machine, even if its pid is used
 * again.
 */
export interface ProcessIdentity {
  /** Identifies the start of the system. */
  readonly boot: string;
  /** The namespace of its pid (a container has its own). */
  readonly namespace: string;
  readonly pid: number;
  /** When it started, in ticks since the system's start. */
  readonly started: string;
}

/** The identity of this process. Null if the system (not Linux) does not provide all of it. */
export function ownIdentity(): ProcessIdentity | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    const started = statOf(process.pid)?.started;
    if (boot === "" || started === undefined) return null;
    return { boot, namespace: namespaceOf(), pid: process.pid, started };
  } catch {
    // There is no /proc, or not all of it.
    return null;
  }
}

/**
 * Whether that process is certainly gone. False if that is unknown: on another machine, in another
 * namespace, or on a system that does not say.
 */
export function isGone(of: ProcessIdentity, own = ownIdentity()): boolean {
  if (own === null || of.boot !== own.boot || of.namespace !== own.namespace) return false;
  if (!exists(of.pid)) return true;
  const stat = statOf(of.pid);
  return stat !== null && (stat.started !== of.started || stat.isDead);
}

const namespaceOf = (): string =>
  ["pid", "time"].map((kind) => linkOf(`/proc/self/ns/${kind}`)).join(" ");

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // An older kernel has no namespaces of that kind.
    return "";
  }
}

/** Uses a signal, since `hidepid` hides other users' processes in /proc. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

function statOf(pid: number): { readonly started: string; readonly isDead: boolean } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name before the last bracket may contain anything. Field 3 follows it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const started = fields[19];
    return started === undefined ? null : { started, isDead: /[ZX]/.test(fields[0] ?? "") };
  } catch {
    // It has just ended, or is not ours to read.
    return null;
  }
}
