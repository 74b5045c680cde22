import type { StreamPiece } from "@sockscope/trace";

/**
 * A payload read as UTF-8, a token a character. `offset` counts from the payload's first byte and
 * `length` its bytes that are within the payload.
 */
export type Token = { readonly offset: number; readonly length: number } & (
  | { readonly kind: "character"; readonly character: string }
  /**
   * Some of its bytes are in another call. `character` is null when they have not come, or were
   * not kept. `side` says which end of the payload cuts it.
   */
  | {
      readonly kind: "cut";
      readonly character: string | null;
      readonly of: number;
      readonly side: "start" | "end";
    }
  /** A byte that belongs to no character. */
  | { readonly kind: "raw"; readonly byte: number }
);

/** The byte at an offset of a stream; undefined where none came or none was kept. */
export type ByteAt = (offset: number) => number | undefined;

/** The kept bytes around [from, to) of one direction of a stream: no character is longer than 4. */
export function bytesAround(pieces: readonly StreamPiece[], from: number, to: number): ByteAt {
  const near = pieces.filter(
    ({ offset, length }) => offset < to + 3 && offset + length > Math.max(0, from - 3),
  );
  return (at) => {
    for (const piece of near) {
      const index = at - piece.offset;
      if (index >= 0 && index < piece.length) return piece.prefix[index];
    }
    return undefined;
  };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const isContinuation = (byte: number | undefined): boolean =>
  byte !== undefined && (byte & 0xc0) === 0x80;

/** How many bytes a character has that begins with this one; 0 if none begins so. */
function lengthFrom(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Undefined: these bytes are no character. Null: those that are there could be one. */
function characterAt(byteAt: ByteAt, start: number, length: number): string | null | undefined {
  const bytes: number[] = [];
  for (let at = start; at < start + length; at++) {
    const byte = byteAt(at);
    if (byte === undefined) break;
    if (at > start && !isContinuation(byte)) return undefined;
    bytes.push(byte);
  }
  if (bytes.length < length) return null;
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    // Too long a form, a surrogate, or past the last character: right in shape, yet none.
    return undefined;
  }
}

/** Where the character begins that [from, …) cuts at its start; null if it is not cut there. */
function cutBefore(byteAt: ByteAt, from: number): number | null {
  if (!isContinuation(byteAt(from))) return null;
  for (let start = from - 1; start >= Math.max(0, from - 3); start--) {
    const byte = byteAt(start);
    if (byte === undefined) return null;
    if (isContinuation(byte)) continue;
    const length = lengthFrom(byte);
    return start + length > from ? start : null;
  }
  return null;
}

/** Reads [from, to) of a stream as UTF-8, looking beyond both ends for what was cut there. */
export function tokens(byteAt: ByteAt, from: number, to: number): Token[] {
  const found: Token[] = [];
  let at = from;
  const before = cutBefore(byteAt, from);
  if (before !== null) {
    const of = lengthFrom(byteAt(before) ?? 0);
    const character = characterAt(byteAt, before, of);
    if (character !== undefined) {
      const length = Math.min(to, before + of) - from;
      found.push({ kind: "cut", character, of, side: "start", offset: 0, length });
      at += length;
    }
  }
  while (at < to) {
    const byte = byteAt(at);
    if (byte === undefined) break;
    const of = lengthFrom(byte);
    const character = of === 0 ? undefined : characterAt(byteAt, at, of);
    const offset = at - from;
    if (character === undefined) {
      found.push({ kind: "raw", byte, offset, length: 1 });
      at++;
    } else if (character === null || at + of > to) {
      const length = Math.min(of, to - at);
      // Bytes that were not kept end the payload as far as it can be shown.
      const there = Array.from({ length }, (_, i) => byteAt(at + i)).filter((b) => b !== undefined);
      found.push({ kind: "cut", character, of, side: "end", offset, length: there.length });
      at += there.length;
    } else {
      found.push({ kind: "character", character, offset, length: of });
      at += of;
    }
  }
  return found;
}
