import type { MadeCall } from "@sockscope/sockets";
import { releaseChunks } from "./release-chunks.ts";

/** Rows of one chunk. */
const CHUNK = 4096;
/** Numbers of a row: floats of eight bytes, and of these four words the second half. */
const FLOATS = 5;
const WORDS = 2 * FLOATS;

/** What a row holds. Which of the numbers mean what depends on `form`. */
export interface FactRow {
  /** A whole number below 2^32, as are all others up to `length`. */
  readonly form: number;
  readonly call: number;
  readonly actor: number;
  readonly socket: number;
  readonly length: number;
  /** In the log, the first byte of what belongs to this row. */
  readonly place: number;
  /** ms since the lab began. */
  readonly t: number;
  readonly value: number;
}

interface Chunk {
  readonly floats: Float64Array<SharedArrayBuffer>;
  /** The same memory. */
  readonly words: Uint32Array<SharedArrayBuffer>;
  /** The place from which those of its rows are counted. */
  readonly place: number;
}

/** Memory for `rows` rows; `ByteLog` says why it is a SharedArrayBuffer. */
const memory = (rows: number): SharedArrayBuffer => new SharedArrayBuffer(rows * FLOATS * 8);

/**
 * Rows of numbers of a fixed size, append only. A frequent fact is written in a few stores, without an
 * object and without a branch that a processor could guess wrong.
 *
 * The protocol's packed records are not used here, because a row is written much faster: in an echo over
 * TCP (four events of a send and a recv, 41 bytes each) a row with its payload takes 30 ns an event; the
 * same fields written into the protocol's `Bytes` take 165 ns (5.5 times), and 260 ns (8.7 times) as an
 * event by `EventWriter`. Minima of runs in pairs, Node 20.
 */
export class FactRows {
  /** Undefined for chunks that were released. */
  readonly #chunks: (Chunk | undefined)[] = [];
  /** Released chunks, for reuse. */
  readonly #free: Chunk[] = [];
  /** Of the newest chunk: its memory, twice, and the place from which those of its rows count. */
  #floats = new Float64Array(memory(0));
  #words = new Uint32Array(memory(0));
  #place = 0;
  /** Rows in it, and in those before. */
  #used = CHUNK;
  #full = -CHUNK;
  #first = 0;

  get count(): number {
    return this.#full + this.#used;
  }

  /** Bytes that the rows take. */
  get held(): number {
    return (this.#chunks.length - this.#first) * CHUNK * FLOATS * 8;
  }

  /** The same, including chunks for reuse. */
  get allocated(): number {
    return this.held + this.#free.length * CHUNK * FLOATS * 8;
  }

  /** In the order of `FactRow`. */
  add(
    form: number,
    call: number,
    actor: number,
    socket: number,
    length: number,
    place: number,
    t: number,
    value: number,
  ): void {
    if (this.#used === CHUNK) this.#grow(place);
    const row = this.#used;
    this.#used = row + 1;
    const floats = this.#floats;
    const float = row * FLOATS;
    floats[float] = t;
    floats[float + 1] = value;
    const words = this.#words;
    const word = row * WORDS + 4;
    words[word] = form;
    words[word + 1] = call;
    words[word + 2] = actor;
    words[word + 3] = socket;
    words[word + 4] = length;
    words[word + 5] = place - this.#place;
  }

  /** The same of a call; false, and nothing is written, for one of no socket. */
  addCall(
    form: number,
    { id, actor, socket }: MadeCall,
    length: number,
    place: number,
    t: number,
    value: number,
  ): boolean {
    if (socket === null) return false;
    this.add(form, id, actor, socket, length, place, t, value);
    return true;
  }

  /** Throws RangeError for a row that was released or does not exist yet. */
  read(index: number): FactRow {
    const chunk = this.#chunks[Math.floor(index / CHUNK)];
    if (chunk === undefined || index >= this.count) throw new RangeError(`No fact ${index}`);
    const { floats, words, place } = chunk;
    const float = (index % CHUNK) * FLOATS;
    const word = (index % CHUNK) * WORDS + 4;
    return {
      form: words[word] ?? 0,
      call: words[word + 1] ?? 0,
      actor: words[word + 2] ?? 0,
      socket: words[word + 3] ?? 0,
      length: words[word + 4] ?? 0,
      place: place + (words[word + 5] ?? 0),
      t: floats[float] ?? 0,
      value: floats[float + 1] ?? 0,
    };
  }

  /** Releases all chunks that lie entirely before this row. */
  forget(index: number): void {
    const until = Math.floor(index / CHUNK);
    this.#first = releaseChunks(this.#chunks, this.#free, this.#first, until);
  }

  #grow(place: number): void {
    this.#floats = this.#free.pop()?.floats ?? new Float64Array(memory(CHUNK));
    this.#words = new Uint32Array(this.#floats.buffer);
    this.#place = place;
    this.#chunks.push({ floats: this.#floats, words: this.#words, place });
    this.#full += CHUNK;
    this.#used = 0;
  }
}
