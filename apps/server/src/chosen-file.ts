import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSource } from "@sockscope/programs";

/** One file that is coming, or has come. */
interface Kept {
  readonly name: string;
  readonly size: number;
  readonly handle: FileHandle;
  received: number;
}

/**
 * The file that somebody chose to be sent. It lies in a folder of the system for what is temporary,
 * readable by nobody else, and is gone when another is chosen or the lab ends.
 */
export class ChosenFile {
  #folder: string | null = null;
  #kept: Kept | null = null;
  #count = 0;

  /** What was chosen, once all of it is here. */
  get source(): FileSource | undefined {
    if (this.#kept === null || this.#kept.received < this.#kept.size) return undefined;
    const { name, size, handle } = this.#kept;
    return { name, size, read: (offset, length) => readPart(handle, offset, length, size) };
  }

  /**
   * Takes the next bytes of a file; those at offset 0 begin a new one. Gives how many are here;
   * null if they do not follow what is here. Throws what the
   * system says when they cannot be kept.
   */
  async take(
    { name, size, offset }: { name: string; size: number; offset: number },
    bytes: Uint8Array,
  ): Promise<number | null> {
    if (offset === 0) await this.#begin(name, size);
    const kept = this.#kept;
    if (kept === null || kept.name !== name || kept.size !== size) return null;
    if (kept.received !== offset || offset + bytes.length > size) return null;
    // Counted at once: the same part may be sent again meanwhile.
    kept.received += bytes.length;
    try {
      for (let at = 0; at < bytes.length; )
        at += (await kept.handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
    } catch (error) {
      await this.forget();
      throw error;
    }
    return offset + bytes.length;
  }

  /** Nothing is chosen any more. */
  async forget(): Promise<void> {
    const kept = this.#kept;
    this.#kept = null;
    await kept?.handle.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  async #begin(name: string, size: number): Promise<void> {
    await this.forget();
    this.#folder = mkdtempSync(join(tmpdir(), "sockscope-"));
    const path = join(this.#folder, `file-${++this.#count}`);
    const handle = await open(path, "wx+", 0o600);
    this.#kept = { name, size, handle, received: 0 };
    // Where an open file may lose its name, nothing stays behind, however we end.
    if (process.platform !== "win32") await rm(path, { force: true });
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
