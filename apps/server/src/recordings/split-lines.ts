import { RecordingRefusal } from "./recording-refusal.ts";

const LINE_BREAK = 10;

export interface Lines {
  readonly lines: readonly string[];
  /** What stands after the last line break, at the very end; null before that, or if nothing does. */
  readonly rest: string | null;
}

/**
 * Cuts bytes into lines of UTF-8, some for each chunk; holds no more than `most` bytes and a chunk.
 * Throws `RecordingRefusal` for a longer line.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Lines> {
  let parts: Uint8Array[] = [];
  let held = 0;
  const hold = (part: Uint8Array): void => {
    parts.push(part);
    held += part.length;
    if (held > most)
      throw new RecordingRefusal("line-too-long", `A line has more than ${most} bytes.`);
  };
  const take = (): string => {
    const text = Buffer.concat(parts).toString("utf8");
    parts = [];
    held = 0;
    return text;
  };
  for await (const chunk of chunks) {
    const lines: string[] = [];
    let from = 0;
    for (;;) {
      const to = chunk.indexOf(LINE_BREAK, from);
      if (to < 0) break;
      hold(chunk.subarray(from, to));
      lines.push(take());
      from = to + 1;
    }
    // A copy: a view would keep all of its chunk in memory.
    if (from < chunk.length) hold(chunk.slice(from));
    if (lines.length > 0) yield { lines, rest: null };
  }
  if (held > 0) yield { lines: [], rest: take() };
}
