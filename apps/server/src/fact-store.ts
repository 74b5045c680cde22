import type { Source, Truth } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { packCall, unpackCall } from "./call-record.ts";
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

/**
 * Facts in the order of their arrival, small: a million are some hundred megabytes. Calls, which
 * are nearly all of them, are records of numbers in large buffers; the rest are kept as they are.
 * A record is: time, what it is and how it is known, then the call's fields.
 */
export class FactStore {
  readonly #slots = new Slots();
  readonly #starts: Float64Array[] = [];
  /** Facts that are not calls, by index. */
  readonly #others = new Map<number, RecordedFact>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(t: number, truth: Truth, source: Source, fact: RecordedFact): void {
    const slots = this.#slots;
    const index = this.#count;
    if (index % ROW === 0) this.#starts.push(new Float64Array(ROW));
    const start = slots.begin();
    slots.put(t);
    slots.put(TRUTHS.indexOf(truth) * SOURCES.length + SOURCES.indexOf(source));
    if (fact.kind === "call.began" || fact.kind === "call.ended") packCall(slots, fact);
    else this.#others.set(index, fact);
    const row = this.#starts[this.#starts.length - 1];
    if (row) row[index % ROW] = start;
    this.#count += 1;
  }

  /** `index` from 0 to `count` - 1. */
  at(index: number): Entry {
    const row = this.#starts[Math.floor(index / ROW)];
    const start = row?.[index % ROW];
    if (start === undefined || index >= this.#count) throw new RangeError(`No fact ${index}`);
    const record = this.#slots.read(start);
    const t = record.take();
    const known = record.take();
    return {
      t,
      truth: TRUTHS[Math.floor(known / SOURCES.length)] ?? "observed",
      source: SOURCES[known % SOURCES.length] ?? "program",
      fact: this.#others.get(index) ?? unpackCall(record),
    };
  }
}
