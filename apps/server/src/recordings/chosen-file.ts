import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open as openFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSource } from "@sockscope/programs";

/** One file that is being received, or is complete. */
interface Upload {
  readonly name: string;
  readonly size: number;
  readonly upload: string;
  readonly folder: string;
  readonly handle: FileHandle;
  /** Bytes received, and how many of them are in the file. */
  received: number;
  written: number;
}

/** Identifies some bytes of one file. */
export interface FilePart {
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  /** An id that the sender chooses, the same for all parts of one upload. */
  readonly upload?: string;
}

/**
 * The file that somebody chose for programs to send. It is in the system's folder for temporary
 * files, unreadable for others, and is deleted when another one is chosen or the lab ends. Of
 * several concurrent uploads the one that began last is received; the others are refused.
 */
export class ChosenFile {
  readonly #parent: string;
  #upload: Upload | null = null;
  /**
   * Advances when an upload begins, or the file is forgotten. An upload that waited meanwhile has
   * lost.
   */
  #epoch = 0;
  /** The file that is being opened, or was opened last. */
  #beginning: Promise<unknown> = Promise.resolve();

  /** `parent`: the folder in which its own is created. */
  constructor(parent = tmpdir()) {
    this.#parent = parent;
  }

  /** The chosen file, once it is complete. */
  get source(): FileSource | undefined {
    if (this.#upload === null || this.#upload.written < this.#upload.size) return undefined;
    const { name, size, handle } = this.#upload;
    return { name, size, read: (offset, length) => readPart(handle, offset, length, size) };
  }

  /**
   * Adds the next bytes of a file. Those at offset 0 begin a new one. Resolves with the number of
   * bytes received. Null if these do not follow the ones before, or another upload began after
   * theirs. Throws the system's error if they cannot be written.
   */
  async take(part: FilePart, bytes: Uint8Array): Promise<number | null> {
    const { offset, size } = part;
    if (offset + bytes.length > size) return null;
    const upload = offset === 0 ? await this.#begin(part) : this.#upload;
    if (upload === null || !isOf(upload, part) || upload.received !== offset) return null;
    // Counted before the write, since the same part may be sent again meanwhile.
    upload.received += bytes.length;
    try {
      for (let at = 0; at < bytes.length; )
        at += (await upload.handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
    } catch (error) {
      if (this.#upload !== upload) return null;
      await this.forget();
      throw error;
    }
    if (this.#upload !== upload) return null;
    upload.written += bytes.length;
    return offset + bytes.length;
  }

  /** No file is chosen any more. */
  async forget(): Promise<void> {
    this.#epoch += 1;
    const upload = this.#upload;
    this.#upload = null;
    if (upload !== null) await discard(upload);
  }

  /**
   * Null if meanwhile another upload began, or the file was forgotten. Uploads begin one after the
   * other, and one that has lost opens nothing. So few files are open, however many uploads come.
   */
  async #begin(part: FilePart): Promise<Upload | null> {
    const forgotten = this.forget();
    const epoch = this.#epoch;
    const before = this.#beginning;
    const begun = (async (): Promise<Upload | null> => {
      await Promise.allSettled([before, forgotten]);
      if (epoch !== this.#epoch) return null;
      const upload = await open(this.#parent, part);
      if (epoch === this.#epoch) {
        this.#upload = upload;
        return upload;
      }
      await discard(upload);
      return null;
    })();
    this.#beginning = begun;
    return begun;
  }
}

/** Creates the file in a folder of its own. If it cannot be opened, nothing remains. */
async function open(parent: string, { name, size, upload = "" }: FilePart): Promise<Upload> {
  const folder = mkdtempSync(join(parent, "sockscope-"));
  try {
    const path = join(folder, "file");
    const handle = await openFile(path, "wx+", 0o600);
    // Where the name of an open file can be deleted, nothing remains, however this process ends.
    if (process.platform !== "win32") rmSync(path, { force: true });
    return { name, size, upload, folder, handle, received: 0, written: 0 };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const isOf = (one: Upload, { name, size, upload = "" }: FilePart): boolean =>
  one.name === name && one.size === size && one.upload === upload;

async function discard({ handle, folder }: Upload): Promise<void> {
  try {
    await handle.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readPart(
  handle: FileHandle,
  offset: number,
  length: number,
  size: number,
): Promise<Uint8Array> {
  const count = Math.max(0, Math.min(length, size - offset));
  const { bytesRead, buffer } = await handle.read(new Uint8Array(count), 0, count, offset);
  if (bytesRead < count) throw new Error("The file is shorter than it was.");
  return buffer;
}
