import { decode } from "../text.ts";

/** What the first line of a file transfer says: `NAME SIZE`. */
export interface FileHead {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of the line itself, with its end. */
  readonly length: number;
}

const LONGEST = 1024;
const NEWLINE = 0x0a;

/** Null while the line is not complete; "bad" when it cannot become right any more. */
export function fileHead(bytes: Uint8Array): FileHead | "bad" | null {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) return bytes.length > LONGEST ? "bad" : null;
  const match = /^(\S+) (\d{1,12})$/.exec(decode(bytes.subarray(0, end)));
  if (!match) return "bad";
  const [, name = "", size = ""] = match;
  return { name, size: Number(size), length: end + 1 };
}
