import type { Source, Truth } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { packCall, unpackCall } from "./call-record.ts";
import { isFlat, packFlat, unpackFlat } from "./flat-record.ts";
import { Slots } from "./slots.ts";

/** A fact in its place; `t` is ns since the lab began. */
export interface Entry {
  readonly t: number;
  readonly truth: Truth;
  readonly source: Source;
  readonly fact: RecordedFact;
}

const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];
const SOURCES: readonly Source[] = ["lab", "program", "kernel", "wire"];
/** Records whose starts one row of the index holds. */
const ROW = 4096;
/** What a fact that is kept as it is may take, roughly. */
const OTHER_BYTES = 400;

/**
 * Facts in the order of their arrival, small: a million are some hundred megabytes. What
 * programs cause all the time (calls, datagrams, connections) are records of numbers in large
 * buffers; the rest are kept as they are. A record is: time, how it is known, then its fields.
 */
export class FactStore {
  readonly #slots = new Slots();
  /** Undefined for rows that were let go. */
  readonly #starts: (Float64Array | undefined)[] = [];
  /** Facts that are not records, by index. */
  readonly #others = new Map<number, RecordedFact>();
  #count = 0;
  #first = 0;

  get count(): number {
    return this.#count;
  }

  /** The index of the oldest fact that is still held. */
  get first(): number {
    return this.#first;
  }

  /** Memory that the facts take, roughly. */
  get bytes(): number {
    return this.#slots.bytes + this.#others.size * OTHER_BYTES;
  }

  /** Lets go of the facts before `index`; the newest one stays. */
  forget(index: number): void {
    const first = Math.min(index, this.#count - 1);
    const start = this.#starts[Math.floor(first / ROW)]?.[first % ROW];
    if (start === undefined || first <= this.#first) return;
    this.#slots.forget(start);
    for (let row = Math.floor(this.#first / ROW); row < Math.floor(first / ROW); row += 1)
      this.#starts[row] = undefined;
    for (const other of this.#others.keys()) {
      if (other >= first) break;
      this.#others.delete(other);
    }
    this.#first = first;
  }

  add(t: number, truth: Truth, source: Source, fact: RecordedFact): void {
    const slots = this.#slots;
    const index = this.#count;
    if (index % ROW === 0) this.#starts.push(new Float64Array(ROW));
    const start = slots.begin();
    slots.put(t);
    const known = TRUTHS.indexOf(truth) * SOURCES.length + SOURCES.indexOf(source);
    slots.put(known * 2 + (isFlat(fact) ? 1 : 0));
    if (fact.kind === "call.began" || fact.kind === "call.ended") packCall(slots, fact);
    else if (isFlat(fact)) packFlat(slots, fact);
    else this.#others.set(index, fact);
    const row = this.#starts[this.#starts.length - 1];
    if (row) row[index % ROW] = start;
    this.#count += 1;
  }

  /** `index` from `first` to `count` - 1. */
  at(index: number): Entry {
    const row = this.#starts[Math.floor(index / ROW)];
    const start = row?.[index % ROW];
    if (start === undefined || index < this.#first || index >= this.#count)
      throw new RangeError(`No fact ${index}`);
    const record = this.#slots.read(start);
    const t = record.take();
    const what = record.take();
    const known = Math.floor(what / 2);
    return {
      t,
      truth: TRUTHS[Math.floor(known / SOURCES.length)] ?? "observed",
      source: SOURCES[known % SOURCES.length] ?? "program",
      fact: what % 2 === 1 ? unpackFlat(record) : (this.#others.get(index) ?? unpackCall(record)),
    };
  }
}
