import type { Interval } from "@sockscope/protocol";
import type { MadeCall, RecordedFact } from "@sockscope/sockets";
import type { Datagrams } from "./datagrams.ts";
import { addressOf } from "./ends.ts";
import { LabClock } from "./lab-clock.ts";
import { factOf } from "./reported-state.ts";
import { ReportedStates } from "./reported-states.ts";
import { KernelReader } from "./tables/kernel-reader.ts";
import type { Reading } from "./tables/kernel-worker.mjs";
import type { SocketResult, Watched } from "./tables/look-up.mjs";
import type { Owned } from "./tables/owners.mjs";
import type { KernelWatchOptions } from "./watch-options.ts";
import { type Touched, WatchedSockets } from "./watched-sockets.ts";

/** ms between the beginnings of two readings. */
const PERIOD = 200;
/** The same, once nothing has changed for a while. */
const CALM_PERIOD = 1000;
/** Readings without a change after which the longer period applies. */
const CALM = 25;
/** ms between an event and its reading, so that a burst causes one reading. */
const SOON = 3;
/** ms: a socket that was touched this recently will be touched again before a reading has ended. */
const BUSY = 10;
/**
 * A reading may take at most one part in this many of the time. With its other work that is a tenth
 * of a core.
 */
const SHARE = 12;
/**
 * ms: the longest pause between two checks of processes whose connections have ended. The pause
 * doubles each time.
 */
const MAX_PROCESS_PAUSE = 60_000;

/**
 * Reads the kernel's state of our sockets, and of the programs at their other ends, while something
 * is uncertain. Records what has changed (rule E23). A thread does the reading; this class decides
 * when, and about what. Only Linux has such tables.
 */
export class KernelWatch {
  /** A call has moved bytes since the last reading. */
  stirred = false;
  readonly #options: KernelWatchOptions;
  readonly #reader = new KernelReader();
  readonly #sockets: WatchedSockets;
  /** Those of `#sockets`, since each datagram passes here. */
  readonly #datagrams: Datagrams;
  readonly #reported = new ReportedStates();
  readonly #clock: LabClock;
  /** The questions that the thread has, by socket. */
  readonly #questions = new Map<number, Watched>();
  #processesText = "";
  /** Sockets whose answers could not be used. */
  #again: number[] = [];
  /** Everything in the last question was touched while it was read. */
  #wasWasted = false;
  #timer: NodeJS.Timeout | null = null;
  #due = Number.POSITIVE_INFINITY;
  #earliest = 0;
  /** ms: the wait of the reading that was requested during a reading. */
  #requestedWait = Number.POSITIVE_INFINITY;
  #unchanged = 0;
  #processPause = PERIOD;
  /** When processes are checked, if nothing else is read before. */
  #processesAt = 0;
  #isAtRest = true;
  #closed = false;

  constructor(options: KernelWatchOptions) {
    this.#options = options;
    this.#clock = new LabClock(options.now);
    this.#sockets = new WatchedSockets(options);
    this.#datagrams = this.#sockets.datagrams;
  }

  /** How many tables have been read. */
  get tables(): number {
    return this.#reader.tables;
  }

  /** Nothing is uncertain or requested: everything that the kernel has to say now is recorded. */
  get isAtRest(): boolean {
    return this.#isAtRest && !this.#reader.isBusy && !this.stirred;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#reader.close();
  }

  /** Call after each fact, except those that only move bytes. */
  see(fact: RecordedFact): void {
    const isUncertain = this.#sockets.see(fact);
    if (fact.kind === "call.began" && fact.verb === "connect") this.#later(PERIOD);
    if (fact.kind === "call.began" && (fact.verb === "connect" || fact.verb === "listen"))
      this.#reader.warm();
    if (isUncertain) {
      this.#unchanged = 0;
      this.#later(SOON);
    }
  }

  /** Call after the first call that moves bytes since the last reading. */
  stir(): void {
    this.stirred = true;
    this.#later(PERIOD);
  }

  /** Call before a datagram is sent. */
  sends({ socket, args }: MadeCall): void {
    if (args.address && this.#datagrams.aims(socket, args.address)) this.#later(SOON);
  }

  /** Call when a datagram has arrived. */
  arrived(): void {
    this.#datagrams.arrivals += 1;
    if (!this.stirred) this.stir();
  }

  /** Reads in `wait` ms, or as soon as another reading is allowed. */
  #later(wait: number): void {
    if (this.#closed) return;
    this.#isAtRest = false;
    if (this.#reader.isBusy) {
      this.#requestedWait = Math.min(this.#requestedWait, wait);
      return;
    }
    const now = this.#options.now();
    const due = Math.max(now + wait, this.#earliest);
    if (due >= this.#due) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#read(), due - now);
    this.#timer.unref();
  }

  #read(): void {
    this.#timer = null;
    this.#due = Number.POSITIVE_INFINITY;
    const { stirred } = this;
    this.stirred = false;
    if (stirred) this.#unchanged = 0;
    const questions = this.#sockets.uncertain(stirred);
    const { now, touchedSince } = this.#options;
    // The last reading gave nothing usable, and this one would not either.
    if (this.#wasWasted && this.#sockets.areBusy(questions.keys(), touchedSince(now() - BUSY)))
      return this.#later(PERIOD);
    this.#ask(questions);
  }

  #ask(questions: ReadonlyMap<number, Watched>): void {
    const watch: Watched[] = [];
    const drop = [...this.#questions.keys()].filter((socket) => !questions.has(socket));
    for (const socket of drop) this.#questions.delete(socket);
    for (const [socket, one] of questions) {
      if (this.#questions.get(socket) === one) continue;
      this.#questions.set(socket, one);
      watch.push(one);
    }
    const all = this.#options.outsiders.processes();
    const text = JSON.stringify(all);
    const processes = text === this.#processesText ? null : all;
    if (processes) this.#processPause = PERIOD;
    const began = this.#options.now();
    const isDue = processes !== null || (all.length > 0 && began >= this.#processesAt);
    if (questions.size === 0 && drop.length === 0 && !isDue) return this.#rest();
    this.#processesText = text;
    this.#reported.prune((socket) => this.#sockets.find(socket) !== undefined);
    const again = this.#again;
    this.#again = [];
    this.#reader.ask({ watch, drop, again, processes }, (message) => {
      if (this.#closed) return;
      if (message === null) return this.#lost();
      this.#earliest = began + Math.max(PERIOD, SHARE * message.took);
      if ("results" in message) this.#take(message);
      else this.#own(message.owned);
      if (message.isLast) this.#next(questions.size > 0);
    });
  }

  /** The thread has ended, and its state is lost. */
  #lost(): void {
    this.#questions.clear();
    this.#processesText = "";
    this.#earliest = this.#options.now() + CALM_PERIOD;
    this.#later(CALM_PERIOD);
  }

  #next(isUncertain: boolean): void {
    const wait = this.#requestedWait;
    this.#requestedWait = Number.POSITIVE_INFINITY;
    if (wait < Number.POSITIVE_INFINITY) this.#later(wait);
    this.#processesAt = this.#options.now() + this.#processPause;
    if (isUncertain) {
      this.#processPause = PERIOD;
      const isCalm = this.#unchanged >= CALM && this.#again.length === 0;
      return this.#later(isCalm ? CALM_PERIOD : 0);
    }
    this.#processPause = Math.min(MAX_PROCESS_PAUSE, 2 * this.#processPause);
    if (this.stirred) this.#later(PERIOD);
    this.#rest();
  }

  /** Nothing is uncertain. But processes may end, and sockets in TIME-WAIT will disappear. */
  #rest(): void {
    const now = this.#options.now();
    const { leaves } = this.#sockets.streams;
    if (leaves !== null) this.#later(Math.max(0, leaves - now));
    if (this.#options.outsiders.processes().length > 0)
      this.#later(Math.max(0, this.#processesAt - now));
    this.#isAtRest = this.#again.length === 0;
  }

  #take({ from, to, isEmpty, results, owned, gone }: Reading): void {
    const { touchedSince, outsiders } = this.#options;
    const at = this.#clock.interval(from, to);
    const touched = touchedSince(at[0] / 1e6);
    this.#unchanged += 1;
    const reported = new Set<number>();
    // Tables that show nobody's sockets do not show ours either.
    for (const one of isEmpty ? [] : results) {
      const isUseless =
        touched === null ||
        this.#sockets.isTouched(one.socket, touched) ||
        this.#reported.isDoubtful(one);
      if (isUseless) this.#again.push(one.socket);
      else {
        this.#report(one, at);
        reported.add(one.socket);
      }
    }
    this.#own(owned);
    for (const process of gone) outsiders.gone(process);
    this.#wasWasted = this.#sockets.areBusy(this.#questions.keys(), touched);
    for (const socket of this.#questions.keys()) this.#settle(socket, reported, touched);
  }

  #own(owned: readonly Owned[]): void {
    for (const { socket, end, process } of owned) {
      const actor = this.#sockets.find(socket)?.actor;
      if (actor === undefined) continue;
      const type = this.#sockets.streams.get(socket) ? "SOCK_STREAM" : "SOCK_DGRAM";
      this.#options.outsiders.owned({ type, socket, actor, address: addressOf(end) }, process);
      this.#unchanged = 0;
    }
  }

  /**
   * The thread answers only what has changed. For all other sockets it has confirmed its last
   * answer.
   */
  #settle(socket: number, reported: ReadonlySet<number>, touched: Touched): void {
    const datagrams = this.#datagrams.get(socket);
    if (datagrams && !this.#again.includes(socket)) datagrams.readingsLeft -= 1;
    const { streams } = this.#sockets;
    const stream = streams.get(socket);
    if (!stream || touched === null || this.#sockets.isTouched(socket, touched)) return;
    const last = this.#reported.get(socket);
    if (!last) return;
    // Bytes that were read ahead are not in the tables.
    if (!stream.isClosed && this.#sockets.aheadOf(socket) !== last.ahead) this.#again.push(socket);
    else streams.settle(stream, last, reported.has(socket));
  }

  #report(one: SocketResult, at: Interval): void {
    const { socket } = one;
    const actor = this.#sockets.find(socket)?.actor;
    if (actor === undefined) return;
    const ahead = this.#sockets.aheadOf(socket);
    const isNew = this.#reported.update(one, ahead, this.#sockets.initialState(socket));
    if (!isNew || !this.#options.stands(actor)) return;
    this.#unchanged = 0;
    if (one.waiting) this.#options.outsiders.waits(socket, one.waiting.map(addressOf));
    this.#options.record(factOf(actor, one, ahead, at));
  }
}
