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

/** What may stand in a name although it has no glyph: the joiner and the selector within an emoji. */
const IN_EMOJI =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\p{Emoji})\ufe0f/u
    .source;
/** Control, format and separating characters, and letters that look like nothing (U+115F, U+2800). */
const NO_GLYPH = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.source;
const UNSEEN_IN_NAME = new RegExp(`(?!${IN_EMOJI})${NO_GLYPH}`, "gu");

/** A name without characters that nobody sees, or that turn its text around. */
export const seenOnly = (name: string): string => name.replace(UNSEEN_IN_NAME, "");

/** Whether a name has such characters. */
export const hasUnseen = (name: string): boolean => seenOnly(name) !== name;
