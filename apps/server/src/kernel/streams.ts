import type { Address } from "@sockscope/protocol";
import type { RecordedFact, Traffic } from "@sockscope/sockets";
import { DeferredCloses } from "./deferred-closes.ts";
import { endOf, isHere, reached } from "./ends.ts";
import { isOver, type ReportedState } from "./reported-state.ts";
import type { Watched } from "./tables/look-up.mjs";

/** ms after which a waiting `connect` is read. */
const SLOW_CONNECT = 150;
/** Bytes in flight between two sockets of ours from which on their queues matter. */
const DEEP = 32 * 1024;
/** Unchanged readings after which two sockets of ours rest until something is done to them. */
const RESTS = 3;
/** The maximum of ending connections watched at once. A stage can end thousands a second. */
const MAX_ENDING = 512;
/** ms after which a socket in TIME-WAIT is gone. */
const TIME_WAIT = 61_000;

/** A TCP socket of ours that has or had a connection, or is about to. */
export interface Stream {
  readonly socket: number;
  readonly actor: number;
  readonly key: string;
  readonly ends: { readonly local: string; readonly remote: string };
  /** The question for the kernel. */
  watched: Watched;
  /** The other end is, or was, a socket of ours. */
  isPaired: boolean;
  /** The other end belongs to an outsider. */
  isForeign: boolean;
  /** ms: when its `connect` began, until that returns. */
  dialling: number | null;
  /** Our program, or the system for it, has closed it. */
  isClosed: boolean;
  isEnding: boolean;
  isDeep: boolean;
  /** It cannot change before something is done to it. */
  isSettled: boolean;
  /** ms: when the rest of it, in TIME-WAIT, will be gone. */
  gone: number | null;
  /** Bytes that it had moved at the last reading. */
  moved: number;
  unchanged: number;
}

interface Own {
  readonly actor: number;
  local: Address | null;
}

/** Decides which of our connections to read, from the facts of all programs. Times are in ms. */
export class Streams {
  readonly #isForeign: (socket: number) => boolean;
  readonly #now: () => number;
  readonly #sockets = new Map<number, Own>();
  readonly #dials = new Map<number, Address>();
  readonly #streams = new Map<number, Stream>();
  readonly #byEnds = new Map<string, Stream>();
  /** Streams about which something is uncertain. */
  readonly #open = new Set<Stream>();
  /** Those of them that are being ended and will still change. */
  readonly #ending = new Set<Stream>();
  /** Streams in TIME-WAIT, in the order in which they will be gone. */
  readonly #leaving = new Set<Stream>();
  readonly #closes = new DeferredCloses();

  constructor(isForeign: (socket: number) => boolean, now: () => number) {
    this.#isForeign = isForeign;
    this.#now = now;
  }

  get(socket: number): Stream | undefined {
    return this.#streams.get(socket);
  }

  /** The socket of ours at the other end. */
  otherOf({ ends: { local, remote } }: Stream): Stream | undefined {
    return this.#byEnds.get(`${remote} ${local}`);
  }

  /** When the next stream in TIME-WAIT will be gone. Null if there is none. */
  get leaves(): number | null {
    for (const { gone } of this.#leaving) return gone;
    return null;
  }

  /** True if the kernel should be read soon. */
  see(fact: RecordedFact): boolean {
    const closed = this.#closes.see(fact);
    if (closed !== null) return this.#close(closed);
    switch (fact.kind) {
      case "call.began":
        if (fact.verb === "connect" && fact.args.address && fact.socket !== null)
          this.#dials.set(fact.socket, fact.args.address);
        return false;
      case "socket.named":
        return this.#name(fact.socket, fact.actor, fact.address);
      case "connection.queued": {
        const { actor, connection, local, peer } = fact;
        return this.#add(connection, actor, local, peer, null);
      }
      case "call.ended":
        return this.#ended(fact);
      case "actor.removed":
        for (const stream of this.#streams.values())
          if (stream.actor === fact.actor) this.#forget(stream);
        return false;
      default:
        return false;
    }
  }

  /** The streams to read now. `hasMoved`: a call has moved bytes since the last time. */
  *uncertain(hasMoved: boolean, traffic: (stream: Stream) => Traffic | null): Iterable<Stream> {
    const now = this.#now();
    for (const stream of this.#leaving) {
      if ((stream.gone ?? 0) > now) break;
      this.#leaving.delete(stream);
      stream.isSettled = false;
      this.#open.add(stream);
    }
    if (hasMoved)
      for (const stream of this.#streams.values())
        if (!stream.isForeign && !stream.isClosed) this.#weigh(stream, traffic);
    for (const stream of this.#open) {
      const { dialling } = stream;
      if (dialling === null || now - dialling >= SLOW_CONNECT) yield stream;
    }
  }

  /** Decides, after an undisturbed reading, whether the stream will still change. */
  settle(stream: Stream, { own, peer }: ReportedState, hasChanged: boolean): void {
    stream.unchanged = hasChanged ? 0 : stream.unchanged + 1;
    const other = this.otherOf(stream);
    const isOverThere = other
      ? stream.isClosed || other.isSettled
      : stream.isPaired || peer === undefined || isOver(peer);
    const rests = !stream.isForeign && stream.dialling === null && stream.unchanged >= RESTS;
    // In this state only a call of ours can change it.
    const waits = peer === null && own?.state === "CLOSE-WAIT" && own.sendQueue === 0;
    if (!(isOver(own) && isOverThere) && !waits && !rests) return;
    stream.isSettled = true;
    stream.isDeep = false;
    this.#open.delete(stream);
    this.#ending.delete(stream);
    const inTimeWait = own?.state === "TIME-WAIT" || peer?.state === "TIME-WAIT";
    if (inTimeWait && stream.gone === null && this.#leaving.size < MAX_ENDING) {
      stream.gone = this.#now() + TIME_WAIT;
      this.#leaving.add(stream);
    } else if (stream.isClosed && (isOver(own) || rests)) this.#forget(stream);
  }

  /** A stream that was quiet has moved many bytes that the other end has not read. */
  #weigh(stream: Stream, traffic: (stream: Stream) => Traffic | null): void {
    const own = traffic(stream);
    if (own === null) return;
    const moved = own.written + own.read;
    if (moved === stream.moved) return;
    stream.moved = moved;
    const other = this.otherOf(stream);
    const received = other && !other.isClosed ? traffic(other) : null;
    if (stream.isEnding || (received && own.written - received.read > DEEP)) {
      this.#ask(stream);
      if (other) this.#ask(other);
    } else if (stream.isDeep) this.#ask(stream);
  }

  #ask(stream: Stream): void {
    stream.isDeep = true;
    stream.isSettled = false;
    stream.unchanged = 0;
    this.#open.add(stream);
  }

  #ended({ actor, socket, verb, result, error }: Ended): boolean {
    if (error) {
      if (verb === "connect" && socket !== null) return this.#failed(socket, error.message);
      const isReset = error.errno === "ECONNRESET" || error.errno === "EPIPE";
      return isReset && socket !== null && this.#end(socket);
    }
    if (socket === null) {
      if (verb === "socket" && result?.socket)
        this.#sockets.set(result.socket, { actor, local: null });
      return false;
    }
    const own = this.#sockets.get(socket);
    switch (verb) {
      case "bind":
        if (own && result?.address) own.local = result.address;
        return false;
      case "connect": {
        const target = this.#dials.get(socket);
        this.#dials.delete(socket);
        if (!target || !result?.address) return false;
        return this.#add(socket, actor, result.address, target, null);
      }
      case "accept": {
        const { socket: connection, address: peer } = result ?? {};
        if (connection === undefined || !peer || this.#streams.has(connection)) return false;
        return own?.local ? this.#add(connection, actor, own.local, peer, null) : false;
      }
      case "shutdown":
        return this.#end(socket);
      default:
        return false;
    }
  }

  #name(socket: number, actor: number, address: Address): boolean {
    const own = this.#sockets.get(socket);
    if (own) own.local = address;
    const target = this.#dials.get(socket);
    // The kernel is read only if this takes long.
    if (target) this.#add(socket, actor, address, target, this.#now());
    return false;
  }

  #failed(socket: number, message: string): boolean {
    // The `connect` continues in the background.
    if (message === "timed out") return false;
    this.#dials.delete(socket);
    const stream = this.#streams.get(socket);
    if (stream) this.#forget(stream);
    return false;
  }

  #add(
    socket: number,
    actor: number,
    local: Address,
    remote: Address,
    dialling: number | null,
  ): boolean {
    const known = this.#streams.get(socket);
    if (known) this.#forget(known);
    if (remote.port === 0) return false;
    const ends = { local: endOf(local), remote: endOf(reached(remote)) };
    const key = `${ends.local} ${ends.remote}`;
    const peer = isHere(reached(remote));
    // Ends are used again. By then the rest of the older connection is gone.
    const before = this.#byEnds.get(key);
    if (before) this.#forget(before);
    const stream: Stream = {
      ...{ socket, actor, key, ends, dialling },
      watched: { kind: "stream", socket, ...ends, peer },
      isPaired: false,
      ...{ isForeign: dialling === null && this.#isForeign(socket), isClosed: false },
      ...{ isEnding: false, isDeep: false, isSettled: false, gone: null, moved: 0, unchanged: 0 },
    };
    this.#streams.set(socket, stream);
    this.#byEnds.set(key, stream);
    const other = this.otherOf(stream);
    if (other)
      for (const one of [stream, other]) {
        one.isPaired = true;
        // The other end is watched separately.
        one.watched = { kind: "stream", socket: one.socket, ...one.ends, peer: false };
      }
    if (stream.isForeign || dialling !== null) this.#open.add(stream);
    return stream.isForeign;
  }

  #end(socket: number): boolean {
    const stream = this.#streams.get(socket);
    if (!stream) return false;
    if (this.#ending.size >= MAX_ENDING && !this.#ending.has(stream)) return false;
    for (const one of [stream, this.otherOf(stream)]) {
      if (!one) continue;
      this.#ending.add(one);
      one.isEnding = true;
      one.isSettled = false;
      one.unchanged = 0;
      this.#open.add(one);
    }
    return true;
  }

  #close(socket: number): boolean {
    this.#sockets.delete(socket);
    this.#dials.delete(socket);
    const stream = this.#streams.get(socket);
    if (!stream) return false;
    stream.isClosed = true;
    const isWatched = this.#end(socket);
    if (!isWatched) this.#forget(stream);
    return isWatched;
  }

  #forget(stream: Stream): void {
    this.#streams.delete(stream.socket);
    if (this.#byEnds.get(stream.key) === stream) this.#byEnds.delete(stream.key);
    this.#open.delete(stream);
    this.#ending.delete(stream);
    this.#leaving.delete(stream);
  }
}

type Ended = Extract<RecordedFact, { kind: "call.ended" }>;
