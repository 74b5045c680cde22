import type { Address, SocketType } from "@sockscope/protocol";
import type { MadeCall, RecordedFact, Traffic } from "@sockscope/sockets";
import { Datagrams } from "./datagrams.ts";
import { addressOf } from "./ends.ts";
import { KernelReader } from "./kernel-reader.ts";
import type { Reading } from "./kernel-worker.mjs";
import { Listeners } from "./listeners.ts";
import type { Found, Watched } from "./look-up.mjs";
import type { Process } from "./processes.mjs";
import { type Stream, Streams } from "./streams.ts";
import { BOUND, CONNECTED, hasChanged, LISTENING, type Told } from "./told.ts";

/** ms between the beginnings of two readings, and where nothing has changed for a while. */
const PERIOD = 200;
const CALM_PERIOD = 1000;
/** Readings without a change until it is calm. */
const CALM = 25;
/** ms until the kernel is asked of what has just happened: a burst is one reading. */
const SOON = 3;
/** A reading takes at most one in so many parts of the time. */
const SHARE = 10;
/** ms between two looks at processes whose connections are over: doubled each time, up to a minute. */
const LONGEST_LOOK = 60_000;

/** Sockets of which is remembered what was told, until it is looked through for those that are gone. */
const PRUNED = 64;
/** Of those that wait in a queue, so many are named. */
const MOST_WAITING = 64;

export interface KernelWatchOptions {
  /** ms since the lab began. */
  readonly now: () => number;
  /** Sockets of which something was recorded since then (ms); null for very many. */
  readonly touchedSince: (t: number) => ReadonlySet<number> | null;
  readonly traffic: (actor: number, socket: number) => Traffic | null;
  readonly stands: (actor: number) => boolean;
  readonly record: (fact: RecordedFact) => void;
  readonly outsiders: KernelOutsiders;
}

/** Who is told of the processes at the other ends, and asked about them. */
export interface KernelOutsiders {
  has(socket: number): boolean;
  isOurs(address: Address): boolean;
  /** The process that has the other end of this socket, at this address. */
  owned(
    of: { type: SocketType; socket: number; actor: number; address: Address },
    process: Process,
  ): void;
  /** Somebody who is not ours is bound to this address. */
  bound(address: Address): void;
  gone(process: Process): void;
  /** Of whom it is to be told when they are gone. */
  processes(): readonly Process[];
}

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
  /** What the thread was told to watch, as text. */
  readonly #asked = new Map<number, string>();
  #askedProcesses = "";
  /** What was told of each socket. */
  readonly #told = new Map<number, Told>();
  /** Of what it has answered, what could not be told. */
  #again: number[] = [];
  #pruneAt = PRUNED;
  readonly #ahead = new Map<number, number>();
  /** ms by process.hrtime at the beginning of the lab, at least and at most, in ns. */
  readonly #zero: readonly [bigint, bigint];
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
    const before = process.hrtime.bigint();
    const since = BigInt(Math.round(now() * 1e6));
    this.#zero = [before - since, process.hrtime.bigint() - since];
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
      wanted.set(stream.socket, this.#streams.watchedOf(stream));
      this.#ahead.set(stream.socket, traffic(stream)?.ahead ?? 0);
    }
    for (const one of this.#listeners.uncertain())
      wanted.set(one.socket, this.#listeners.watchedOf(one));
    for (const one of this.#datagrams.uncertain(stirred))
      wanted.set(one.socket, this.#datagrams.watchedOf(one));
    this.#ask(wanted);
  }

  #ask(wanted: ReadonlyMap<number, Watched>): void {
    const watch: Watched[] = [];
    const drop = [...this.#asked.keys()].filter((socket) => !wanted.has(socket));
    for (const socket of drop) this.#asked.delete(socket);
    for (const [socket, one] of wanted) {
      const text = JSON.stringify(one);
      if (this.#asked.get(socket) === text) continue;
      this.#asked.set(socket, text);
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
    this.#reader.ask({ watch, drop, again, processes }, (reading) => {
      if (this.#closed) return;
      if (reading === null) {
        this.#asked.clear();
        this.#askedProcesses = "";
        this.#earliest = this.#options.now() + CALM_PERIOD;
        return this.#later(CALM_PERIOD);
      }
      this.#earliest = began + Math.max(PERIOD, SHARE * reading.took);
      this.#take(reading);
      this.#next(wanted.size > 0);
    });
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
    this.#pruneAt = 2 * this.#told.size + PRUNED;
  }

  #find(socket: number): { readonly actor: number } | undefined {
    return this.#streams.get(socket) ?? this.#listeners.get(socket) ?? this.#datagrams.get(socket);
  }

  #take({ from, to, isEmpty, found, owned, gone }: Reading): void {
    const { now, touchedSince, outsiders, stands } = this.#options;
    const at = [
      Math.max(0, Number(from - this.#zero[1])),
      Math.max(0, Math.min(Number(to - this.#zero[0]), Math.floor(now() * 1e6))),
    ] as const;
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
      this.#tell(one, at, stands);
      told.add(one.socket);
    }
    for (const { socket, end, process } of owned) {
      const actor = this.#find(socket)?.actor;
      if (actor === undefined) continue;
      const type = this.#streams.get(socket) ? "SOCK_STREAM" : "SOCK_DGRAM";
      outsiders.owned({ type, socket, actor, address: addressOf(end) }, process);
      this.#unchanged = 0;
    }
    for (const process of gone) outsiders.gone(process);
    for (const socket of this.#asked.keys()) this.#seen(socket, told, touched);
  }

  /** The thread answers only what has changed: of all others it said the same once more. */
  #seen(socket: number, told: ReadonlySet<number>, touched: ReadonlySet<number> | null): void {
    const datagrams = this.#datagrams.get(socket);
    if (datagrams && !this.#again.includes(socket)) datagrams.looks -= 1;
    const stream = this.#streams.get(socket);
    if (!stream || touched === null || this.#isTouched(socket, stream, touched)) return;
    const last = this.#told.get(socket);
    if (last) this.#streams.settle(stream, last, told.has(socket));
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

  #tell(one: Found, at: readonly [number, number], stands: (actor: number) => boolean): void {
    const { socket } = one;
    const stream = this.#streams.get(socket);
    const of = this.#find(socket);
    if (!of) return;
    const before =
      this.#told.get(socket) ??
      (stream ? CONNECTED : this.#listeners.get(socket) ? LISTENING : BOUND);
    const now: Told = { ...one, ahead: stream && !stream.isClosed ? this.#aheadOf(stream) : 0 };
    this.#told.set(socket, { ...before, ...now });
    if (!hasChanged(before, now) || !stands(of.actor)) return;
    this.#unchanged = 0;
    const { own, peer, waiting } = one;
    this.#options.record({
      kind: "kernel.read",
      at: [...at],
      actor: of.actor,
      socket,
      own,
      ...(peer !== undefined && { peer }),
      ...(now.ahead > 0 && { ahead: now.ahead }),
      ...(waiting && { waiting: waiting.slice(0, MOST_WAITING).map(addressOf) }),
    });
  }
}
