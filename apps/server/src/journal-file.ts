import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "@sockscope/protocol";
import type { Journal } from "./journal.ts";
import { makeFolder } from "./make-folder.ts";

/** The journal on disk, one event a line, written as it grows. */
export interface JournalFile {
  readonly path: string;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/**
 * Appends the journal to a new file in `folder`, which is made if it is not there. Throws if that
 * fails; `failed` is told, once, if writing fails later.
 */
export function writeJournal(
  journal: Journal,
  folder: string,
  failed: (error: Error) => void,
): JournalFile {
  makeFolder(folder);
  const stamp = new Date(journal.wall).toISOString().replaceAll(":", "-");
  const path = join(folder, `sockscope-${stamp}-${journal.session.slice(0, 8)}.ndjson`);
  const stream = createWriteStream(path, { flags: "ax" });
  let written = 0;
  let scheduled = false;
  let broken = false;
  /** Called when everything is written, or nothing can be any more. */
  let finish: (() => void) | null = null;
  stream.on("error", (error) => {
    if (!broken) failed(error);
    broken = true;
    finish?.();
  });

  const flush = (): void => {
    scheduled = false;
    while (!broken && written < journal.seq) {
      const events = journal.readJson(written, LIMITS.batchEvents);
      written += events.length;
      const room = stream.write(`${events.join("\n")}\n`);
      if (room || written === journal.seq) continue;
      scheduled = true;
      stream.once("drain", flush);
      return;
    }
    finish?.();
  };
  const schedule = (): void => {
    if (scheduled || broken) return;
    scheduled = true;
    setImmediate(flush);
  };
  const unsubscribe = journal.subscribe(schedule);
  schedule();

  return {
    path,
    close: () =>
      new Promise((resolve) => {
        unsubscribe();
        finish = () => (broken ? resolve() : stream.end(resolve));
        // Batch by batch also at the end: a slow disk may be far behind.
        if (broken || !scheduled) flush();
      }),
  };
}
