import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { CallError, CallSite, Event, Source, Truth } from "@sockscope/protocol";
import type {
  DatagramArrived,
  MadeCall,
  RecordedFact,
  RecordedResult,
  Recorder,
} from "@sockscope/sockets";
import { FactStore } from "./memory/fact-store.ts";

/**
 * The events of one session, in order, append only. They are encoded when they are read. The oldest may
 * be released once they are on disk; `JournalLines` reads from both.
 */
export class Journal implements Recorder {
  /** Names this session; a viewer that holds events of another session starts over. */
  readonly session = randomUUID();
  /** ms since 1970 at `t` = 0. */
  readonly wall = Date.now();
  /** Set only to measure what recording costs (`npm run bench:sockets`). */
  off = false;
  // The clock of process.hrtime, without allocating an array or a bigint for each event.
  readonly #start = performance.now();
  readonly #facts = new FactStore();
  /** Listeners that are called once, after the next event. */
  #waiting: (() => void)[] = [];

  /** The `seq` of the newest event; 0 for none. A fact's is its index + 1. */
  get seq(): number {
    return this.#facts.count;
  }

  /** The `seq` of the oldest event that memory still holds. */
  get first(): number {
    return this.#facts.first + 1;
  }

  /** Bytes of memory that the events take, roughly. */
  get bytes(): number {
    return this.#facts.bytes;
  }

  /** The same, including memory for reuse: it never shrinks. */
  get allocated(): number {
    return this.#facts.allocated;
  }

  /** Releases the events before `seq`. */
  forget(seq: number): void {
    this.#facts.forget(seq - 1);
  }

  record(fact: RecordedFact, truth: Truth = "observed", source: Source = "program"): void {
    this.#facts.add(this.now(), truth, source, fact);
    if (this.#waiting.length > 0) this.#wake();
  }

  began(call: MadeCall, thread: number | null, site: CallSite | undefined): void {
    this.#facts.addBeginning(this.now(), call, thread, site);
    if (this.#waiting.length > 0) this.#wake();
  }

  ended(call: MadeCall, result: RecordedResult | undefined, error: CallError | undefined): void {
    this.#facts.addEnd(this.now(), call, result, error);
    if (this.#waiting.length > 0) this.#wake();
  }

  arrived(fact: DatagramArrived): void {
    this.#facts.addArrived(this.now(), fact);
    if (this.#waiting.length > 0) this.#wake();
  }

  /** ms since the lab began. */
  now(): number {
    return performance.now() - this.#start;
  }

  /** Sockets that have events since `t` (ms); null if there are too many events to look at. */
  socketsSince(t: number): ReadonlySet<number> | null {
    return this.#facts.socketsSince(t);
  }

  /** At most `max` events after `since`. Throws RangeError for an event that was released. */
  read(since: number, max: number): Event[] {
    return this.readJson(since, max).map((text) => JSON.parse(text) as Event);
  }

  /** As `read`, each event as its JSON text: the form in which viewers and files get it. */
  readJson(since: number, max: number): string[] {
    const texts: string[] = [];
    const end = Math.min(since + max, this.seq);
    for (let index = since; index < end; index += 1) texts.push(this.#facts.json(index));
    return texts;
  }

  /**
   * Calls `listener` once, after the next event. A listener that asks again when it has caught up is not
   * called for each event meanwhile. It must be quick. Returns a function that cancels it.
   */
  once(listener: () => void): () => void {
    this.#waiting.push(listener);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== listener);
    };
  }

  /** Calls `listener` after each event. Returns a function that stops it. */
  subscribe(listener: () => void): () => void {
    let stop: () => void;
    const next = (): void => {
      stop = this.once(next);
      listener();
    };
    stop = this.once(next);
    return () => stop();
  }

  #wake(): void {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const listener of woken) listener();
  }
}
