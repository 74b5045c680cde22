import type { Writable } from "node:stream";
import type { JournalLines } from "../journal/journal-lines.ts";
import { waitForDrain } from "../system/wait-for-drain.ts";

/**
 * Writes what happened up to event `end`, one event per line, no faster than the reader accepts it.
 */
export async function writeTrace(
  end: number,
  lines: Pick<JournalLines, "first" | "after">,
  response: Writable,
): Promise<void> {
  for (let since = 0; !response.destroyed; ) {
    // Without a file, memory may have dropped the next events meanwhile.
    since = Math.max(since, lines.first - 1);
    if (since >= end) break;
    const batch = lines.after(since).slice(0, end - since);
    since += batch.length;
    if (response.write(batch.map((line) => `${line}\n`).join(""))) {
      if (batch.length === 0) await new Promise((resolve) => setImmediate(resolve));
    } else await waitForDrain(response);
  }
  response.end();
}
