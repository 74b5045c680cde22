const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether the brackets in this JSON text are nested at most `max` deep; those in strings do not count. */
export function isShallow(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    // `[` and `{`, `]` and `}` differ in one bit.
    else if ((code | 0x20) === 0x7b) {
      depth += 1;
      if (depth > max) return false;
    } else if ((code | 0x20) === 0x7d) depth -= 1;
  }
  return true;
}
