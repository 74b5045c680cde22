// Node.js itself opens more than this while it loads the server.
const MIN_OPEN_FILES = 128;

/**
 * Why Sockscope cannot start where so few files may be open; null if it can.
 * @param {number} limit as `ulimit -n` says
 * @returns {string | null}
 */
export const openFilesProblem = (limit) =>
  limit >= MIN_OPEN_FILES
    ? null
    : `Only ${limit} files may be open here (ulimit -n); Sockscope needs at least ${MIN_OPEN_FILES}.`;

/** How many files this process may have open; Infinity where nobody says. */
export function openFileLimit() {
  const { report } = process;
  // Else it looks up the names of all network addresses.
  Object.assign(report, { excludeNetwork: true });
  /** @type {{ userLimits?: { open_files?: { soft?: number | string } } }} */
  const userLimits = report.getReport();
  const soft = Number(userLimits.userLimits?.open_files?.soft);
  return Number.isFinite(soft) ? soft : Number.POSITIVE_INFINITY;
}
