import { visibleText } from "@sockscope/protocol";

export { visibleText };

const decoder = new TextDecoder("utf-8");

/**
 * The beginning of a payload on one line, at most `most` characters; empty for no bytes. A
 * character that is cut off at either end is left out: the inspector shows such cuts.
 */
export function previewText(prefix: Uint8Array, max = 16): string {
  // Four bytes hold any character; a few more let a cut end be told from a broken one.
  const decoded = decoder.decode(prefix.subarray(0, max * 4 + 8)).replace(/^\ufffd+|\ufffd+$/g, "");
  const characters = [...decoded];
  const shown = visibleText(characters.slice(0, max).join(""));
  return characters.length > max ? `${shown}…` : shown;
}
