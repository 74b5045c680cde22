import { isUtf8 } from "node:buffer";
import { RecordingRefusal } from "./recording-refusal.ts";

const LINE_BREAK = 10;
/**
 * The maximum of values, keys and brackets in one line. An event has a few dozen, one about a full
 * backlog some ten thousand. A line of millions would take seconds to refuse.
 */
const PARTS = 100_000;
const [QUOTE, COMMA, COLON, BRACKET, BACKSLASH, BRACE] = [34, 44, 58, 91, 92, 123];

export interface Lines {
  readonly lines: readonly string[];
  /** The text after the last line break, at the very end. Null before that, or if there is none. */
  readonly rest: string | null;
  /** Whether that is UTF-8. Text that was cut off may end within a character. */
  readonly isText: boolean;
}

/**
 * Cuts bytes into lines of UTF-8, several per chunk. Holds no more than `max` bytes and a chunk.
 * Throws `RecordingRefusal` for a line that is longer, not UTF-8, or of too many parts, after it
 * has yielded the lines before.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  max: number,
): AsyncGenerator<Lines> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let line = 1;
  const refusal = (
    code: "line-too-long" | "not-utf8" | "bad-line",
    what: string,
  ): RecordingRefusal => new RecordingRefusal(code, `Line ${line} ${what}.`, line);
  /** Why the held bytes cannot be a line. Null if they can. */
  const wrong = (bytes: Buffer, isWhole: boolean): RecordingRefusal | null => {
    if (held > max) return refusal("line-too-long", `has more than ${max} bytes`);
    if (hasTooManyParts(bytes)) return refusal("bad-line", `has more than ${PARTS} parts`);
    return isWhole && !isUtf8(bytes) ? refusal("not-utf8", "is not valid UTF-8") : null;
  };
  const take = (): Buffer => {
    const bytes = held > max ? Buffer.alloc(0) : Buffer.concat(parts);
    parts = [];
    return bytes;
  };
  const hold = (part: Uint8Array): void => {
    parts.push(part);
    held += part.length;
  };
  for await (const chunk of chunks) {
    const lines: string[] = [];
    let refused: RecordingRefusal | null = null;
    let from = 0;
    while (refused === null) {
      const to = chunk.indexOf(LINE_BREAK, from);
      if (to < 0) break;
      hold(chunk.subarray(from, to));
      const bytes = take();
      refused = wrong(bytes, true);
      if (refused === null) lines.push(bytes.toString("utf8"));
      held = 0;
      line += 1;
      from = to + 1;
    }
    // A copy: a view would keep its whole chunk in memory.
    if (refused === null && from < chunk.length) hold(chunk.slice(from));
    if (held > max) refused ??= refusal("line-too-long", `has more than ${max} bytes`);
    if (lines.length > 0) yield { lines, rest: null, isText: true };
    if (refused !== null) throw refused;
  }
  if (held === 0) return;
  const bytes = take();
  const refused = wrong(bytes, false);
  if (refused !== null) throw refused;
  yield { lines: [], rest: bytes.toString("utf8"), isText: isUtf8(bytes) };
}

/** Whether JSON has more parts than an event can have, counted without parsing it. */
function hasTooManyParts(bytes: Uint8Array): boolean {
  if (bytes.length <= PARTS) return false;
  let count = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length && count <= PARTS; at += 1) {
    const byte = bytes[at];
    if (isInText && byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) isInText = !isInText;
    else if (isInText) continue;
    else if (byte === COMMA || byte === COLON || byte === BRACKET || byte === BRACE) count += 1;
  }
  return count > PARTS;
}
