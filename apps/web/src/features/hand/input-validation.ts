import { LIMITS } from "@sockscope/protocol";
import type { Dictionary } from "../../i18n/index.ts";

const encoder = new TextEncoder();

/** What is wrong with a text to send; null for nothing. UDP can send an empty datagram. */
export function textProblem(
  text: string,
  stream: boolean,
  words: Dictionary["hand"],
): string | null {
  if (stream && text === "") return words.textEmpty;
  const { length } = encoder.encode(text);
  return length > LIMITS.textBytes ? words.textTooLong(length, LIMITS.textBytes) : null;
}

/** The `n` of `recv(n)`; null if it is none. */
export function parseSize(text: string): number | null {
  if (!/^\d+$/.test(text.trim())) return null;
  const size = Number(text);
  return size >= 1 && size <= LIMITS.recvBytes ? size : null;
}
