import { writeVarint } from "@sockscope/protocol";
import { releaseChunks } from "./release-chunks.ts";

/** Bytes of one chunk. */
const CHUNK = 1024 * 1024;
/** Bytes of the longest record: more than the longest payload prefix and all fields. */
const LONGEST = 16 * 1024;

/**
 * Append-only memory for records of numbers and bytes, without an object for each record. Numbers are
 * varints, because most of the cost of recording is touching fresh memory. No thread shares it; it is a
 * SharedArrayBuffer because V8 collects garbage more often when other buffers grow.
 */
export class ByteLog {
  /** Undefined for chunks that were released. */
  readonly #chunks: (Uint8Array<SharedArrayBuffer> | undefined)[] = [];
  /** Released chunks, for reuse: touching fresh memory costs more than writing the records. */
  readonly #free: Uint8Array<SharedArrayBuffer>[] = [];
  #first = 0;
  #bytes = new Uint8Array(new SharedArrayBuffer(0));
  /** The place of the first byte of the last chunk. */
  #start = -CHUNK;
  /** Its next free byte. */
  #next = CHUNK;

  /**
   * Begins a record. Returns its place, a multiple of eight: the processor copies bytes from there
   * as words and not one by one.
   */
  begin(): number {
    this.#next = (this.#next + 7) & ~7;
    if (this.#next + LONGEST > CHUNK) this.#grow();
    return this.#start + this.#next;
  }

  /** The end of the last record: the place of a row that has no record. */
  get here(): number {
    return this.#start + this.#next;
  }

  #grow(): void {
    this.#bytes = this.#free.pop() ?? new Uint8Array(new SharedArrayBuffer(CHUNK));
    this.#start = this.#chunks.length * CHUNK;
    this.#chunks.push(this.#bytes);
    this.#next = 0;
  }

  /** An integer from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.#next = writeVarint(this.#bytes, this.#next, value);
  }

  /** Any number. */
  number(value: number): void {
    if (Number.isSafeInteger(value) && value >= 0 && value < Number.MAX_SAFE_INTEGER)
      return this.varint(value + 1);
    this.varint(0);
    this.bytes(new Uint8Array(Float64Array.of(value).buffer));
  }

  /** The bytes without their length: a caller whose reader cannot know it writes it first. */
  bytes(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#next);
    this.#next += bytes.length;
  }

  /** Bytes of the chunks in use. */
  get held(): number {
    return (this.#chunks.length - this.#first) * CHUNK;
  }

  /** The same, including chunks for reuse. */
  get allocated(): number {
    return this.held + this.#free.length * CHUNK;
  }

  /** Releases all chunks that lie entirely before the record at `place`. */
  forget(place: number): void {
    const until = Math.floor(place / CHUNK);
    this.#first = releaseChunks(this.#chunks, this.#free, this.#first, until);
  }

  read(place: number): ByteReader {
    const chunk = this.#chunks[Math.floor(place / CHUNK)];
    if (!chunk) throw new RangeError(`No record at ${place}`);
    return new ByteReader(chunk, place % CHUNK);
  }
}

/** Reads one record, from its first byte on, in the order in which it was written. */
export class ByteReader {
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  #next: number;

  constructor(bytes: Uint8Array<SharedArrayBuffer>, first: number) {
    this.#bytes = bytes;
    this.#next = first;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#next] ?? 0;
      this.#next += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  number(): number {
    const value = this.varint();
    if (value > 0) return value - 1;
    const end = this.#next + 8;
    const [exact = Number.NaN] = new Float64Array(this.#bytes.slice(this.#next, end).buffer);
    this.#next = end;
    return exact;
  }

  base64(length: number): string {
    const { buffer } = this.#bytes;
    const text = Buffer.from(buffer, this.#next, length).toString("base64");
    this.#next += length;
    return text;
  }
}
