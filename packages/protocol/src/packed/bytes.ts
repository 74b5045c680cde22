import { base64Bytes } from "./base64.ts";
import { writeVarint } from "./varint.ts";

/** Bytes of one chunk. A record never straddles two. */
const CHUNK = 1 << 20;
/** More than any record needs, apart from its payload. */
export const RECORD_ROOM = 512;
/** So many payloads written last are known again; a power of two. */
const RECENT = 1024;

/** A blob of no more bytes is not worth being looked for. */
const SHORT = 8;

/** Records of numbers and payloads, one behind another in large pieces of memory. */
export class Bytes {
  private readonly chunks: Uint8Array<ArrayBuffer>[];
  private now: Uint8Array<ArrayBuffer>;
  /** Where the next byte goes in the newest chunk. */
  private end = 0;
  /** The payload that was written last, and its place: most come several times in a row. */
  private lastText = "";
  private lastPlace = 0;
  private recentPlaces: Float64Array | null = null;
  private recentLengths: Uint32Array | null = null;
  /** Where is read. */
  private reading: Uint8Array<ArrayBuffer>;
  private at = 0;

  /** @param first bytes to be read; without, there is room to write */
  constructor(first: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK)) {
    this.chunks = [first];
    this.now = first;
    this.reading = first;
  }

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
    this.lastText = "";
    this.end = place % CHUNK;
  }

  private get place(): number {
    return (this.chunks.length - 1) * CHUNK + this.end;
  }

  byte(value: number): void {
    this.now[this.end++] = value;
  }

  /** An integer from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.end = writeVarint(this.now, this.end, value);
  }

  /** A text, letter by letter. */
  string(text: string): void {
    this.varint(text.length);
    for (let i = 0; i < text.length; i++) this.varint(text.charCodeAt(i));
  }

  /**
   * The bytes of a base64 text; those that came lately are not written again.
   * @returns whether it is one that can be given back as it was
   */
  base64(text: string): boolean {
    const length = (text.length >> 2) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
    if (length > SHORT && text === this.lastText && this.lastPlace + length <= this.place) {
      this.varint(length * 2 + 1);
      this.varint(this.lastPlace);
      return true;
    }
    const from = this.end;
    this.varint(length * 2);
    if (!base64Bytes(text, this.now, this.end)) return false;
    this.end += length;
    const place = this.settle(from, length);
    this.lastText = text;
    this.lastPlace = place;
    return true;
  }

  /** The same for bytes. */
  blob(bytes: Uint8Array): void {
    const { length } = bytes;
    const from = this.end;
    this.varint(length * 2);
    // What runs over the end is told by `written`.
    this.now.set(bytes.subarray(0, Math.max(0, this.now.length - this.end)), this.end);
    this.end += length;
    this.settle(from, length);
  }

  /**
   * A blob that was written from `from` on: if it is an old one, only its place stays.
   * @returns the place where it is to be found
   */
  private settle(from: number, length: number): number {
    const at = this.end - length;
    const here = (this.chunks.length - 1) * CHUNK + at;
    if (length <= SHORT) return here;
    const slot = this.slotOf(at, length);
    this.recentPlaces ??= new Float64Array(RECENT);
    this.recentLengths ??= new Uint32Array(RECENT);
    const known = this.recentPlaces[slot] ?? 0;
    const before = (this.chunks.length - 1) * CHUNK + from;
    // What was taken back lies behind that, and will be overwritten.
    const stays = known + length <= before;
    if (stays && this.recentLengths[slot] === length && this.holds(known, at, length)) {
      this.end = from;
      this.varint(length * 2 + 1);
      this.varint(known);
      return known;
    }
    this.recentPlaces[slot] = here;
    this.recentLengths[slot] = length;
    return here;
  }

  /** A mixture of the length and of some of the bytes. */
  private slotOf(at: number, length: number): number {
    const { now } = this;
    const stride = (length >> 4) + 1;
    let mixed = length;
    for (let i = at; i < at + length; i += stride)
      mixed = (Math.imul(mixed, 31) + (now[i] ?? 0)) | 0;
    return (mixed ^ (mixed >>> 15)) & (RECENT - 1);
  }

  private holds(place: number, at: number, length: number): boolean {
    const old = this.chunks[Math.floor(place / CHUNK)];
    const from = place % CHUNK;
    if (old === undefined) return false;
    for (let i = 0; i < length; i++) if (old[from + i] !== this.now[at + i]) return false;
    return true;
  }

  /** All that was written, if it went into the first chunk; else null. */
  written(): Uint8Array<ArrayBuffer> | null {
    return this.chunks.length > 1 || this.end > CHUNK ? null : this.now.slice(0, this.end);
  }

  seek(place: number): void {
    this.reading = this.chunks[Math.floor(place / CHUNK)] ?? this.reading;
    this.at = place % CHUNK;
  }

  /** More was read than there is. */
  get overran(): boolean {
    return this.at > this.reading.length;
  }

  readString(): string {
    const length = Math.min(this.readVarint(), this.reading.length);
    let text = "";
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.readVarint());
    return text;
  }

  readByte(): number {
    return this.reading[this.at++] ?? 0;
  }

  readVarint(): number {
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
    const head = this.readVarint();
    if (head % 2 === 0) this.at += head >>> 1;
    else this.readVarint();
  }

  /** What `base64` wrote, as the bytes themselves; they must not be changed. */
  readBytes(): Uint8Array {
    const head = this.readVarint();
    const length = head >>> 1;
    if (head % 2 === 0) {
      const bytes = this.reading.subarray(this.at, this.at + length);
      this.at += length;
      return bytes;
    }
    const place = this.readVarint();
    const from = place % CHUNK;
    return (
      this.chunks[Math.floor(place / CHUNK)]?.subarray(from, from + length) ?? new Uint8Array(0)
    );
  }
}
