const decoder = new TextDecoder("utf-8");

/** Control, format and direction-changing characters; the joiner within an emoji may stay. */
const UNSEEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes characters visible that have no glyph or would turn the text around: ␍␊, ⟨U+202E⟩. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/**
 * The beginning of a payload on one line, at most `most` characters; empty for no bytes. A
 * character that is cut off at either end is left out: the inspector shows such cuts.
 */
export function previewText(kept: Uint8Array, most = 16): string {
  // Four bytes hold any character; a few more let a cut end be told from a broken one.
  const decoded = decoder.decode(kept.subarray(0, most * 4 + 8)).replace(/^\ufffd+|\ufffd+$/g, "");
  const characters = [...decoded];
  const shown = visibleText(characters.slice(0, most).join(""));
  return characters.length > most ? `${shown}…` : shown;
}
