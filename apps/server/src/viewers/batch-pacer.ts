import { performance } from "node:perf_hooks";
import { encodeBatch, LIMITS, type Problem, packLines } from "@sockscope/protocol";
import type { WebSocket } from "ws";
import type { Journal } from "../journal/journal.ts";
import type { JournalLines } from "../journal/journal-lines.ts";
import { Flood } from "./flood.ts";
import type { ViewerLoad } from "./viewer-load.ts";

/** ms between two batches while events keep coming. */
const PACE = 4;
/**
 * Batches are made and sent in the programs' own process, so they take time from the programs. In a
 * flood the next batch waits at least this many times as long as the last one took. It waits longer
 * if the programs leave the event loop no idle time. The page then falls behind and catches up
 * later. Batches are small meanwhile, so that the page still moves.
 */
const REST_FACTOR = { default: 39, busy: 99 };
/** An event loop that is never idle measures a utilization above this. */
const BUSY_UTILIZATION = 0.9;
const FLOOD_BATCH_EVENTS = 256;
/**
 * ms, for each viewer: the longest rest. The duration of one delayed batch does not predict the
 * next.
 */
const MAX_REST = 250;
/** A viewer that lacks more events than this gets packed batches, which are made for it alone. */
const FAR_BEHIND = 4 * LIMITS.batchEvents;
/** ms between two checks of whether a slow viewer has caught up. */
const RETRY = 20;
/**
 * ms for which a connection may be full before its viewer is informed. Catching up also fills it
 * briefly.
 */
const PATIENCE = 2000;
const SLOW: Problem = {
  code: "slow-viewer",
  message:
    "This viewer takes its events too slowly. They are held back and come later, from the journal.",
};

export interface BatchPacerOptions {
  readonly journal: Journal;
  readonly lines: JournalLines;
  /** Of all viewers, this one included. */
  readonly load: ViewerLoad;
  /** Knows how many bytes have not been sent yet. */
  readonly socket: Pick<WebSocket, "bufferedAmount">;
  /** ms. Default: `PATIENCE`. */
  readonly patience?: number | undefined;
  /** The part of each line that this viewer may see. Default: all of it. */
  readonly visible?: ((lines: readonly string[]) => readonly string[]) | undefined;
  readonly send: (batch: string | Uint8Array) => void;
  /**
   * Batches continue after event `since`. Called at the start, and when events have been dropped.
   */
  readonly began: (since: number) => void;
  readonly problem: (problem: Problem) => void;
}

/**
 * Decides when one viewer gets its next batch. It holds a cursor into the journal. What the viewer
 * has not received stays in the journal, never in a queue.
 */
export class BatchPacer {
  readonly #options: BatchPacerOptions;
  /** The `seq` of the last event that was sent; null while it is stopped. */
  #cursor: number | null = null;
  /** The viewer reads packed batches. */
  #packs = false;
  /** Times of `performance.now()`, in ms. */
  #lastSent = 0;
  /** The time that all viewers had cost when the last batch was sent. */
  #spentThen = 0;
  /** ms between the last batch and the next. */
  #pause = PACE;
  /** Cancels the next flush; null if none is scheduled. */
  #cancelFlush: (() => void) | null = null;
  /** Ends waiting for the next event; null while it does not wait. */
  #unsubscribe: (() => void) | null = null;
  /** Since when the connection is full; null while it is not. */
  #fullSince: number | null = null;
  #hasReportedSlow = false;
  #flood = new Flood(0);
  /** The event loop's times at the last measurement. */
  #loop = performance.eventLoopUtilization();

  constructor(options: BatchPacerOptions) {
    this.#options = options;
  }

  /** Sends the events after `since`, as packed batches where those are quicker to read. */
  start(since: number, packs: boolean): void {
    this.#packs = packs;
    this.#flood = new Flood(this.#options.journal.seq);
    this.#lastSent = performance.now() - PACE;
    this.#continueAfter(since);
    this.#schedule();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unschedule();
    this.#cursor = null;
  }

  /** Sends all events so far, in several batches if necessary, unless the connection is full. */
  flushAll(): void {
    for (let before = -1; this.#cursor !== null && this.#cursor > before; ) {
      before = this.#cursor;
      this.#flush();
    }
  }

  /** If the oldest events have been dropped, continues with the oldest that remain. */
  #continueAfter(requested: number): void {
    const since = Math.max(requested, this.#options.lines.first - 1);
    this.#cursor = since;
    this.#options.began(since);
  }

  #schedule(): void {
    if (this.#cancelFlush !== null || this.#cursor === null) return;
    this.#flushIn(this.#pause - (performance.now() - this.#lastSent));
  }

  #awaitEvent(): void {
    this.#unsubscribe ??= this.#options.journal.once(() => {
      this.#unsubscribe = null;
      this.#schedule();
    });
  }

  /**
   * `wait` in ms. 0 means after this turn of the event loop, so that its events share one batch.
   */
  #flushIn(wait: number): void {
    const flush = (): void => this.#flush();
    if (wait <= 0) {
      const immediate = setImmediate(flush);
      this.#cancelFlush = () => clearImmediate(immediate);
    } else {
      const timeout = setTimeout(flush, wait);
      this.#cancelFlush = () => clearTimeout(timeout);
    }
  }

  #unschedule(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
  }

  /** The connection is full. If it stays full, the viewer is informed once. */
  #waitForRoom(): void {
    const now = performance.now();
    this.#fullSince ??= now;
    if (!this.#hasReportedSlow && now - this.#fullSince > (this.#options.patience ?? PATIENCE)) {
      this.#hasReportedSlow = true;
      this.#options.problem(SLOW);
    }
    this.#flushIn(RETRY);
  }

  #restFactor(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#loop);
    this.#loop = now;
    return utilization > BUSY_UTILIZATION ? REST_FACTOR.busy : REST_FACTOR.default;
  }

  /** Far behind, the batch is in the form that is quicker to read; in a flood, quicker to make. */
  #encode(lines: readonly string[]): string | Uint8Array {
    const behind = this.#options.journal.seq - (this.#cursor ?? 0);
    const isPacked = this.#packs && !this.#flood.crowded && behind > FAR_BEHIND;
    return (isPacked ? packLines(lines) : null) ?? encodeBatch(lines);
  }

  #flush(): void {
    this.#unschedule();
    const { journal, lines, load, socket } = this.#options;
    if (this.#cursor === null) return;
    if (this.#cursor >= journal.seq) return this.#awaitEvent();
    if (socket.bufferedAmount > LIMITS.unsentBytes) return this.#waitForRoom();
    this.#fullSince = null;
    if (this.#cursor < lines.first - 1) this.#continueAfter(this.#cursor);
    const began = performance.now();
    // Without a flood no viewer is slowed down, so a page that connects late catches up at once. No
    // event arrives while a batch is made: all of them came in the time left to the programs.
    const { count } = load;
    const spent = load.spent - this.#spentThen;
    this.#flood.update(journal.seq, began - this.#lastSent - spent, { count, spent });
    const { crowded, lasts } = this.#flood;
    const batch = lines.after(this.#cursor, crowded ? FLOOD_BATCH_EVENTS : LIMITS.batchEvents);
    if (batch.length === 0) return this.#flushIn(this.#pause);
    this.#cursor += batch.length;
    const { visible = (lines) => lines } = this.#options;
    this.#options.send(this.#encode(visible(batch)));
    this.#lastSent = performance.now();
    const took = this.#lastSent - began;
    load.spent += took;
    this.#spentThen = load.spent;
    const rest = lasts ? count * Math.min(MAX_REST, this.#restFactor() * took) : 0;
    this.#pause = Math.max(PACE, rest);
    if (this.#cursor < journal.seq) this.#flushIn(crowded ? this.#pause : 0);
    else this.#awaitEvent();
  }
}
