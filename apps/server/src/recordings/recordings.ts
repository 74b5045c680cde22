import { randomUUID } from "node:crypto";
import {
  createReadStream,
  lstatSync,
  readdirSync,
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
  recordingIdSchema,
  recordingNameSchema,
} from "@sockscope/protocol";
import { recordingPath } from "../journal/journal-file.ts";
import { leasePath, removeLease } from "../journal/lease-file.ts";
import { makeFolder } from "../system/make-folder.ts";
import { openRegular, readSmall } from "../system/regular-file.ts";
import { type InspectedFile, inspectRecording } from "./inspect-recording.ts";
import { RecordingRefusal } from "./recording-refusal.ts";
import { RecordingWatch } from "./recording-watch.ts";

const FILE = /^sockscope-(.+)\.ndjson$/;
/** The longest stored name, in bytes. */
const NAME = 1024;
/** ms for which a file that may be in use is never deleted automatically (rule R9). */
const YOUNG = 7 * 24 * 3600_000;

interface ListedFile {
  readonly info: RecordingInfo;
  readonly file: InspectedFile;
}

export interface RecordingsOptions {
  /** Null if nothing is stored on disk. */
  readonly folder: string | null;
  /** The recording that this lab writes. */
  readonly own: { readonly id: string } | null;
  /** Checks after which an unchanged file is abandoned. Tests use fewer. */
  readonly checks?: number;
}

/**
 * The recordings in their folder. A request names one by its id, never by a path, and no link is
 * followed, so that nothing outside the folder can be reached. All methods throw `RecordingRefusal`
 * for what cannot be done, and the system's error.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #watch: RecordingWatch;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#watch = new RecordingWatch(options.checks);
  }

  /**
   * Newest first, without those that were cut off before their first event. Empty for an unreadable
   * folder.
   */
  list(): readonly RecordingInfo[] {
    return this.#all()
      .filter(({ info, file }) => info.state !== "cut" || info.name !== "" || !file.isEmpty)
      .map(({ info }) => info);
  }

  get(id: string): RecordingInfo {
    const found = check(recordingIdSchema, id).ok ? this.#inspect(id) : null;
    if (!found) throw unknown();
    return found.info;
  }

  /**
   * Checks whether others still write unfinished recordings. Call it once per renewal of a lease.
   */
  checkUnfinished(): void {
    this.#watch.checkAll();
  }

  /** The bytes that it has now. */
  read(id: string): Readable {
    const { bytes } = this.get(id);
    const fd = this.#open(id);
    // What a running lab appends meanwhile is not included.
    return createReadStream("", { fd, end: Math.max(0, bytes - 1) });
  }

  /** An empty name removes the name. */
  name(id: string, name: string): void {
    this.get(id);
    const checkedName = checked(recordingNameSchema, name);
    if (checkedName === undefined)
      throw new RecordingRefusal("bad-name", "A name has at most 80 characters, all visible.");
    if (checkedName === "") return rmSync(this.#namePath(id), { force: true });
    const fresh = join(this.#folder(), `${randomUUID()}.part`);
    writeFileSync(fresh, checkedName, { mode: 0o600, flag: "wx" });
    renameSync(fresh, this.#namePath(id));
  }

  remove(id: string): void {
    const { state } = this.get(id);
    if (state === "own")
      throw new RecordingRefusal("in-use", "This recording is still being written.");
    if (state === "live")
      throw new RecordingRefusal(
        "in-use",
        "This recording is still being written, or was half a minute ago.",
      );
    rmSync(this.#path(id), { force: true });
    rmSync(this.#namePath(id), { force: true });
    removeLease(leasePath(this.#path(id)));
    this.#watch.forget(this.#path(id));
  }

  /**
   * Deletes empty sessions and the remains of interrupted imports. Then, while the recordings are
   * more, or larger, than `max`, deletes the oldest without a name. Of unfinished recordings it
   * deletes only those that are abandoned and have not been changed for 7 days. Returns how many
   * were deleted because of `max`.
   */
  tidy(max: { readonly bytes: number; readonly count: number }, now = Date.now()): number {
    const { folder } = this.#options;
    if (folder === null) return 0;
    for (const name of namesIn(folder)) {
      const path = join(folder, name);
      const isLeft = name.endsWith(".part") || (name.endsWith(".lease") && !hasRecording(path));
      if (isLeft && now - lastTouched(path) > YOUNG) tryRemove(path);
    }
    const all = this.#all();
    const idle = all.filter(
      ({ info: { id, state, name }, file: { touched } }) =>
        name === "" &&
        (state === "whole" || (state === "cut" && now - this.#touched(id, touched) > YOUNG)),
    );
    const empty = idle.filter(({ file }) => file.isEmpty);
    for (const { info } of empty) this.#tryRemove(info.id);
    let bytes = 0;
    let count = 0;
    for (const found of all) {
      if (empty.includes(found)) continue;
      bytes += found.info.bytes;
      count += 1;
    }
    let removed = 0;
    for (const { info } of idle.filter((found) => !empty.includes(found)).toReversed()) {
      if (bytes <= max.bytes && count <= max.count) break;
      if (!this.#tryRemove(info.id)) continue;
      bytes -= info.bytes;
      count -= 1;
      removed += 1;
    }
    return removed;
  }

  /** The file to which an import is written. */
  fresh(): { readonly part: string; commit(id: string): void } {
    makeFolder(this.#folder());
    const part = join(this.#folder(), `${randomUUID()}.part`);
    return { part, commit: (id) => renameSync(part, this.#path(id)) };
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

  #open(id: string): number {
    try {
      return openRegular(this.#path(id));
    } catch {
      // It existed a moment ago.
      throw unknown();
    }
  }

  #all(): readonly ListedFile[] {
    const { folder } = this.#options;
    if (folder === null) return [];
    const found: ListedFile[] = [];
    for (const name of namesIn(folder)) {
      const id = checked(recordingIdSchema, FILE.exec(name)?.[1]);
      const one = id === undefined ? null : this.#inspect(id);
      if (one) found.push(one);
    }
    return found.toSorted((a, b) => (a.info.id < b.info.id ? 1 : -1));
  }

  #inspect(id: string): ListedFile | null {
    const file = inspectRecording(this.#path(id), id);
    if (file === null) return null;
    const { bytes, wall, isWhole } = file;
    const state = isWhole ? "whole" : this.#unfinished(id);
    return { info: { id, name: this.#nameOf(id), bytes, wall, state }, file };
  }

  #unfinished(id: string): "own" | "live" | "cut" {
    if (id === this.#options.own?.id) return "own";
    return this.#watch.isAbandoned(this.#path(id)) ? "cut" : "live";
  }

  /** When the file or its lease was last changed. */
  #touched(id: string, file: number): number {
    return Math.max(file, lastTouched(leasePath(this.#path(id))));
  }

  /** Empty for most recordings. */
  #nameOf(id: string): string {
    return checked(recordingNameSchema, readSmall(this.#namePath(id), NAME)) ?? "";
  }

  /** Whether it is gone. A file that the system does not let us delete stays. */
  #tryRemove(id: string): boolean {
    try {
      this.remove(id);
      return true;
    } catch {
      // Its writer has resumed, or it may not be changed. It stays.
      return false;
    }
  }
}

const unknown = (): RecordingRefusal =>
  new RecordingRefusal("unknown-recording", "There is no such recording.");

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // The folder does not exist yet, or is unreadable: there is nothing to list.
    return [];
  }
}

const hasRecording = (lease: string): boolean => lastTouched(lease.replace(/lease$/, "ndjson")) > 0;

/** ms since 1970. 0 for a path that does not exist. */
function lastTouched(path: string): number {
  try {
    return lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function tryRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder belongs to somebody else, or may not be changed.
  }
}
