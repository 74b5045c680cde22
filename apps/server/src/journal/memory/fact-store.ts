import {
  type CallError,
  type CallSite,
  type Source,
  sourceSchema,
  type Truth,
  truthSchema,
} from "@sockscope/protocol";
import {
  type DatagramArrived,
  factOfBeginning,
  factOfEnd,
  type MadeCall,
  type RecordedFact,
  type RecordedResult,
} from "@sockscope/sockets";
import { ByteLog } from "./byte-log.ts";
import { callJson, callText, packCall } from "./call-record.ts";
import {
  dataJson,
  FIRST_LIFECYCLE_FORM,
  packArrived,
  packDataBegan,
  packDataEnded,
} from "./data-call.ts";
import { FactRows } from "./fact-rows.ts";
import { FLAT_KINDS, flatJson, isFlat, packFlat } from "./flat-codec.ts";
import {
  lifecycleJson,
  OTHER_FORMS,
  packLifecycleBegan,
  packLifecycleEnded,
} from "./lifecycle-call.ts";

const TRUTHS: readonly Truth[] = truthSchema.options;
const SOURCES: readonly Source[] = sourceSchema.options;
/** How a fact that is not a busy one is kept. */
const FORMS = ["call", "other", ...FLAT_KINDS] as const;

/** Facts that are looked at for what has changed meanwhile. */
const MOST_SINCE = 20_000;

/** What a fact that is kept as it is may take, roughly; what a program printed may be long. */
const OTHER_BYTES = 400;
function otherBytes(fact: RecordedFact | string): number {
  if (typeof fact === "string") return OTHER_BYTES + fact.length;
  return OTHER_BYTES + (fact.kind === "actor.printed" ? fact.text.length : 0);
}

const otherText = (fact: RecordedFact | string | undefined): string =>
  typeof fact === "string" ? fact : JSON.stringify(fact);

/**
 * Facts in the order of their arrival; a million take less than a hundred megabytes. Each fact has a row
 * of numbers. What the row cannot hold is bytes in a log: a payload, or the fields of a record. A rare
 * fact is kept as an object. `FactRows` says why this is not the protocol's packed form.
 */
export class FactStore {
  readonly #log = new ByteLog();
  readonly #rows = new FactRows();
  /** Facts that are not records, by index; as JSON if they have bytes of a program's. */
  readonly #others = new Map<number, RecordedFact | string>();
  #otherBytes = 0;
  #first = 0;

  get count(): number {
    return this.#rows.count;
  }

  /** The index of the oldest fact that is still held. */
  get first(): number {
    return this.#first;
  }

  /** Memory that the facts take, roughly. */
  get bytes(): number {
    return this.#log.held + this.#rows.held + this.#otherBytes;
  }

  /** The same, with what is kept for use again. */
  get allocated(): number {
    return (
      this.bytes - this.#log.held - this.#rows.held + this.#log.allocated + this.#rows.allocated
    );
  }

  /** Lets go of the facts before `index`; the newest one stays. */
  forget(index: number): void {
    const first = Math.min(index, this.count - 1);
    if (first <= this.#first) return;
    this.#log.forget(this.#rows.read(first).place);
    this.#rows.forget(first);
    for (const [other, fact] of this.#others) {
      if (other >= first) break;
      this.#others.delete(other);
      this.#otherBytes -= otherBytes(fact);
    }
    this.#first = first;
  }

  /** `t` is ms since the lab began. */
  add(t: number, truth: Truth, source: Source, fact: RecordedFact): void {
    this.#pack(t, truth, source, fact, this.#log.begin());
  }

  /** What a program's socket observes without being asked. */
  addArrived(t: number, fact: DatagramArrived): void {
    if (!packArrived(this.#rows, this.#log, t, fact))
      this.#pack(t, "observed", "program", fact, this.#log.begin());
  }

  /** What a program observes of its calls. */
  addBeginning(t: number, call: MadeCall, thread: number | null, site: CallSite | undefined): void {
    const plain = thread === null && site === undefined;
    if (plain && packDataBegan(this.#rows, this.#log, t, call)) return;
    const place = this.#log.begin();
    if (plain && packLifecycleBegan(this.#rows, place, t, call)) return;
    const fact = factOfBeginning(call, thread, site);
    this.#pack(t, "observed", "program", fact, place);
  }

  addEnd(
    t: number,
    call: MadeCall,
    result: RecordedResult | undefined,
    error: CallError | undefined,
  ): void {
    const plain = error === undefined;
    if (plain && result && packDataEnded(this.#rows, this.#log, t, call, result)) return;
    const place = this.#log.begin();
    if (plain && packLifecycleEnded(this.#rows, place, t, call, result)) return;
    this.#pack(t, "observed", "program", factOfEnd(call, result, error), place);
  }

  #pack(t: number, truth: Truth, source: Source, fact: RecordedFact, place: number): void {
    const known = (TRUTHS.indexOf(truth) * SOURCES.length + SOURCES.indexOf(source)) * FORMS.length;
    const formOf = (form: (typeof FORMS)[number]): number =>
      OTHER_FORMS + known + FORMS.indexOf(form);
    if (isFlat(fact) && packFlat(this.#rows, this.#log, formOf(fact.kind), place, t, fact)) return;
    const isCall = fact.kind === "call.began" || fact.kind === "call.ended";
    const packed = isCall && packCall(this.#log, fact);
    this.#rows.add(formOf(packed ? "call" : "other"), 0, 0, 0, 0, place, t, 0);
    if (packed) return;
    const other = isCall ? callText(fact) : fact;
    this.#others.set(this.count - 1, other);
    this.#otherBytes += otherBytes(other);
  }

  /** The sockets of facts since `t` (ms); null where those are too many to look at. */
  socketsSince(t: number): ReadonlySet<number> | null {
    const sockets = new Set<number>();
    for (let index = this.count - 1; index >= this.#first; index -= 1) {
      const row = this.#rows.read(index);
      if (row.t < t) return sockets;
      if (this.count - index > MOST_SINCE) return null;
      const form = row.form < OTHER_FORMS ? null : FORMS[(row.form - OTHER_FORMS) % FORMS.length];
      if (form !== "call" && form !== "other") sockets.add(row.socket);
      else for (const socket of this.#socketsOf(index)) sockets.add(socket);
    }
    return sockets;
  }

  /** Of a fact whose row does not tell. */
  #socketsOf(index: number): number[] {
    const kept = this.#others.get(index);
    const fact = typeof kept === "object" ? kept : (JSON.parse(this.json(index)) as RecordedFact);
    return "socket" in fact && fact.socket !== null ? [fact.socket] : [];
  }

  /** The event of this index, from `first` to `count` - 1, as JSON. Its `seq` is its index + 1. */
  json(index: number): string {
    if (index < this.#first) throw new RangeError(`No fact ${index}`);
    const row = this.#rows.read(index);
    const t = Math.round(row.t * 1e6);
    if (row.form < OTHER_FORMS) {
      const fields =
        row.form < FIRST_LIFECYCLE_FORM ? dataJson(row, this.#log) : lifecycleJson(row);
      return `{"seq":${index + 1},"t":${t},"truth":"observed","source":"program",${fields}}`;
    }
    const what = row.form - OTHER_FORMS;
    const known = Math.floor(what / FORMS.length);
    const truth = TRUTHS[Math.floor(known / SOURCES.length)] ?? "observed";
    const source = SOURCES[known % SOURCES.length] ?? "program";
    const envelope = `{"seq":${index + 1},"t":${t},"truth":"${truth}","source":"${source}",`;
    const form = FORMS[what % FORMS.length] ?? "other";
    switch (form) {
      case "call":
        return `${envelope}${callJson(this.#log.read(row.place))}}`;
      case "other":
        return `${envelope}${otherText(this.#others.get(index)).slice(1)}`;
      default:
        return `${envelope}${flatJson(form, row, this.#log)}}`;
    }
  }
}
