import type { LinkConditions } from "@sockscope/protocol";
import type { Completion, Driver } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { afterPoll } from "../os/turn.ts";
import { DelayQueue } from "./delay-queue.ts";
import { type LinkDirection, ns } from "./direction.ts";

/** Bytes that the link takes over before a `send` has to wait. */
const BUFFER_BYTES = 256 * 1024;
/** With a limited bandwidth bytes go on in pieces of what it lets through in so many ms. */
const DRIP_MS = 20;

interface Piece {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
  readonly call: number;
  readonly offset: number;
  /** Whether its passing is worth an event (rule L5). */
  marked: boolean;
  /** Whether more of the same call follow, that are to arrive apart from it. */
  readonly apart: boolean;
}

/** The end of the stream: whatever ends it comes after the bytes. */
interface End {
  readonly kind: "end";
  /** The call that ends it; null where its program is over. */
  readonly call: number | null;
  marked: boolean;
  readonly act: () => void;
}

interface PendingSend {
  readonly done: Completion<number>;
  readonly length: number;
  /** Bytes of the stream up to the end of this call. */
  readonly until: number;
}

/** One direction of a TCP connection on a link that is not perfect. The order never changes. */
export class ConditionedStream {
  readonly #way: LinkDirection;
  readonly #driver: Driver;
  readonly #pipe: DelayQueue<Piece | End>;
  readonly #pendingSends: PendingSend[] = [];
  /** Bytes that were ever given to it, and that the kernel has taken. */
  #acceptedBytes = 0;
  #deliveredBytes = 0;
  #error: Errno | null = null;
  #ended = false;
  /** By which conditions bytes are counted, and how many may still pass. */
  #resetConditions: LinkConditions | null = null;
  #bytesUntilReset = Number.POSITIVE_INFINITY;
  /** By which conditions what is under way goes. */
  #conditions: LinkConditions;

  constructor(way: LinkDirection, driver: Driver) {
    this.#way = way;
    this.#conditions = way.conditions();
    this.#driver = driver;
    this.#pipe = new DelayQueue(way.conditions, (item, done) => this.#deliver(item, done));
  }

  get idle(): boolean {
    return this.#pipe.idle && this.#error === null && !this.#ended;
  }

  /** True when its end has passed, or it broke. */
  get over(): boolean {
    return this.#error !== null || (this.#ended && this.#pipe.idle);
  }

  /** True while what ends the stream would not get through. */
  get stuck(): boolean {
    return this.#way.conditions().blackHole;
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#ended) return done.failed("EPIPE");
    if (this.#error !== null) return this.#report(done);
    if (typeof this.#driver.peerAddress() === "string") return this.#driver.send(bytes, done);
    const conditions = this.#way.conditions();
    const { id: call = 0, offset = this.#acceptedBytes } = done;
    const pieces = this.#cut(bytes, conditions);
    const sliced = conditions.slice !== null && pieces.length > 1;
    const marked = sliced || holds(conditions);
    let delay = 0;
    let at = offset;
    for (const [index, piece] of pieces.entries()) {
      const apart = sliced && index < pieces.length - 1;
      const item = { kind: "bytes", bytes: piece, call, offset: at, marked, apart } as const;
      delay = this.#pipe.push(item, piece.length, this.#way.random() * 2 - 1);
      at += piece.length;
    }
    const touched = { call, offset, length: bytes.length };
    if (bytes.length === 0) delay = 0;
    else if (conditions.blackHole) this.#way.fault({ fault: "black-hole", ...touched });
    else if (holds(conditions)) this.#way.fault({ fault: "delay", ...touched, delay: ns(delay) });
    if (sliced) this.#way.fault({ fault: "slice", ...touched });
    this.#acceptedBytes += bytes.length;
    this.#pendingSends.push({ done, length: bytes.length, until: this.#acceptedBytes });
    this.#answer();
    this.#pipe.pump();
  }

  /** Sends no more: `act` ends the stream when all bytes before it have passed. */
  end(call: number | null, act: () => void): void {
    this.#ended = true;
    if (this.#error !== null) return act();
    const end: End = { kind: "end", call, marked: false, act };
    if (this.stuck) this.#blackHole(end);
    this.#pipe.push(end, 0, 0);
    this.#pipe.pump();
  }

  changed(): void {
    const now = this.#way.conditions();
    if (now === this.#conditions) return;
    this.#conditions = now;
    if (this.stuck) for (const item of this.#pipe.items()) this.#blackHole(item);
    this.#pipe.changed();
  }

  #blackHole(item: Piece | End): void {
    item.marked = true;
    const fault = "black-hole";
    if (item.kind === "bytes") {
      const { call, offset, bytes } = item;
      this.#way.fault({ fault, call, offset, length: bytes.length });
    } else if (item.call !== null) this.#way.fault({ fault, call: item.call, length: 0 });
  }

  /** The kernel is told of the end now. */
  #finish({ call, marked, act }: End): void {
    if (marked && call !== null) this.#way.passed({ call, length: 0 });
    act();
  }

  /** Nothing more passes but the end itself, of which the kernel hears now: its socket is ended. */
  giveUp(): void {
    for (const item of this.#pipe.items())
      if (item.kind === "end") this.#finish({ ...item, act: () => undefined });
  }

  /** Nothing more passes, nobody is answered. */
  drop(): void {
    this.#pendingSends.length = 0;
    this.#pipe.clear();
  }

  /** A copy, because the program may go on with its buffer when `send` has returned. */
  #cut(bytes: Uint8Array, { slice, bandwidth }: LinkConditions): readonly Uint8Array[] {
    const copy = new Uint8Array(bytes);
    const drip =
      bandwidth === null ? Infinity : Math.max(1, Math.ceil((bandwidth * DRIP_MS) / 1000));
    const pieces: Uint8Array[] = [];
    for (let from = 0; from < copy.length; ) {
      const sliceBytes =
        slice === null ? Infinity : Math.max(1, Math.round(slice * (0.5 + this.#way.random())));
      const to = Math.min(copy.length, from + Math.min(sliceBytes, drip));
      pieces.push(copy.subarray(from, to));
      from = to;
    }
    return pieces;
  }

  #deliver(item: Piece | End, done: () => void): void {
    if (item.kind === "end") {
      this.#finish(item);
      return done();
    }
    const { bytes } = item;
    const left = this.#untilReset();
    if (left < bytes.length) {
      if (left === 0) return this.#reset(item, 0, done);
      return this.#write(item, bytes.subarray(0, left), () => this.#reset(item, left, done));
    }
    this.#write(item, bytes, () => {
      if (this.#bytesUntilReset === 0) return this.#reset(item, bytes.length, done);
      if (item.apart) afterPoll(done);
      else done();
    });
  }

  #write({ call, offset, marked }: Piece, bytes: Uint8Array, then: () => void): void {
    this.#bytesUntilReset -= bytes.length;
    if (marked) this.#way.passed({ call, offset, length: bytes.length });
    this.#driver.send(bytes, {
      returned: (count) => {
        this.#deliveredBytes += count;
        this.#answer();
        then();
      },
      failed: (errno) => this.#fail(errno),
    });
  }

  /** How many bytes may pass before the link resets the connection. */
  #untilReset(): number {
    const conditions = this.#way.conditions();
    if (this.#resetConditions !== conditions) {
      this.#resetConditions = conditions;
      this.#bytesUntilReset = conditions.resetAfter ?? Number.POSITIVE_INFINITY;
    }
    return this.#bytesUntilReset;
  }

  /**
   * Both ends get the reset; what was under way is lost. A receiver that sleeps in `recv` gets the
   * bytes before it first: in one poll with them Node takes a reset for the end of the stream.
   */
  #reset(item: Piece, passed: number, done: () => void): void {
    afterPoll(() => this.#breakOff(item, passed, done));
  }

  #breakOff(item: Piece, passed: number, done: () => void): void {
    const { call, offset, bytes } = item;
    let lost = { call, offset: offset + passed, length: bytes.length - passed };
    for (const next of this.#pipe.items()) {
      if (next.kind === "end") continue;
      if (next.call === lost.call) lost = { ...lost, length: lost.length + next.bytes.length };
      else {
        this.#way.fault({ fault: "reset", ...lost });
        lost = { call: next.call, offset: next.offset, length: next.bytes.length };
      }
    }
    this.#way.fault({ fault: "reset", ...lost });
    this.#driver.reset();
    this.#fail("ECONNRESET");
    done();
  }

  #fail(errno: Errno): void {
    const ends = this.#pipe.items().filter((item) => item.kind === "end");
    this.#pipe.clear();
    this.#error = errno;
    for (const { done } of this.#pendingSends.splice(0)) this.#report(done);
    for (const end of ends) this.#finish(end);
  }

  /** Told once; whoever sends afterwards finds a broken pipe, as on Linux. */
  #report(done: Completion<number>): void {
    done.failed(this.#error ?? "EPIPE");
    this.#error = "EPIPE";
  }

  /** A send has returned when what the link still holds of it and before it fits its room. */
  #answer(): void {
    for (;;) {
      const first = this.#pendingSends[0];
      if (first === undefined || first.until - this.#deliveredBytes > BUFFER_BYTES) return;
      this.#pendingSends.shift();
      first.done.returned(first.length);
    }
  }
}

const holds = ({ latency, jitter, bandwidth, blackHole }: LinkConditions): boolean =>
  latency > 0 || jitter > 0 || bandwidth !== null || blackHole;
