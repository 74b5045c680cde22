import type { Address } from "@sockscope/protocol";
import { costOf } from "../os/datagram-cost.ts";
import type { Completion, Received } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { afterPoll, afterTurn } from "../os/turn.ts";
import { type Dropped, DroppedDatagrams } from "./dropped-datagrams.ts";

/** The capacity, in bytes, of a socket whose program has not set SO_RCVBUF. */
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
 * The datagrams that arrived at a socket and the calls that wait for one. Node takes datagrams out
 * of the kernel as they come, so this queue is the receive buffer. As in the kernel, datagrams that
 * find it full are dropped. Here the drop is reported.
 */
export class ReceiveQueue {
  #capacity = DEFAULT_CAPACITY;
  /** A datagram below this fits without further checks. 0: check each one. */
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

  /** Bytes, each datagram counted by `costOf`; SO_RCVBUF as the kernel gives it, once it is set. */
  set capacity(bytes: number) {
    this.#capacity = bytes;
    this.#fastCapacity = 0;
  }

  /** Calls `arrived` before a waiting call gets the datagram, and not at all if it is dropped. */
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

  /** Reports earlier drops before a datagram that fits arrives. */
  #isFull(cost: number): boolean {
    // As in the kernel the first datagram always fits.
    const full = this.#bytes > 0 && this.#bytes + cost > this.#capacity;
    if (!full) this.#dropped.flush();
    this.#fastCapacity = full ? 0 : this.#capacity;
    return full;
  }

  /**
   * Waiting calls are answered after everything of this poll was queued. Their programs then answer
   * together, and a receiver of those answers is woken once, not for each.
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
    // Calls that already wait come first.
    const first = this.#readers.length === 0 ? this.#waiting.shift() : undefined;
    if (!first) {
      this.#readers.push({ size, done });
      // Linux still gives EAGAIN to a call that does not wait, so that must come first.
      if (this.#shut) afterPoll(() => afterPoll(() => this.#nothing(done)));
      return;
    }
    this.#bytes -= costOf(first.bytes.length);
    give(first, { size, done });
  }

  /** SHUT_RD: waiting calls get nothing at once. Datagrams that arrive later are still queued. */
  shut(): void {
    this.#shut = true;
    for (const { done } of [...this.#readers]) this.#nothing(done);
  }

  #nothing(done: Completion<Received>): void {
    if (!this.withdraw(done)) return;
    const bytes = new Uint8Array(0);
    done.returned({ kind: "datagram", bytes, from: null, datagram: null, cutFrom: null });
  }

  /** Removes this waiting call. False if it was not waiting, or has just got a datagram. */
  withdraw(done: Completion<never>): boolean {
    this.#deliver();
    const index = this.#readers.findIndex((reader) => reader.done === done);
    if (index >= 0) this.#readers.splice(index, 1);
    return index >= 0;
  }

  /** Lets the first waiting call fail. False if none waits. */
  failOne(errno: Errno): boolean {
    const reader = this.#readers.shift();
    reader?.done.failed(errno);
    return reader !== undefined;
  }

  /** No datagram arrives any more. */
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
