/** Control, format and direction-changing characters; the joiner within an emoji may stay. */
const UNSEEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Those that every beginner's program has are written as it writes them. */
const ESCAPES: Readonly<Record<string, string>> = { "\r": "\\r", "\n": "\\n", "\t": "\\t" };

/**
 * Makes characters visible that have no glyph, would turn the text around, or would tell a terminal
 * to do something: `\r\n`, ␛, ⟨U+202E⟩. A backslash that would read as one of the first is doubled, so
 * that a line's end and the two characters for it stay two things.
 */
export function visibleText(text: string): string {
  return text.replace(/\\(?=[rnt])/g, "\\\\").replace(UNSEEN, (one) => {
    const escape = ESCAPES[one];
    if (escape !== undefined) return escape;
    const code = one.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}
