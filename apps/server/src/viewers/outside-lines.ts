const KIND = '"kind":"';
const KNOWN = 'actor.known"';

/**
 * The lines of events as a viewer from outside gets them: which process of this machine an outsider
 * is, is left out of them (rule A7). The event itself stays, so that there is no gap (rule B1).
 */
export const outsideLines = (lines: readonly string[]): readonly string[] =>
  lines.some(namesProcess)
    ? lines.map((line) => (namesProcess(line) ? withoutProcess(line) : line))
    : lines;

/** The kind comes before everything whose text somebody else has chosen. */
function namesProcess(line: string): boolean {
  const at = line.indexOf(KIND);
  return line.startsWith(KNOWN, at + KIND.length);
}

function withoutProcess(line: string): string {
  const event = JSON.parse(line) as object;
  return JSON.stringify({ ...event, process: null });
}
