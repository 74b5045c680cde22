import type { Interval } from "@sockscope/protocol";
import type { MadeCall, RecordedFact, Traffic } from "@sockscope/sockets";
import { Datagrams } from "./datagrams.ts";
import { addressOf } from "./ends.ts";
import { LabClock } from "./lab-clock.ts";
import { Listeners } from "./listeners.ts";
import { MissingRows } from "./missing-rows.ts";
import {
  BOUND,
  CONNECTED,
  factOf,
  hasChanged,
  LISTENING,
  type ReportedState,
} from "./reported-state.ts";
import { type Stream, Streams } from "./streams.ts";
import { KernelReader } from "./tables/kernel-reader.ts";
import type { Reading } from "./tables/kernel-worker.mjs";
import type { Found, Watched } from "./tables/look-up.mjs";
import type { Owned } from "./tables/owners.mjs";
import type { KernelWatchOptions } from "./watch-options.ts";

/** ms between the beginnings of two readings, and where nothing has changed for a while. */
const PERIOD = 200;
const CALM_PERIOD = 1000;
/** Readings without a change until it is calm. */
const CALM = 25;
/** ms until the kernel is asked of what has just happened: a burst is one reading. */
const SOON = 3;
/** ms: what was touched so lately is touched again before a reading is over. */
const BUSY = 10;
/** A reading takes at most one in so many parts of the time; with the rest of it that is a tenth. */
const SHARE = 12;
/** ms between two looks at processes whose connections are over: doubled each time, up to a minute. */
const LONGEST_LOOK = 60_000;

/** Sockets of which is remembered what was told, until it is looked through for those that are gone. */
const PRUNED = 64;

/**
 * Asks the kernel what has become of our sockets and of who is at their other ends, while something is
 * uncertain, and records what has changed (rule E23). The reading is a thread's; here is decided when and
 * of what. Only Linux has such tables.
 */
export class KernelWatch {
  /** A call has moved bytes since the last look. */
  stirred = false;
  readonly #options: KernelWatchOptions;
  readonly #reader = new KernelReader();
  readonly #streams: Streams;
  readonly #listeners = new Listeners();
  readonly #datagrams: Datagrams;
  /** What the thread was told to watch. */
  readonly #asked = new Map<number, Watched>();
  #askedProcesses = "";
  /** What was told of each socket. */
  readonly #told = new Map<number, ReportedState>();
  readonly #missing = new MissingRows();
  /** Of what it has answered, what could not be told. */
  #again: number[] = [];
  #pruneAt = PRUNED;
  /** All that was asked about was touched while it was read. */
  #wasWasted = false;
  readonly #ahead = new Map<number, number>();
  readonly #clock: LabClock;
  #timer: NodeJS.Timeout | null = null;
  #due = Number.POSITIVE_INFINITY;
  #earliest = 0;
  /** What was asked for during a reading. */
  #wish = Number.POSITIVE_INFINITY;
  #unchanged = 0;
  #lookAfter = PERIOD;
  /** When processes are looked for, where nothing else is. */
  #lookAt = 0;
  #isAtRest = true;
  #closed = false;

  constructor(options: KernelWatchOptions) {
    this.#options = options;
    const { now, outsiders } = options;
    this.#clock = new LabClock(now);
    this.#streams = new Streams((socket) => outsiders.has(socket), now);
    this.#datagrams = new Datagrams((address) => outsiders.isOurs(address));
  }

  /** Tables that were read so far. */
  get tables(): number {
    return this.#reader.tables;
  }

  /** Nothing is uncertain or asked for: what the kernel has to say now was said. */
  get isAtRest(): boolean {
    return this.#isAtRest && !this.#reader.isBusy && !this.stirred;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#reader.close();
  }

  /** After each fact but those that only move bytes. */
  see(fact: RecordedFact): void {
    const streams = this.#streams.see(fact);
    const listeners = this.#listeners.see(fact);
    const datagrams = this.#datagrams.see(fact);
    if (fact.kind === "call.began" && fact.verb === "connect") this.#later(PERIOD);
    if (fact.kind === "call.began" && (fact.verb === "connect" || fact.verb === "listen"))
      this.#reader.warm();
    if (streams || listeners || datagrams) {
      this.#unchanged = 0;
      this.#later(SOON);
    }
  }

  /** A call has moved bytes, and none did since the last look. */
  stir(): void {
    this.stirred = true;
    this.#later(PERIOD);
  }

  /** Before a datagram is sent. */
  sends({ socket, args }: MadeCall): void {
    if (args.address && this.#datagrams.aims(socket, args.address)) this.#later(SOON);
  }

  /** A datagram has come. */
  arrived(): void {
    this.#datagrams.arrivals += 1;
    if (!this.stirred) this.stir();
  }

  /** Looks in so many ms, or as soon as another reading may be made. */
  #later(wait: number): void {
    if (this.#closed) return;
    this.#isAtRest = false;
    if (this.#reader.isBusy) {
      this.#wish = Math.min(this.#wish, wait);
      return;
    }
    const now = this.#options.now();
    const due = Math.max(now + wait, this.#earliest);
    if (due >= this.#due) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#look(), due - now);
    this.#timer.unref();
  }

  #look(): void {
    this.#timer = null;
    this.#due = Number.POSITIVE_INFINITY;
    const { stirred } = this;
    this.stirred = false;
    if (stirred) this.#unchanged = 0;
    const traffic = (stream: Stream): Traffic | null =>
      stream.isClosed ? null : this.#options.traffic(stream.actor, stream.socket);
    const wanted = new Map<number, Watched>();
    this.#ahead.clear();
    for (const stream of this.#streams.uncertain(stirred, traffic)) {
      wanted.set(stream.socket, stream.watched);
      this.#ahead.set(stream.socket, traffic(stream)?.ahead ?? 0);
    }
    for (const { socket, watched } of this.#listeners.uncertain()) wanted.set(socket, watched);
    for (const watched of this.#datagrams.uncertain(stirred)) wanted.set(watched.socket, watched);
    const { now, touchedSince } = this.#options;
    // The last reading said nothing that could be told, and this one would not either.
    if (this.#wasWasted && this.#areBusy(wanted.keys(), touchedSince(now() - BUSY)))
      return this.#later(PERIOD);
    this.#ask(wanted);
  }

  /** Something was recorded of all of these, or of their other ends. */
  #areBusy(sockets: Iterable<number>, touched: ReadonlySet<number> | null): boolean {
    let any = false;
    for (const socket of sockets) {
      any = true;
      const stream = this.#streams.get(socket);
      const other = stream && this.#streams.otherOf(stream);
      const isTouched = touched?.has(socket) || (other && touched?.has(other.socket));
      if (touched !== null && !isTouched) return false;
    }
    return any;
  }

  #ask(wanted: ReadonlyMap<number, Watched>): void {
    const watch: Watched[] = [];
    const drop = [...this.#asked.keys()].filter((socket) => !wanted.has(socket));
    for (const socket of drop) this.#asked.delete(socket);
    for (const [socket, one] of wanted) {
      if (this.#asked.get(socket) === one) continue;
      this.#asked.set(socket, one);
      watch.push(one);
    }
    const all = this.#options.outsiders.processes();
    const text = JSON.stringify(all);
    const processes = text === this.#askedProcesses ? null : all;
    if (processes) this.#lookAfter = PERIOD;
    const began = this.#options.now();
    const isDue = processes !== null || (all.length > 0 && began >= this.#lookAt);
    if (wanted.size === 0 && drop.length === 0 && !isDue) return this.#rest();
    this.#askedProcesses = text;
    this.#prune();
    const again = this.#again;
    this.#again = [];
    this.#reader.ask({ watch, drop, again, processes }, (message) => {
      if (this.#closed) return;
      if (message === null) return this.#lost();
      this.#earliest = began + Math.max(PERIOD, SHARE * message.took);
      if ("found" in message) this.#take(message);
      else this.#own(message.owned);
      if (message.isLast) this.#next(wanted.size > 0);
    });
  }

  /** The thread has ended, and with it what it was told. */
  #lost(): void {
    this.#asked.clear();
    this.#askedProcesses = "";
    this.#earliest = this.#options.now() + CALM_PERIOD;
    this.#later(CALM_PERIOD);
  }

  #next(isUncertain: boolean): void {
    const wish = this.#wish;
    this.#wish = Number.POSITIVE_INFINITY;
    if (wish < Number.POSITIVE_INFINITY) this.#later(wish);
    this.#lookAt = this.#options.now() + this.#lookAfter;
    if (isUncertain) {
      this.#lookAfter = PERIOD;
      const isCalm = this.#unchanged >= CALM && this.#again.length === 0;
      return this.#later(isCalm ? CALM_PERIOD : 0);
    }
    this.#lookAfter = Math.min(LONGEST_LOOK, 2 * this.#lookAfter);
    if (this.stirred) this.#later(PERIOD);
    this.#rest();
  }

  /** Nothing is uncertain, but processes may end, and what is in TIME-WAIT will be gone. */
  #rest(): void {
    const now = this.#options.now();
    const { leaves } = this.#streams;
    if (leaves !== null) this.#later(Math.max(0, leaves - now));
    if (this.#options.outsiders.processes().length > 0)
      this.#later(Math.max(0, this.#lookAt - now));
    this.#isAtRest = this.#again.length === 0;
  }

  /** Forgets what was told of sockets that are no more. */
  #prune(): void {
    if (this.#told.size < this.#pruneAt) return;
    for (const socket of this.#told.keys()) if (!this.#find(socket)) this.#told.delete(socket);
    this.#missing.prune((socket) => this.#find(socket) !== undefined);
    this.#pruneAt = 2 * this.#told.size + PRUNED;
  }

  #find(socket: number): { readonly actor: number } | undefined {
    return this.#streams.get(socket) ?? this.#listeners.get(socket) ?? this.#datagrams.get(socket);
  }

  #take({ from, to, isEmpty, found, owned, gone }: Reading): void {
    const { touchedSince, outsiders } = this.#options;
    const at = this.#clock.interval(from, to);
    const touched = touchedSince(at[0] / 1e6);
    this.#unchanged += 1;
    const told = new Set<number>();
    // Tables that show nobody's sockets do not show ours either.
    for (const one of isEmpty ? [] : found) {
      const stream = this.#streams.get(one.socket);
      if (touched === null || this.#isTouched(one.socket, stream, touched)) {
        this.#again.push(one.socket);
        continue;
      }
      if (this.#missing.isDoubtful(one, this.#told.get(one.socket))) {
        this.#again.push(one.socket);
        continue;
      }
      this.#tell(one, at);
      told.add(one.socket);
    }
    this.#own(owned);
    for (const process of gone) outsiders.gone(process);
    this.#wasWasted = this.#areBusy(this.#asked.keys(), touched);
    for (const socket of this.#asked.keys()) this.#seen(socket, told, touched);
  }

  #own(owned: readonly Owned[]): void {
    for (const { socket, end, process } of owned) {
      const actor = this.#find(socket)?.actor;
      if (actor === undefined) continue;
      const type = this.#streams.get(socket) ? "SOCK_STREAM" : "SOCK_DGRAM";
      this.#options.outsiders.owned({ type, socket, actor, address: addressOf(end) }, process);
      this.#unchanged = 0;
    }
  }

  /** The thread answers only what has changed: of all others it said the same once more. */
  #seen(socket: number, told: ReadonlySet<number>, touched: ReadonlySet<number> | null): void {
    const datagrams = this.#datagrams.get(socket);
    if (datagrams && !this.#again.includes(socket)) datagrams.looks -= 1;
    const stream = this.#streams.get(socket);
    if (!stream || touched === null || this.#isTouched(socket, stream, touched)) return;
    const last = this.#told.get(socket);
    if (!last) return;
    // What was read ahead is not in the tables.
    if (!stream.isClosed && this.#aheadOf(stream) !== last.ahead) this.#again.push(socket);
    else this.#streams.settle(stream, last, told.has(socket));
  }

  #isTouched(socket: number, stream: Stream | undefined, touched: ReadonlySet<number>): boolean {
    if (touched.has(socket)) return true;
    if (!stream) return false;
    const other = this.#streams.otherOf(stream);
    if (other && touched.has(other.socket)) return true;
    return !stream.isClosed && this.#aheadOf(stream) !== (this.#ahead.get(socket) ?? 0);
  }

  #aheadOf({ actor, socket }: Stream): number {
    return this.#options.traffic(actor, socket)?.ahead ?? 0;
  }

  #tell(one: Found, at: Interval): void {
    const { socket } = one;
    const stream = this.#streams.get(socket);
    const of = this.#find(socket);
    if (!of) return;
    const before =
      this.#told.get(socket) ??
      (stream ? CONNECTED : this.#listeners.get(socket) ? LISTENING : BOUND);
    const now: ReportedState = {
      ...one,
      ahead: stream && !stream.isClosed ? this.#aheadOf(stream) : 0,
    };
    this.#told.set(socket, { ...before, ...now, peer: one.peer });
    if (!hasChanged(before, now) || !this.#options.stands(of.actor)) return;
    this.#unchanged = 0;
    if (one.waiting) this.#options.outsiders.waits(socket, one.waiting.map(addressOf));
    this.#options.record(factOf(of.actor, one, now.ahead, at));
  }
}
