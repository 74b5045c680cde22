import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import {
  check,
  checked,
  type RecordingInfo,
  recordingHeaderSchema,
  recordingIdSchema,
  recordingNameSchema,
} from "@sockscope/protocol";
import { recordingPath } from "../journal/journal-file.ts";
import { RecordingRefusal } from "./recording-refusal.ts";

/** Bytes at both ends of a file that tell what it is. */
const HEAD = 1024;
const TAIL = 64;
const END_LINE = /\n\{"end":\{"events":\d+\}\}\n$/;
const FILE = /^sockscope-(.+)\.ndjson$/;
/** ms after which a file that was not touched is nobody's any more, whoever has its process id. */
const ABANDONED = 24 * 3600_000;
/** A file that is only its header and the first event: nobody did anything. */
const NOTHING = 700;

export interface RecordingsOptions {
  /** Null if nothing is kept on disk. */
  readonly folder: string | null;
  /** The recording that this lab writes. */
  readonly own: string | null;
  /** Whether a process runs; tests put their own answer in. */
  readonly runs?: (pid: number) => boolean;
}

/**
 * The recordings in their folder. A request names one by its id, never by a path, and no link is
 * followed, so that nothing outside of the folder can be reached. All methods throw
 * `RecordingRefusal` for what cannot be done, and what the system says.
 */
export class Recordings {
  readonly #options: RecordingsOptions;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Newest first. A folder that cannot be read has none. */
  list(): readonly RecordingInfo[] {
    const { folder } = this.#options;
    if (folder === null) return [];
    const found: RecordingInfo[] = [];
    for (const name of namesIn(folder)) {
      const id = checked(recordingIdSchema, FILE.exec(name)?.[1]);
      const info = id === undefined ? null : this.#look(id);
      if (info) found.push(info);
    }
    return found.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  get(id: string): RecordingInfo {
    const info = check(recordingIdSchema, id).ok ? this.#look(id) : null;
    if (!info) throw new RecordingRefusal("unknown-recording", "There is no such recording.");
    return info;
  }

  /** Its bytes as they are now. */
  read(id: string): Readable {
    const { bytes } = this.get(id);
    const fd = openFile(this.#path(id));
    // What a running lab adds meanwhile is not part of it.
    return createReadStream("", { fd, end: Math.max(0, bytes - 1) });
  }

  /** An empty name takes the name away. */
  name(id: string, name: string): void {
    this.get(id);
    const wished = checked(recordingNameSchema, name);
    if (wished === undefined)
      throw new RecordingRefusal("bad-name", "A name has at most 80 characters, all visible.");
    if (wished === "") return rmSync(this.#namePath(id), { force: true });
    const fresh = join(this.#folder(), `${randomUUID()}.part`);
    writeFileSync(fresh, wished, { mode: 0o600, flag: "wx" });
    renameSync(fresh, this.#namePath(id));
  }

  remove(id: string): void {
    const { state } = this.get(id);
    if (state === "own" || state === "live")
      throw new RecordingRefusal("in-use", "This recording is still being written.");
    rmSync(this.#path(id), { force: true });
    rmSync(this.#namePath(id), { force: true });
  }

  /**
   * Takes away sessions in which nothing happened, what is left of imports that were cut off, and,
   * oldest first, recordings without a name while all together are more, or larger, than they may
   * be. Gives how many were taken away for that.
   */
  tidy(most: { readonly bytes: number; readonly count: number }, now = Date.now()): number {
    const { folder } = this.#options;
    if (folder === null) return 0;
    for (const name of namesIn(folder))
      if (name.endsWith(".part") && now - touched(join(folder, name)) > ABANDONED)
        rmSync(join(folder, name), { force: true });
    const idle = this.list().filter(
      ({ state, name }) => (state === "whole" || state === "cut") && name === "",
    );
    const empty = idle.filter((info) => info.bytes < NOTHING && this.#isEmpty(info.id));
    for (const { id } of empty) this.remove(id);
    const left = this.list();
    let bytes = left.reduce((sum, info) => sum + info.bytes, 0);
    let removed = 0;
    for (const { id, bytes: freed } of idle.filter((info) => !empty.includes(info)).toReversed()) {
      if (bytes <= most.bytes && left.length - removed <= most.count) break;
      this.remove(id);
      bytes -= freed;
      removed += 1;
    }
    return removed;
  }

  /** Where an import is written to. */
  fresh(): { readonly part: string; adopt(id: string): void } {
    const part = join(this.#folder(), `${randomUUID()}.part`);
    return { part, adopt: (id) => renameSync(part, this.#path(id)) };
  }

  #folder(): string {
    const { folder } = this.#options;
    if (folder === null)
      throw new RecordingRefusal("no-folder", "There is no folder for recordings.");
    return folder;
  }

  #path(id: string): string {
    return recordingPath(this.#folder(), id);
  }

  #namePath(id: string): string {
    return this.#path(id).replace(/ndjson$/, "name");
  }

  #isEmpty(id: string): boolean {
    return readFileSync(this.#path(id), "utf8").split("\n").length <= 4;
  }

  #look(id: string): RecordingInfo | null {
    let fd: number;
    try {
      fd = openFile(this.#path(id));
    } catch {
      // Gone, a link, or not ours to read: it is not in the list.
      return null;
    }
    try {
      const { size, mtimeMs } = fstatSync(fd);
      const [first = ""] = readAt(fd, 0, HEAD).split("\n");
      const { wall, pid } = header(first);
      const isWhole = END_LINE.test(readAt(fd, Math.max(0, size - TAIL), TAIL));
      const state = isWhole ? "whole" : this.#unfinished(id, pid, mtimeMs);
      return { id, name: this.#nameOf(id), bytes: size, wall: wall ?? wallOf(id), state };
    } finally {
      closeSync(fd);
    }
  }

  #unfinished(id: string, pid: number, mtime: number): "own" | "live" | "cut" {
    const { own, runs = isRunning } = this.#options;
    if (id === own) return "own";
    const isRecent = Date.now() - mtime < ABANDONED;
    return pid > 0 && pid !== process.pid && isRecent && runs(pid) ? "live" : "cut";
  }

  #nameOf(id: string): string {
    try {
      const fd = openFile(this.#namePath(id));
      try {
        return checked(recordingNameSchema, readAt(fd, 0, HEAD)) ?? "";
      } finally {
        closeSync(fd);
      }
    } catch {
      // Most have none.
      return "";
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Not there yet, or not to be read: then there is nothing to show.
    return [];
  }
}

/** A file itself, never what a link points to. */
function openFile(path: string): number {
  // Windows has no O_NOFOLLOW; there it counts as nothing.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new RecordingRefusal("unknown-recording", "There is no such recording.");
}

function readAt(fd: number, place: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("utf8", 0, readSync(fd, bytes, 0, length, place));
}

function header(line: string): { wall: number | null; pid: number } {
  try {
    const found = checked(recordingHeaderSchema, JSON.parse(line));
    if (found) return { wall: found.wall, pid: found.pid };
  } catch {
    // What is no JSON is no header.
  }
  // A file of version 0 has none, and a broken one says so when it is opened.
  return { wall: null, pid: 0 };
}

const wallOf = (id: string): number =>
  Date.parse(id.slice(0, 24).replace(/T(\d\d)-(\d\d)-/, "T$1:$2:"));

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function touched(path: string): number {
  try {
    return lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
