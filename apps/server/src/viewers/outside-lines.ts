const KIND = '"kind":"';
const KNOWN = 'actor.known"';

/**
 * The lines of events as a viewer from outside gets them, without the process that an outsider
 * belongs to (rule A7). The event itself stays, so that there is no gap (rule B1).
 */
export const outsideLines = (lines: readonly string[]): readonly string[] =>
  lines.some(namesProcess)
    ? lines.map((line) => (namesProcess(line) ? withoutProcess(line) : line))
    : lines;

/** The kind precedes every field whose text somebody else has chosen. */
function namesProcess(line: string): boolean {
  const at = line.indexOf(KIND);
  return line.startsWith(KNOWN, at + KIND.length);
}

function withoutProcess(line: string): string {
  const event = JSON.parse(line) as object;
  return JSON.stringify({ ...event, process: null });
}
