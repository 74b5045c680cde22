import type { Source, Truth } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { ByteLog } from "./byte-log.ts";
import { callJson, packCall } from "./call-record.ts";
import { flatJson, isFlat, packFlat } from "./flat-record.ts";

const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];
const SOURCES: readonly Source[] = ["lab", "program", "kernel", "wire"];
/** What follows the time of a record. */
const FORMS = ["call", "flat", "other"] as const;

/** Records whose places one row of the index holds. */
const ROW = 4096;
/** What a fact that is kept as it is may take, roughly. */
const OTHER_BYTES = 400;

interface Row {
  readonly first: number;
  /** Counted from `first`. */
  readonly places: Uint32Array;
}

/**
 * Facts in the order of their arrival, small: a million take some fifty megabytes. What programs
 * cause all the time (calls, datagrams, connections) are records in a log of bytes; the rest are
 * kept as they are. A record is: how it is known and its form, time, then its fields.
 */
export class FactStore {
  readonly #log = new ByteLog();
  /** Undefined for rows that were let go. */
  readonly #rows: (Row | undefined)[] = [];
  #row: Row = { first: 0, places: new Uint32Array(0) };
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
    return this.#log.held + this.#others.size * OTHER_BYTES;
  }

  /** Lets go of the facts before `index`; the newest one stays. */
  forget(index: number): void {
    const first = Math.min(index, this.#count - 1);
    if (first <= this.#first) return;
    this.#log.forget(this.#place(first));
    for (let row = Math.floor(this.#first / ROW); row < Math.floor(first / ROW); row += 1)
      this.#rows[row] = undefined;
    for (const other of this.#others.keys()) {
      if (other >= first) break;
      this.#others.delete(other);
    }
    this.#first = first;
  }

  /** `t` is ns since the lab began. */
  add(t: number, truth: Truth, source: Source, fact: RecordedFact): void {
    const log = this.#log;
    const index = this.#count;
    const place = log.begin();
    if (index % ROW === 0) {
      this.#row = { first: place, places: new Uint32Array(ROW) };
      this.#rows.push(this.#row);
    }
    this.#row.places[index % ROW] = place - this.#row.first;
    this.#count += 1;
    const known = (TRUTHS.indexOf(truth) * SOURCES.length + SOURCES.indexOf(source)) * FORMS.length;
    if (fact.kind === "call.began" || fact.kind === "call.ended") {
      log.whole(known);
      log.whole(t);
      packCall(log, fact);
    } else if (isFlat(fact)) {
      log.whole(known + 1);
      log.whole(t);
      packFlat(log, fact);
    } else {
      log.whole(known + 2);
      log.whole(t);
      this.#others.set(index, fact);
    }
  }

  /** The event of this index, from `first` to `count` - 1, as JSON. Its `seq` is its index + 1. */
  json(index: number): string {
    const record = this.#log.read(this.#place(index));
    const what = record.whole();
    const known = Math.floor(what / FORMS.length);
    const truth = TRUTHS[Math.floor(known / SOURCES.length)] ?? "observed";
    const source = SOURCES[known % SOURCES.length] ?? "program";
    const t = record.whole();
    const envelope = `{"seq":${index + 1},"t":${t},"truth":"${truth}","source":"${source}",`;
    switch (FORMS[what % FORMS.length]) {
      case "call":
        return `${envelope}${callJson(record)}}`;
      case "flat":
        return `${envelope}${flatJson(record)}}`;
      default:
        return `${envelope}${JSON.stringify(this.#others.get(index)).slice(1)}`;
    }
  }

  #place(index: number): number {
    const row = this.#rows[Math.floor(index / ROW)];
    const place = row?.places[index % ROW];
    if (row === undefined || place === undefined || index < this.#first || index >= this.#count)
      throw new RangeError(`No fact ${index}`);
    return row.first + place;
  }
}
