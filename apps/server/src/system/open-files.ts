/** Files and sockets that the rest of this process may need open. */
export const OTHERS_OPEN = 64;

interface Report {
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
}

let known: number | null = null;

/** How many files this process may have open (`ulimit -n`); Infinity where nobody says. */
export function openFileLimit(): number {
  if (known !== null) return known;
  const { report } = process;
  // Else it looks up the names of all network addresses.
  Object.assign(report, { excludeNetwork: true });
  const { userLimits } = report.getReport() as Report;
  const soft = Number(userLimits?.open_files?.soft);
  known = Number.isFinite(soft) ? soft : Number.POSITIVE_INFINITY;
  return known;
}

/** True if so many programs can be on the stage: each with its socket and its peer's. */
export const enoughOpenFiles = (programs: number): boolean =>
  programs * 2 + OTHERS_OPEN <= openFileLimit();

/** How many programs can be on the stage before too many files are open. */
export const programsThatFit = (): number => Math.floor(socketsThatFit() / 2);

/** How many sockets can be open on the stage, so that viewers still find a way in. */
export const socketsThatFit = (): number => Math.max(0, openFileLimit() - OTHERS_OPEN);
