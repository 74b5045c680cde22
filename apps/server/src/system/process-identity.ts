import { readFileSync, readlinkSync } from "node:fs";

/** A process as nobody else can be it, on any machine, also when its pid is given to another one. */
export interface ProcessIdentity {
  /** The start of the system. */
  readonly boot: string;
  /** Where its pid counts (a container has its own), and its start. */
  readonly namespace: string;
  readonly pid: number;
  /** When it started, in ticks since the system did. */
  readonly started: string;
}

/** This process; null where the system (not Linux) does not say enough to know it again. */
export function ownIdentity(): ProcessIdentity | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    const started = statOf(process.pid)?.started;
    if (boot === "" || started === undefined) return null;
    return { boot, namespace: namespaceOf(), pid: process.pid, started };
  } catch {
    // No /proc, or not all of it.
    return null;
  }
}

/**
 * Whether that process is sure to be gone. False also where nobody can know: on another machine, in
 * another namespace, on a system that does not say.
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

/** Asked of the kernel, since `hidepid` hides the processes of others in /proc. */
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
    // The name before the last bracket may hold anything. What follows begins with field 3.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const started = fields[19];
    return started === undefined ? null : { started, isDead: /[ZX]/.test(fields[0] ?? "") };
  } catch {
    // It has just ended, or is not ours to look at.
    return null;
  }
}
