import type { Writable } from "node:stream";
import { LIMITS, visibleText } from "@sockscope/protocol";
import { eventLine, ndjsonLine } from "./event-line.ts";
import { Journal } from "./journal.ts";
import { Lab, type LabOptions } from "./lab.ts";
import { readVersion } from "./version.ts";

export interface RunLessonOptions extends Pick<LabOptions, "lessonPort"> {
  /** One JSON text a line, or a line in words. */
  readonly ndjson: boolean;
  readonly out: Writable;
  /** Gets a sentence when the lesson fails. */
  readonly err: Writable;
}

/**
 * Runs a lesson without a page and prints its events as they come, as NDJSON or in words, up to the
 * end of its programs. Gives the exit code: 0 when it ran to its end, 1 when it failed.
 */
export async function runLesson(
  id: string,
  { ndjson, out, err, ...options }: RunLessonOptions,
): Promise<number> {
  const journal = new Journal();
  let printed = 0;
  const print = (): void => {
    for (const event of journal.read(printed, LIMITS.batchEvents))
      out.write(`${ndjson ? ndjsonLine(event) : eventLine(event)}\n`);
    printed = Math.min(printed + LIMITS.batchEvents, journal.seq);
  };
  journal.subscribe(print);
  const lab = new Lab({ journal, version: readVersion(import.meta.url), ...options });
  const stop = (): void => void lab.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const { over } = await lab.lesson(id);
  const end = await over;
  await lab.close();
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  if (!end.ok) err.write(`The lesson failed. ${visibleText(end.reason)}\n`);
  return end.ok ? 0 : 1;
}
