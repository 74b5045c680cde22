const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text as UTF-8, as Python's `str.encode()`. */
export const encode = (text: string): Uint8Array => encoder.encode(text);

/** UTF-8 as text; bytes that are no UTF-8 become U+FFFD. */
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Bytes that a program may collect: what a peer sends must not take all memory. */
const MAX_BYTES = 1024 * 1024;

/** `first + second` of Python's bytes; throws where it would be too long. */
export function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length + second.length > MAX_BYTES)
    throw new Error("A message of more than 1 MiB is too long for this program.");
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Capitals for the letters a to z, as Python's `bytes.upper()`: other bytes stay as they are. */
export const upper = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));

/** What went wrong, in words. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
