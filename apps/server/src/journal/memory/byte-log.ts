import { writeVarint } from "@sockscope/protocol";

/** Bytes of one chunk. */
const CHUNK = 1024 * 1024;
/** The longest record: more than the largest payload that is kept, and all fields. */
const LONGEST = 16 * 1024;

/**
 * Append-only memory for records of numbers and bytes, with no object a record. Numbers take as
 * many bytes as they need, because what recording costs is above all touching fresh memory. Nobody
 * shares it; but V8 takes the growth of other buffers for a reason to collect garbage.
 */
export class ByteLog {
  /** Undefined for those that were let go. */
  readonly #chunks: (Uint8Array<SharedArrayBuffer> | undefined)[] = [];
  /** Chunks that were let go, for use again: fresh memory costs more than all that is written to it. */
  readonly #free: Uint8Array<SharedArrayBuffer>[] = [];
  #first = 0;
  #bytes = new Uint8Array(new SharedArrayBuffer(0));
  /** The place of the first byte of the last chunk. */
  #start = -CHUNK;
  /** Its next free byte. */
  #next = CHUNK;

  /**
   * Begins a record; gives its place. That is a multiple of eight: bytes that begin there are copied
   * as words and not one by one.
   */
  begin(): number {
    this.#next = (this.#next + 7) & ~7;
    if (this.#next + LONGEST > CHUNK) this.#grow();
    return this.#start + this.#next;
  }

  /** Where the last record ended: the place of a row that has none. */
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

  /** Their number has to be written too, if it is not known. */
  bytes(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#next);
    this.#next += bytes.length;
  }

  /** Bytes that it holds. */
  get held(): number {
    return (this.#chunks.length - this.#first) * CHUNK;
  }

  /** The same, with what it keeps for use again. */
  get allocated(): number {
    return this.held + this.#free.length * CHUNK;
  }

  /** Lets go of all chunks that lie wholly before the record at `place`. */
  forget(place: number): void {
    const until = Math.min(Math.floor(place / CHUNK), this.#chunks.length);
    for (; this.#first < until; this.#first += 1) {
      const chunk = this.#chunks[this.#first];
      if (chunk) this.#free.push(chunk);
      this.#chunks[this.#first] = undefined;
    }
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
