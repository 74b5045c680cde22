import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";

/** What is no regular file, and so is not opened. */
class NotRegular extends Error {}

// Windows has neither of both: there they are undefined, and count as nothing.
const { O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Opens a regular file, never what a link points to, and gives its descriptor. Opening never waits: a
 * FIFO would until somebody opens its other end, and a device may do anything at all. Throws
 * `NotRegular`, and what the system says.
 */
export function openRegular(path: string, flags: number = constants.O_RDONLY): number {
  // A device acts when it is opened, so it is looked at first, and again once it is open.
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new NotRegular(`${path} is no regular file.`);
  const fd = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, 0o600);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new NotRegular(`${path} is no regular file.`);
}

/** At most `length` bytes of an open file from `place` on, as UTF-8. */
export function readAt(fd: number, place: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("utf8", 0, readSync(fd, bytes, 0, length, place));
}

/**
 * What `read` finds in a regular file, which is open while it reads. Null for what is gone, a link, a
 * FIFO, or not ours to read, and where the disk cannot give it.
 */
export function readRegular<T>(path: string, read: (fd: number) => T): T | null {
  let fd: number;
  try {
    fd = openRegular(path);
  } catch {
    // Whatever the reason: there is nothing to read.
    return null;
  }
  try {
    return read(fd);
  } catch {
    // The disk cannot give it.
    return null;
  } finally {
    closeSync(fd);
  }
}

/** The first `length` bytes of a small file; null if there is none, or it is no regular file. */
export const readSmall = (path: string, length: number): string | null =>
  readRegular(path, (fd) => readAt(fd, 0, length));
