/**
 * Writes an integer from 0 to 2^53 - 1: seven bits a byte, lowest first; all bytes but the last have
 * their highest bit set.
 * @returns the position after it
 */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  // A large integer goes in parts that the processor, too, handles as integers.
  while (rest > 0x7fffffff) {
    const above = Math.floor(rest / 0x10000000);
    let part = rest - above * 0x10000000;
    for (let byte = 0; byte < 4; byte += 1) {
      bytes[next++] = (part & 127) | 128;
      part >>>= 7;
    }
    rest = above;
  }
  while (rest > 127) {
    bytes[next++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[next++] = rest;
  return next;
}
