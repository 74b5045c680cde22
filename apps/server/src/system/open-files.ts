import { LIMITS } from "@sockscope/protocol";

/** Files and sockets that this process needs besides the stage and the page's connections. */
const OTHERS_OPEN = 32;

interface Report {
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
}

let known: number | null = null;

/** How many files this process may have open (`ulimit -n`). Infinity if the system does not say. */
export function openFileLimit(): number {
  if (known !== null) return known;
  const { report } = process;
  // Otherwise the report resolves the names of all network addresses.
  Object.assign(report, { excludeNetwork: true });
  const { userLimits } = report.getReport() as Report;
  const soft = Number(userLimits?.open_files?.soft);
  known = Number.isFinite(soft) ? soft : Number.POSITIVE_INFINITY;
  return known;
}

const between = (least: number, value: number, most: number): number =>
  Math.max(least, Math.min(value, most));

/** Connections to the page that this process may have open: from this machine, and from others. */
export const connectionsThatFit = (
  limit = openFileLimit(),
): { readonly local: number; readonly outside: number } => ({
  local: between(32, Math.floor(limit / 8), LIMITS.localConnections),
  outside: between(32, Math.floor(limit / 4), LIMITS.outsideConnections),
});

/**
 * Files reserved for the page and for reading files, which the stage may not use.
 * @param others whether other machines can reach the page
 */
export function reservedFiles(limit = openFileLimit(), others = false): number {
  const { local, outside } = connectionsThatFit(limit);
  return OTHERS_OPEN + local + (others ? outside : 0);
}

/** True if this many programs can be on the stage, each with its socket and its peer's. */
export const enoughOpenFiles = (programs: number): boolean => programs <= programsThatFit();

/** How many programs can be on the stage before too many files are open. */
export const programsThatFit = (others = false): number => Math.floor(socketsThatFit(others) / 2);

/** How many sockets can be open on the stage while viewers can still connect. */
export const socketsThatFit = (others = false): number =>
  Math.max(0, openFileLimit() - reservedFiles(openFileLimit(), others));
