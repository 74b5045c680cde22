import { LIMITS } from "@sockscope/protocol";

/**
 * A printed text as it is recorded (rule E20): its first `LIMITS.printed` UTF-16 units, and the
 * number of missing ones. A surrogate pair is never split.
 */
export function truncateOutput(text: string): string {
  const max = LIMITS.printed;
  if (text.length <= max) return text;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(max - 1));
  const length = splitsPair ? max - 1 : max;
  // A copy, because a substring would keep the whole text in memory.
  const copy = Buffer.from(text.slice(0, length), "utf16le").toString("utf16le");
  return `${copy}… (${text.length - length} more characters)`;
}
