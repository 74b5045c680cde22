import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open as openFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSource } from "@sockscope/programs";

/** One file that is coming, or has come. */
interface Kept {
  readonly name: string;
  readonly size: number;
  readonly upload: string;
  readonly folder: string;
  readonly handle: FileHandle;
  /** Bytes that came, and those of them that are in the file. */
  received: number;
  written: number;
}

/** Which bytes of which file. */
export interface FilePart {
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  /** A name of the sender's choosing, the same for all parts of one upload. */
  readonly upload?: string;
}

/**
 * The file that somebody chose to be sent. It lies in a folder of the system for what is temporary,
 * readable by nobody else, and is gone when another is chosen or the lab ends. Of several that come
 * at once it is the one that began last: the others are refused from then on.
 */
export class ChosenFile {
  readonly #parent: string;
  #kept: Kept | null = null;
  /** Grows when one begins, or is forgotten: who waited meanwhile has been overtaken. */
  #epoch = 0;
  /** The one that is being opened, or was last. */
  #beginning: Promise<unknown> = Promise.resolve();

  /** `parent`: where its folder is made. */
  constructor(parent = tmpdir()) {
    this.#parent = parent;
  }

  /** What was chosen, once all of it is here. */
  get source(): FileSource | undefined {
    if (this.#kept === null || this.#kept.written < this.#kept.size) return undefined;
    const { name, size, handle } = this.#kept;
    return { name, size, read: (offset, length) => readPart(handle, offset, length, size) };
  }

  /**
   * Takes the next bytes of a file; those at offset 0 begin a new one. Gives how many are here; null
   * if they do not follow what is here, or another one began after theirs. Throws what the system
   * says when they cannot be kept.
   */
  async take(part: FilePart, bytes: Uint8Array): Promise<number | null> {
    const { offset, size } = part;
    if (offset + bytes.length > size) return null;
    const kept = offset === 0 ? await this.#begin(part) : this.#kept;
    if (kept === null || !isOf(kept, part) || kept.received !== offset) return null;
    // Counted at once: the same part may be sent again meanwhile.
    kept.received += bytes.length;
    try {
      for (let at = 0; at < bytes.length; )
        at += (await kept.handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
    } catch (error) {
      if (this.#kept !== kept) return null;
      await this.forget();
      throw error;
    }
    if (this.#kept !== kept) return null;
    kept.written += bytes.length;
    return offset + bytes.length;
  }

  /** Nothing is chosen any more. */
  async forget(): Promise<void> {
    this.#epoch += 1;
    const kept = this.#kept;
    this.#kept = null;
    if (kept !== null) await discard(kept);
  }

  /**
   * Null if another one began, or nothing was to be chosen any more, before it could. One begins after
   * the other, and one that was overtaken opens nothing: so few files are open, however many come.
   */
  async #begin(part: FilePart): Promise<Kept | null> {
    const forgotten = this.forget();
    const epoch = this.#epoch;
    const before = this.#beginning;
    const begun = (async (): Promise<Kept | null> => {
      await Promise.allSettled([before, forgotten]);
      if (epoch !== this.#epoch) return null;
      const kept = await open(this.#parent, part);
      if (epoch === this.#epoch) {
        this.#kept = kept;
        return kept;
      }
      await discard(kept);
      return null;
    })();
    this.#beginning = begun;
    return begun;
  }
}

/** Makes its file in a folder of its own; nothing stays of one that cannot be opened. */
async function open(parent: string, { name, size, upload = "" }: FilePart): Promise<Kept> {
  const folder = mkdtempSync(join(parent, "sockscope-"));
  try {
    const path = join(folder, "file");
    const handle = await openFile(path, "wx+", 0o600);
    // Where an open file may lose its name, nothing stays behind, however we end.
    if (process.platform !== "win32") rmSync(path, { force: true });
    return { name, size, upload, folder, handle, received: 0, written: 0 };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const isOf = (kept: Kept, { name, size, upload = "" }: FilePart): boolean =>
  kept.name === name && kept.size === size && kept.upload === upload;

async function discard({ handle, folder }: Kept): Promise<void> {
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
  const wanted = Math.max(0, Math.min(length, size - offset));
  const { bytesRead, buffer } = await handle.read(new Uint8Array(wanted), 0, wanted, offset);
  if (bytesRead < wanted) throw new Error("The file is shorter than it was.");
  return buffer;
}
