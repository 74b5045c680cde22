import type { RecordedFact, Traffic } from "@sockscope/sockets";
import { Datagrams } from "./datagrams.ts";
import { Listeners } from "./listeners.ts";
import { BOUND, CONNECTED, LISTENING, type ReportedState } from "./reported-state.ts";
import { type Stream, Streams } from "./streams.ts";
import type { Watched } from "./tables/look-up.mjs";
import type { KernelWatchOptions } from "./watch-options.ts";

/** Sockets with recorded facts. Null for more than are remembered. */
export type Touched = ReadonlySet<number> | null;

/** The sockets of ours that the kernel may be asked about, of all kinds. */
export class WatchedSockets {
  readonly streams: Streams;
  readonly datagrams: Datagrams;
  readonly #listeners = new Listeners();
  readonly #traffic: KernelWatchOptions["traffic"];
  /** Bytes that were read ahead of the program's calls when the last reading began, by socket. */
  readonly #ahead = new Map<number, number>();

  constructor({ outsiders, now, traffic }: KernelWatchOptions) {
    this.#traffic = traffic;
    this.streams = new Streams((socket) => outsiders.has(socket), now);
    this.datagrams = new Datagrams((address) => outsiders.isOurs(address));
  }

  /** True if the kernel should be read soon. */
  see(fact: RecordedFact): boolean {
    const streams = this.streams.see(fact);
    const listeners = this.#listeners.see(fact);
    const datagrams = this.datagrams.see(fact);
    return streams || listeners || datagrams;
  }

  find(socket: number): { readonly actor: number } | undefined {
    return this.streams.get(socket) ?? this.#listeners.get(socket) ?? this.datagrams.get(socket);
  }

  /**
   * The uncertain sockets, with their questions. `hasMoved`: a call has moved bytes since the last
   * time.
   */
  uncertain(hasMoved: boolean): ReadonlyMap<number, Watched> {
    const traffic = (stream: Stream): Traffic | null =>
      stream.isClosed ? null : this.#traffic(stream.actor, stream.socket);
    const watched = new Map<number, Watched>();
    this.#ahead.clear();
    for (const stream of this.streams.uncertain(hasMoved, traffic)) {
      watched.set(stream.socket, stream.watched);
      this.#ahead.set(stream.socket, traffic(stream)?.ahead ?? 0);
    }
    for (const listener of this.#listeners.uncertain())
      watched.set(listener.socket, listener.watched);
    for (const one of this.datagrams.uncertain(hasMoved)) watched.set(one.socket, one);
    return watched;
  }

  /**
   * Whether facts were recorded for all these sockets, or for their other ends. False for no
   * sockets.
   */
  areBusy(sockets: Iterable<number>, touched: Touched): boolean {
    let any = false;
    for (const socket of sockets) {
      any = true;
      if (touched !== null && !this.#isNamed(socket, touched)) return false;
    }
    return any;
  }

  /**
   * Whether something has happened to this socket since the reading began, so that the reading is
   * void.
   */
  isTouched(socket: number, touched: ReadonlySet<number>): boolean {
    if (this.#isNamed(socket, touched)) return true;
    const stream = this.streams.get(socket);
    if (!stream || stream.isClosed) return false;
    return this.aheadOf(socket) !== (this.#ahead.get(socket) ?? 0);
  }

  /** Bytes that Node has read ahead of the program's calls. They are not in the kernel's tables. */
  aheadOf(socket: number): number {
    const stream = this.streams.get(socket);
    if (!stream || stream.isClosed) return 0;
    return this.#traffic(stream.actor, socket)?.ahead ?? 0;
  }

  /** The assumed state of this socket before its first reading. */
  initialState(socket: number): ReportedState {
    if (this.streams.get(socket)) return CONNECTED;
    return this.#listeners.get(socket) ? LISTENING : BOUND;
  }

  /** Whether the socket or its other end is among these. */
  #isNamed(socket: number, touched: ReadonlySet<number>): boolean {
    if (touched.has(socket)) return true;
    const stream = this.streams.get(socket);
    const other = stream && this.streams.otherOf(stream);
    return other != null && touched.has(other.socket);
  }
}
