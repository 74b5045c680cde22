/** Slots (numbers of 8 bytes) of one chunk: 1 MiB. */
const CHUNK = 128 * 1024;
/** The longest record: more than the largest payload that is kept, and all fields. */
const LONGEST = 2048;

interface Chunk {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const chunk = (): Chunk => {
  const numbers = new Float64Array(CHUNK);
  return { numbers, bytes: new Uint8Array(numbers.buffer) };
};

/** Reads one record, from its first slot on. */
export interface SlotReader {
  take(): number;
  /** `length` bytes; a view on memory that nobody writes to any more. */
  takeBytes(length: number): Uint8Array;
}

/** Append-only memory for records of numbers and bytes, in chunks, with no object a record. */
export class Slots {
  /** Undefined for those that were let go. */
  readonly #chunks: (Chunk | undefined)[] = [];
  #first = 0;
  #numbers = new Float64Array(0);
  #bytes = new Uint8Array(0);
  /** The next free slot of the last chunk. */
  #next = CHUNK;

  /** Begins a record; gives its place. */
  begin(): number {
    if (this.#next + LONGEST > CHUNK) {
      const fresh = chunk();
      this.#chunks.push(fresh);
      this.#numbers = fresh.numbers;
      this.#bytes = fresh.bytes;
      this.#next = 0;
    }
    return (this.#chunks.length - 1) * CHUNK + this.#next;
  }

  put(value: number): void {
    this.#numbers[this.#next] = value;
    this.#next += 1;
  }

  /** A slot of this record whose value comes later, by `fill`. */
  reserve(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  fill(slot: number, value: number): void {
    this.#numbers[slot] = value;
  }

  /** Whole slots; the caller puts the length. */
  putBytes(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#next * 8);
    this.#next += (bytes.length + 7) >>> 3;
  }

  /** Bytes that it holds. */
  get bytes(): number {
    return (this.#chunks.length - this.#first) * CHUNK * 8;
  }

  /** Lets go of all chunks that lie wholly before the record at `place`. */
  forget(place: number): void {
    const until = Math.min(Math.floor(place / CHUNK), this.#chunks.length);
    for (; this.#first < until; this.#first += 1) this.#chunks[this.#first] = undefined;
  }

  read(place: number): SlotReader {
    const found = this.#chunks[Math.floor(place / CHUNK)];
    if (!found) throw new RangeError(`No record at ${place}`);
    const { numbers, bytes } = found;
    let next = place % CHUNK;
    return {
      take: () => {
        const value = numbers[next] ?? 0;
        next += 1;
        return value;
      },
      takeBytes: (length) => {
        const start = next * 8;
        next += Math.ceil(length / 8);
        return bytes.subarray(start, start + length);
      },
    };
  }
}
