import { base64Bytes } from "./base64.ts";

/** Bytes of one chunk. A record never straddles two. */
const CHUNK = 1 << 20;
/** More than any record needs, apart from its payload. */
export const RECORD_ROOM = 512;
/** So many payloads seen last are known again by their text; a power of two. */
const RECENT = 1024;

/** Where a payload is looked for: a mixture of its length and of some of its letters. */
function slotOf(text: string): number {
  const { length } = text;
  let mixed = length;
  const stride = (length >> 4) + 1;
  for (let at = 0; at < length; at += stride)
    mixed = (Math.imul(mixed, 31) + text.charCodeAt(at)) | 0;
  return (mixed ^ (mixed >>> 15)) & (RECENT - 1);
}

/** Records of numbers and payloads, one behind another in large pieces of memory. */
export class Bytes {
  private readonly chunks: Uint8Array[] = [new Uint8Array(CHUNK)];
  private now = this.chunks[0] ?? new Uint8Array(CHUNK);
  /** Where the next byte goes in the newest chunk. */
  private end = 0;
  private readonly recent: string[] = Array.from({ length: RECENT }, () => "");
  private readonly recentPlaces = new Float64Array(RECENT);
  /** Where is read. */
  private reading = this.now;
  private at = 0;

  /** Begins a record of no more than so many bytes; gives its place. */
  begin(room: number): number {
    if (this.end + room > CHUNK) {
      this.now = new Uint8Array(CHUNK);
      this.chunks.push(this.now);
      this.end = 0;
    }
    return this.place;
  }

  /** Takes back all that was written since the record began there. */
  rewind(place: number): void {
    this.end = place % CHUNK;
  }

  private get place(): number {
    return (this.chunks.length - 1) * CHUNK + this.end;
  }

  byte(value: number): void {
    this.now[this.end++] = value;
  }

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    let left = value;
    while (left > 0x7fffffff) {
      this.now[this.end++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    while (left > 127) {
      this.now[this.end++] = (left & 127) | 128;
      left >>>= 7;
    }
    this.now[this.end++] = left;
  }

  /**
   * The bytes of a base64 text; those of one that came lately are not written again.
   * @returns whether it is one that can be given back as it was
   */
  base64(text: string): boolean {
    const length = (text.length >> 2) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
    const slot = length > 8 ? slotOf(text) : -1;
    if (slot >= 0 && this.recent[slot] === text) {
      this.whole(length * 2 + 1);
      this.whole(this.recentPlaces[slot] ?? 0);
      return true;
    }
    this.whole(length * 2);
    const place = this.place;
    if (!base64Bytes(text, this.now, this.end)) return false;
    this.end += length;
    if (slot >= 0) {
      this.recent[slot] = text;
      this.recentPlaces[slot] = place;
    }
    return true;
  }

  seek(place: number): void {
    this.reading = this.chunks[Math.floor(place / CHUNK)] ?? this.reading;
    this.at = place % CHUNK;
  }

  readByte(): number {
    return this.reading[this.at++] ?? 0;
  }

  readWhole(): number {
    let value = this.readByte();
    if (value < 128) return value;
    value &= 127;
    for (let scale = 128; ; scale *= 128) {
      const byte = this.readByte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** Passes over what `base64` wrote. */
  skipBytes(): void {
    const head = this.readWhole();
    if (head % 2 === 0) this.at += head >>> 1;
    else this.readWhole();
  }

  /** What `base64` wrote, as the bytes themselves; they must not be changed. */
  readBytes(): Uint8Array {
    const head = this.readWhole();
    const length = head >>> 1;
    if (head % 2 === 0) {
      const bytes = this.reading.subarray(this.at, this.at + length);
      this.at += length;
      return bytes;
    }
    const place = this.readWhole();
    const from = place % CHUNK;
    return (
      this.chunks[Math.floor(place / CHUNK)]?.subarray(from, from + length) ?? new Uint8Array(0)
    );
  }
}
