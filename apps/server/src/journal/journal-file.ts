import { randomUUID } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PROTOCOL, RECORDING_FORMAT, type RecordingHeader } from "@sockscope/protocol";
import { makeFolder } from "../system/make-folder.ts";
import { readSmall } from "../system/regular-file.ts";
import type { Journal } from "./journal.ts";

/** Events between two places that are remembered, to find an event in the file again. */
const MARK = 512;
/** Bytes that are read at once. */
const CHUNK = 256 * 1024;
/** Bytes that are copied in one turn. */
const PIECE = 1024 * 1024;

/** `2026-03-01T09-30-00.000Z-1a2b3c4d` */
export const recordingId = (wall: number, session: string): string =>
  `${new Date(wall).toISOString().replaceAll(":", "-")}-${session.slice(0, 8)}`;

export const recordingPath = (folder: string, id: string): string =>
  join(folder, `sockscope-${id}.ndjson`);

/** Which file of which file system. */
type Identity = Pick<BigIntStats, "dev" | "ino">;

const { O_RDWR, O_APPEND, O_CREAT, O_EXCL } = constants;
const create = (path: string): number =>
  openSync(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL, 0o600);

/**
 * The journal on disk: a header, then one event a line, append only. `append` returns when the
 * system has the lines (they outlive this process then, though not a power cut), so that a line may
 * be shown after it (rule R1). The file never holds half a line for longer than a call takes.
 */
export class JournalFile {
  /** Called before each append; null for nothing. It must be quick. */
  beforeAppend: (() => void) | null = null;
  readonly #folder: string;
  readonly #wall: number;
  readonly #header: string;
  #id: string;
  #fd: number;
  #identity: Identity;
  /** Where the line of event 1 + n * MARK begins. */
  readonly #marks: number[] = [];
  #size = 0;
  #count = 0;
  #open = true;

  /** Makes the file, and its folder if need be. Throws what the system says. */
  constructor(folder: string, journal: Pick<Journal, "session" | "wall">, version: string) {
    makeFolder(folder);
    const { session, wall } = journal;
    this.#folder = folder;
    this.#wall = wall;
    this.#id = recordingId(wall, session);
    this.#fd = create(this.path);
    this.#identity = fstatSync(this.#fd, { bigint: true });
    const header: RecordingHeader = {
      sockscope: "recording",
      format: RECORDING_FORMAT,
      protocol: PROTOCOL,
      version,
      session,
      wall,
      pid: process.pid,
    };
    this.#header = `${JSON.stringify(header)}\n`;
    try {
      this.#write(this.#header);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Another one once it had to be written anew beside a file that has taken its place. */
  get id(): string {
    return this.#id;
  }

  get path(): string {
    return recordingPath(this.#folder, this.#id);
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
    this.beforeAppend?.();
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
    const isOurs = this.isInPlace();
    this.close();
    if (isOurs) rmSync(this.path, { force: true });
  }

  /** Whether its path still leads to it: somebody may have deleted, moved or replaced it. */
  isInPlace(): boolean {
    try {
      const there = lstatSync(this.path, { bigint: true });
      if (there.ino === this.#identity.ino && there.dev === this.#identity.dev) return true;
      // Some file systems number a file anew each time.
      const isAlike = there.size === BigInt(this.#size);
      return isAlike && readSmall(this.path, this.#header.length) === this.#header;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      // What may not be looked at just now is not gone.
      return !["ENOENT", "ENOTDIR", "ELOOP", "ESTALE"].includes(String(code));
    }
  }

  /**
   * Writes it anew, from its own descriptor, where it was, or beside what stands there now; a piece
   * with each turn. Until the last one appends go to the old file, and are copied, too. Throws what the
   * system says; all is then as it was before.
   */
  *restore(): Generator<void, void> {
    makeFolder(this.#folder);
    const { id, fd } = this.#createAgain();
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (let place = 0; place < this.#size; ) {
        const got = readSync(this.#fd, piece, 0, Math.min(PIECE, this.#size - place), place);
        if (got === 0) throw new Error("The file is shorter than it was.");
        for (let done = 0; done < got; ) done += writeSync(fd, piece, done, got - done);
        place += got;
        if (place < this.#size) yield;
      }
    } catch (error) {
      closeSync(fd);
      rmSync(recordingPath(this.#folder, id), { force: true });
      throw error;
    }
    closeSync(this.#fd);
    this.#fd = fd;
    this.#id = id;
    this.#identity = fstatSync(fd, { bigint: true });
  }

  #createAgain(): { readonly id: string; readonly fd: number } {
    try {
      return { id: this.#id, fd: create(this.path) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const id = recordingId(this.#wall, randomUUID());
      return { id, fd: create(recordingPath(this.#folder, id)) };
    }
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
