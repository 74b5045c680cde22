import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PROTOCOL, RECORDING_FORMAT, type RecordingHeader } from "@sockscope/protocol";
import { makeFolder } from "../system/make-folder.ts";
import type { Journal } from "./journal.ts";

/** Events between two places that are remembered, to find an event in the file again. */
const MARK = 512;
/** Bytes that are read at once. */
const CHUNK = 256 * 1024;

/** `2026-03-01T09-30-00.000Z-1a2b3c4d` */
export const recordingId = (wall: number, session: string): string =>
  `${new Date(wall).toISOString().replaceAll(":", "-")}-${session.slice(0, 8)}`;

export const recordingPath = (folder: string, id: string): string =>
  join(folder, `sockscope-${id}.ndjson`);

/**
 * The journal on disk: a header, then one event a line, append only. `append` returns when the
 * system has the lines (they outlive this process then, though not a power cut), so that a line may
 * be shown after it (rule R1). The file never holds half a line for longer than a call takes.
 */
export class JournalFile {
  readonly id: string;
  readonly path: string;
  readonly #fd: number;
  /** Where the line of event 1 + n * MARK begins. */
  readonly #marks: number[] = [];
  #size = 0;
  #count = 0;
  #open = true;

  /** Makes the file, and its folder if need be. Throws what the system says. */
  constructor(folder: string, journal: Pick<Journal, "session" | "wall">, version: string) {
    makeFolder(folder);
    const { session, wall } = journal;
    this.id = recordingId(wall, session);
    this.path = recordingPath(folder, this.id);
    const { O_RDWR, O_APPEND, O_CREAT, O_EXCL } = constants;
    this.#fd = openSync(this.path, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o600);
    const header: RecordingHeader = {
      sockscope: "recording",
      format: RECORDING_FORMAT,
      protocol: PROTOCOL,
      version,
      session,
      wall,
      pid: process.pid,
    };
    try {
      this.#write(`${JSON.stringify(header)}\n`);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** The `seq` of the newest event that it holds; 0 for none. */
  get seq(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#size;
  }

  /** Appends the next events. Throws what the system says; the file is then as it was before. */
  append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    let place = this.#size;
    const marks: number[] = [];
    lines.forEach((line, index) => {
      if ((this.#count + index) % MARK === 0) marks.push(place);
      place += Buffer.byteLength(line) + 1;
    });
    this.#write(`${lines.join("\n")}\n`);
    this.#marks.push(...marks);
    this.#count += lines.length;
  }

  /** Some of the lines that come after event `since`: at least one if there is one. */
  read(since: number): string[] {
    if (since >= this.#count || !this.#open) return [];
    let skip = since % MARK;
    let place = this.#marks[(since - skip) / MARK] ?? this.#size;
    const lines: string[] = [];
    let rest = Buffer.alloc(0);
    while (lines.length === 0 && place < this.#size) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, this.#size - place));
      const got = readSync(this.#fd, chunk, 0, chunk.length, place);
      if (got === 0) break;
      place += got;
      rest = Buffer.concat([rest, chunk.subarray(0, got)]);
      const whole = rest.lastIndexOf(10) + 1;
      const found = rest.toString("utf8", 0, whole).split("\n").slice(0, -1);
      rest = rest.subarray(whole);
      lines.push(...found.slice(skip));
      skip = Math.max(0, skip - found.length);
    }
    return lines.slice(0, this.#count - since);
  }

  /** Writes the end line, which says that nothing is missing (rule R3). */
  end(): void {
    if (!this.#open) return;
    this.#write(`${JSON.stringify({ end: { events: this.#count } })}\n`);
    this.close();
  }

  /** Leaves it without an end line; it can be read no more. */
  close(): void {
    if (this.#open) closeSync(this.#fd);
    this.#open = false;
  }

  /** Takes it off the disk. */
  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      if (done > 0) ftruncateSync(this.#fd, this.#size);
      throw error;
    }
    this.#size += bytes.length;
  }
}
