/**
 * Node reads into this one buffer and passes it on at once, so all connections share it. Node reads
 * ahead at most this much: what one read returned beyond `recv(n)` waits in our process.
 */
export const READ_BUFFER = new Uint8Array(64 * 1024);

/** Small pieces share their memory: a block of its own would cost more than the piece. */
const BLOCK_BYTES = 16 * 1024;
const MIN_OWN_BLOCK = BLOCK_BYTES / 8;
/** Up to here a loop is faster than a view. */
const MAX_LOOP = 24;

let block = new ArrayBuffer(BLOCK_BYTES);
let used = 0;

/** A copy of the first `length` bytes that were read. */
export function takeRead(length: number): Uint8Array {
  if (length > MIN_OWN_BLOCK) return READ_BUFFER.slice(0, length);
  if (used + length > BLOCK_BYTES) {
    block = new ArrayBuffer(BLOCK_BYTES);
    used = 0;
  }
  const bytes = new Uint8Array(block, used, length);
  // Bytes that begin at a multiple of eight are copied as words.
  used = (used + length + 7) & ~7;
  if (length > MAX_LOOP) bytes.set(READ_BUFFER.subarray(0, length));
  else for (let at = 0; at < length; at += 1) bytes[at] = READ_BUFFER[at] ?? 0;
  return bytes;
}
