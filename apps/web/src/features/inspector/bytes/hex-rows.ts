import type { Token } from "./stream-text.ts";

const ROW_BYTES = 8;

export interface HexRow {
  /** The stream offset (a datagram: the offset in it) of the first byte. */
  readonly offset: number;
  readonly bytes: readonly HexByte[];
  /** The characters whose last byte stands in this row. */
  readonly text: readonly Token[];
}

export interface HexByte {
  readonly hex: string;
  /** Belongs to a character that is cut by an end of the payload. */
  readonly cut: boolean;
}

/** A dump of the kept bytes of a payload that begins at `offset`. */
export function hexRows(prefix: Uint8Array, offset: number, tokens: readonly Token[]): HexRow[] {
  const rows: HexRow[] = [];
  const cut = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "cut") continue;
    for (let i = 0; i < token.length; i++) cut.add(token.offset + i);
  }
  let next = 0;
  for (let start = 0; start < prefix.length; start += ROW_BYTES) {
    const bytes = [...prefix.subarray(start, start + ROW_BYTES)].map((byte, index) => ({
      hex: byte.toString(16).padStart(2, "0"),
      cut: cut.has(start + index),
    }));
    const text: Token[] = [];
    for (; next < tokens.length; next++) {
      const token = tokens[next];
      if (token === undefined || token.offset + token.length > start + ROW_BYTES) break;
      text.push(token);
    }
    rows.push({ offset: offset + start, bytes, text });
  }
  return rows;
}

/** `0000`: four digits, more where needed. */
export const offsetText = (offset: number): string => offset.toString(16).padStart(4, "0");
