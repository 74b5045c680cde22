const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const NONE = 64;
const VALUES = new Uint8Array(128).fill(NONE);
for (let i = 0; i < LETTERS.length; i++) VALUES[LETTERS.charCodeAt(i)] = i;
const PAD = 61;

const value = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 128 ? (VALUES[code] ?? NONE) : NONE;
};

/**
 * Writes the bytes of a base64 text to `into`, from `at` on.
 * @returns false if it is not base64, or not exactly as `base64Text` would write it
 */
export function base64Bytes(text: string, into: Uint8Array, at: number): boolean {
  const { length } = text;
  if (length % 4 !== 0) return false;
  let to = at;
  for (let i = 0; i < length; i += 4) {
    const [a, b] = [value(text, i), value(text, i + 1)];
    let c = value(text, i + 2);
    let d = value(text, i + 3);
    let bytes = 3;
    if (i + 4 === length && text.charCodeAt(i + 3) === PAD) {
      d = 0;
      bytes = 2;
      if (text.charCodeAt(i + 2) === PAD) {
        c = 0;
        bytes = 1;
      }
    }
    if ((a | b | c | d) & NONE) return false;
    if ((bytes === 1 && (b & 15) !== 0) || (bytes === 2 && (c & 3) !== 0)) return false;
    into[to++] = (a << 2) | (b >> 4);
    if (bytes > 1) into[to++] = ((b & 15) << 4) | (c >> 2);
    if (bytes > 2) into[to++] = ((c & 3) << 6) | d;
  }
  return true;
}

/** Bytes that are passed as arguments of one function call. */
const AT_ONCE = 8192;

export function base64Text(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(text);
}
