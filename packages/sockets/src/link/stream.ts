import type { LinkConditions } from "@sockscope/protocol";
import type { Completion, Driver } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { afterPoll } from "../os/turn.ts";
import { DelayQueue } from "./delay-queue.ts";
import { type LinkDirection, ns } from "./direction.ts";

/** Bytes that may be in flight before a `send` has to wait. */
const BUFFER_BYTES = 256 * 1024;
/** With a limited bandwidth, a piece is what passes in this many ms. */
const DRIP_MS = 20;

interface Piece {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
  readonly call: number;
  readonly offset: number;
  /** Whether its delivery is recorded (rule L5). */
  marked: boolean;
  /** Whether more pieces of the same call follow, which the receiver must get separately. */
  readonly apart: boolean;
}

/** The end of the stream. It passes after all bytes. */
interface End {
  readonly kind: "end";
  /** The call that ends the stream. Null if its program has ended. */
  readonly call: number | null;
  marked: boolean;
  readonly act: () => void;
}

interface PendingSend {
  readonly done: Completion<number>;
  readonly length: number;
  /** The position in the stream at the end of this call, in bytes. */
  readonly until: number;
}

/** One direction of a TCP connection under network conditions. The order of the bytes never changes. */
export class ConditionedStream {
  readonly #direction: LinkDirection;
  readonly #driver: Driver;
  readonly #queue: DelayQueue<Piece | End>;
  readonly #pendingSends: PendingSend[] = [];
  /** Bytes of the whole stream: accepted from the program, and passed to the kernel. */
  #acceptedBytes = 0;
  #deliveredBytes = 0;
  #error: Errno | null = null;
  #ended = false;
  /** The conditions since which bytes are counted, and how many may still pass before the reset. */
  #resetConditions: LinkConditions | null = null;
  #bytesUntilReset = Number.POSITIVE_INFINITY;
  /** The conditions with which the bytes in flight were scheduled. */
  #conditions: LinkConditions;

  constructor(direction: LinkDirection, driver: Driver) {
    this.#direction = direction;
    this.#conditions = direction.conditions();
    this.#driver = driver;
    this.#queue = new DelayQueue(direction.conditions, (item, done) => this.#deliver(item, done));
  }

  get idle(): boolean {
    return this.#queue.idle && this.#error === null && !this.#ended;
  }

  /** True when the end of the stream has passed, or the connection broke. */
  get over(): boolean {
    return this.#error !== null || (this.#ended && this.#queue.idle);
  }

  /** True in a black hole: the end of the stream would not pass. */
  get stuck(): boolean {
    return this.#direction.conditions().blackHole;
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#ended) return done.failed("EPIPE");
    if (this.#error !== null) return this.#report(done);
    if (typeof this.#driver.peerAddress() === "string") return this.#driver.send(bytes, done);
    const conditions = this.#direction.conditions();
    const { id: call = 0, offset = this.#acceptedBytes } = done;
    const pieces = this.#cut(bytes, conditions);
    const sliced = conditions.slice !== null && pieces.length > 1;
    const marked = sliced || holds(conditions);
    let delay = 0;
    let at = offset;
    for (const [index, piece] of pieces.entries()) {
      const apart = sliced && index < pieces.length - 1;
      const item = { kind: "bytes", bytes: piece, call, offset: at, marked, apart } as const;
      delay = this.#queue.push(item, piece.length, this.#direction.random() * 2 - 1);
      at += piece.length;
    }
    const touched = { call, offset, length: bytes.length };
    if (bytes.length === 0) delay = 0;
    else if (conditions.blackHole) this.#direction.fault({ fault: "black-hole", ...touched });
    else if (holds(conditions))
      this.#direction.fault({ fault: "delay", ...touched, delay: ns(delay) });
    if (sliced) this.#direction.fault({ fault: "slice", ...touched });
    this.#acceptedBytes += bytes.length;
    this.#pendingSends.push({ done, length: bytes.length, until: this.#acceptedBytes });
    this.#answer();
    this.#queue.pump();
  }

  /** Accepts no more bytes. `act` ends the stream when all bytes before it have passed. */
  end(call: number | null, act: () => void): void {
    this.#ended = true;
    if (this.#error !== null) return act();
    const end: End = { kind: "end", call, marked: false, act };
    if (this.stuck) this.#blackHole(end);
    this.#queue.push(end, 0, 0);
    this.#queue.pump();
  }

  changed(): void {
    const now = this.#direction.conditions();
    if (now === this.#conditions) return;
    this.#conditions = now;
    if (this.stuck) for (const item of this.#queue.items()) this.#blackHole(item);
    this.#queue.changed();
  }

  #blackHole(item: Piece | End): void {
    item.marked = true;
    const fault = "black-hole";
    if (item.kind === "bytes") {
      const { call, offset, bytes } = item;
      this.#direction.fault({ fault, call, offset, length: bytes.length });
    } else if (item.call !== null) this.#direction.fault({ fault, call: item.call, length: 0 });
  }

  /** Passes the end to the kernel. */
  #finish({ call, marked, act }: End): void {
    if (marked && call !== null) this.#direction.passed({ call, length: 0 });
    act();
  }

  /** Records that the end has passed, because the socket itself is closed now. */
  giveUp(): void {
    for (const item of this.#queue.items())
      if (item.kind === "end") this.#finish({ ...item, act: () => undefined });
  }

  /** From now on no byte passes, and no call is answered. */
  drop(): void {
    this.#pendingSends.length = 0;
    this.#queue.clear();
  }

  /** A copy, because the program may reuse its buffer when `send` has returned. */
  #cut(bytes: Uint8Array, { slice, bandwidth }: LinkConditions): readonly Uint8Array[] {
    const copy = new Uint8Array(bytes);
    const drip =
      bandwidth === null ? Infinity : Math.max(1, Math.ceil((bandwidth * DRIP_MS) / 1000));
    const pieces: Uint8Array[] = [];
    for (let from = 0; from < copy.length; ) {
      const sliceBytes =
        slice === null
          ? Infinity
          : Math.max(1, Math.round(slice * (0.5 + this.#direction.random())));
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
    if (marked) this.#direction.passed({ call, offset, length: bytes.length });
    this.#driver.send(bytes, {
      returned: (count) => {
        this.#deliveredBytes += count;
        this.#answer();
        then();
      },
      failed: (errno) => this.#fail(errno),
    });
  }

  /** Bytes that may pass before the connection is reset. */
  #untilReset(): number {
    const conditions = this.#direction.conditions();
    if (this.#resetConditions !== conditions) {
      this.#resetConditions = conditions;
      this.#bytesUntilReset = conditions.resetAfter ?? Number.POSITIVE_INFINITY;
    }
    return this.#bytesUntilReset;
  }

  /**
   * Resets both ends; the bytes in flight are lost. It waits for one poll, so that a receiver
   * blocked in `recv` gets the earlier bytes first: when both come in one poll, Node reports the
   * end of the stream instead of the reset.
   */
  #reset(item: Piece, passed: number, done: () => void): void {
    afterPoll(() => this.#breakOff(item, passed, done));
  }

  #breakOff(item: Piece, passed: number, done: () => void): void {
    const { call, offset, bytes } = item;
    let lost = { call, offset: offset + passed, length: bytes.length - passed };
    for (const next of this.#queue.items()) {
      if (next.kind === "end") continue;
      if (next.call === lost.call) lost = { ...lost, length: lost.length + next.bytes.length };
      else {
        this.#direction.fault({ fault: "reset", ...lost });
        lost = { call: next.call, offset: next.offset, length: next.bytes.length };
      }
    }
    this.#direction.fault({ fault: "reset", ...lost });
    this.#driver.reset();
    this.#fail("ECONNRESET");
    done();
  }

  #fail(errno: Errno): void {
    const ends = this.#queue.items().filter((item) => item.kind === "end");
    this.#queue.clear();
    this.#error = errno;
    for (const { done } of this.#pendingSends.splice(0)) this.#report(done);
    for (const end of ends) this.#finish(end);
  }

  /** The error is reported once. As on Linux, a later send fails with EPIPE. */
  #report(done: Completion<number>): void {
    done.failed(this.#error ?? "EPIPE");
    this.#error = "EPIPE";
  }

  /** A send returns when the bytes in flight up to its end fit the buffer. */
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
