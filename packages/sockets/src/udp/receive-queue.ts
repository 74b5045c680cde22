import type { Address } from "@sockscope/protocol";
import { costOf } from "../os/datagram-cost.ts";
import type { Completion, Received } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { afterPoll, afterTurn } from "../os/turn.ts";
import { type Dropped, DroppedDatagrams } from "./dropped-datagrams.ts";

/** Room for the datagrams that wait at a socket whose program has not chosen it. */
const DEFAULT_CAPACITY = 1024 * 1024;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly from: Address;
  readonly datagram: number;
}

interface Reader {
  readonly size: number;
  readonly done: Completion<Received>;
}

/**
 * The datagrams that arrived at a socket and the calls that wait for one. Node takes datagrams out of
 * the kernel as they come, so the receive buffer is ours; past its room it drops them, as the kernel
 * drops what finds its receive buffer full, and says so.
 */
export class ReceiveQueue {
  #capacity = DEFAULT_CAPACITY;
  /** Up to here a datagram fits and nothing else is to be thought of; else 0. */
  #fastCapacity = DEFAULT_CAPACITY;
  readonly #dropped: DroppedDatagrams;
  readonly #waiting: Waiting[] = [];
  readonly #readers: Reader[] = [];
  #bytes = 0;
  #arrivedCount = 0;
  /** Reading is shut down. */
  #shut = false;

  constructor(dropped: Dropped) {
    this.#dropped = new DroppedDatagrams(dropped);
  }

  /** Bytes, with what each datagram costs besides; SO_RCVBUF as the kernel gives it, once it is set. */
  set capacity(bytes: number) {
    this.#capacity = bytes;
    this.#fastCapacity = 0;
  }

  /** `arrived` is told before a waiting call gets it; it is not told of a dropped one. */
  push(
    bytes: Uint8Array,
    from: Address,
    arrived: (datagram: number, from: Address, length: number) => void,
  ): void {
    const cost = costOf(bytes.length);
    if (this.#bytes + cost > this.#fastCapacity && this.#isFull(cost)) {
      this.#dropped.add(from, bytes.length);
      return;
    }
    this.#arrivedCount += 1;
    arrived(this.#arrivedCount, from, bytes.length);
    this.#bytes += cost;
    this.#waiting.push({ bytes, from, datagram: this.#arrivedCount });
    if (this.#readers.length > 0 && this.#waiting.length === 1) afterTurn(this.#deliver);
  }

  /** What was dropped before one that fits is told before that one arrives. */
  #isFull(cost: number): boolean {
    // As in the kernel the first one always fits.
    const full = this.#bytes > 0 && this.#bytes + cost > this.#capacity;
    if (!full) this.#dropped.flush();
    this.#fastCapacity = full ? 0 : this.#capacity;
    return full;
  }

  /**
   * Who waits is woken when all that this poll brought has been taken: its answers then go out
   * together, and whoever gets them has not to be woken for each.
   */
  readonly #deliver = (): void => {
    while (this.#readers.length > 0) {
      const first = this.#waiting.shift();
      const reader = first && this.#readers.shift();
      if (!reader) return;
      this.#bytes -= costOf(first.bytes.length);
      give(first, reader);
    }
  };

  take(size: number, done: Completion<Received>): void {
    // Who has waited longer comes first.
    const first = this.#readers.length === 0 ? this.#waiting.shift() : undefined;
    if (!first) {
      this.#readers.push({ size, done });
      // To one who does not wait Linux still says EAGAIN, so that comes first.
      if (this.#shut) afterPoll(() => afterPoll(() => this.#nothing(done)));
      return;
    }
    this.#bytes -= costOf(first.bytes.length);
    give(first, { size, done });
  }

  /** SHUT_RD: who waits for a datagram gets nothing at once; those that come are still taken. */
  shut(): void {
    this.#shut = true;
    for (const { done } of [...this.#readers]) this.#nothing(done);
  }

  #nothing(done: Completion<Received>): void {
    if (!this.withdraw(done)) return;
    const bytes = new Uint8Array(0);
    done.returned({ kind: "datagram", bytes, from: null, datagram: null, cutFrom: null });
  }

  /** This call takes nothing any more; false if it was not waiting, or gets what came for it. */
  withdraw(done: Completion<never>): boolean {
    this.#deliver();
    const index = this.#readers.findIndex((reader) => reader.done === done);
    if (index >= 0) this.#readers.splice(index, 1);
    return index >= 0;
  }

  /** True if somebody waited and was told. */
  failOne(errno: Errno): boolean {
    const reader = this.#readers.shift();
    reader?.done.failed(errno);
    return reader !== undefined;
  }

  /** No datagram comes any more. */
  end(): void {
    this.#dropped.end();
  }

  /** Lets every waiting call fail. */
  cancel(errno: Errno): void {
    for (const { done } of this.#readers.splice(0)) done.failed(errno);
  }
}

function give({ bytes, from, datagram }: Waiting, { size, done }: Reader): void {
  const cut = bytes.length > size;
  done.returned({
    kind: "datagram",
    bytes: cut ? bytes.subarray(0, size) : bytes,
    from,
    datagram,
    cutFrom: cut ? bytes.length : null,
  });
}
