import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";

/** The error for a path that is not a regular file. It is not opened. */
class NotRegular extends Error {}

// Windows has neither flag. There they are undefined, and count as 0.
const { O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Opens a regular file, never the target of a link, and returns its descriptor. Opening never
 * waits: a FIFO would wait for its other end, and a device may do anything. Throws `NotRegular`,
 * and the system's error.
 */
export function openRegular(path: string, flags: number = constants.O_RDONLY): number {
  // Opening a device can have an effect, so the type is checked before, and again once it is open.
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat && !stat.isFile()) throw new NotRegular(`${path} is no regular file.`);
  const fd = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, 0o600);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new NotRegular(`${path} is no regular file.`);
}

/** At most `length` bytes of an open file from position `place` on, as UTF-8. */
export function readAt(fd: number, place: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("utf8", 0, readSync(fd, bytes, 0, length, place));
}

/**
 * Opens a regular file, returns what `read` finds in it, and closes it. Null if the file is gone, not
 * regular or unreadable, or if the disk cannot read it.
 */
export function readRegular<T>(path: string, read: (fd: number) => T): T | null {
  let fd: number;
  try {
    fd = openRegular(path);
  } catch {
    // For whatever reason, there is nothing to read.
    return null;
  }
  try {
    return read(fd);
  } catch {
    // The disk cannot read it.
    return null;
  } finally {
    closeSync(fd);
  }
}

/** The first `length` bytes of a small file; null if there is none, or it is no regular file. */
export const readSmall = (path: string, length: number): string | null =>
  readRegular(path, (fd) => readAt(fd, 0, length));
