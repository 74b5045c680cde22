import type { Address, Fault, LinkConditions } from "@sockscope/protocol";
import { costOf } from "../os/datagram-cost.ts";
import type { Completion } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { DelayQueue } from "./delay-queue.ts";
import { type LinkDirection, ns } from "./direction.ts";

/**
 * The maximum of bytes of datagrams in flight, each counted by `costOf`. Beyond it they are lost.
 */
const MAX_BYTES_IN_FLIGHT = 256 * 1024;
/** The kernel refuses longer ones itself. */
const MAX_DATAGRAM_BYTES = 65507;
/** ms after which a held datagram is sent, even if no other one has overtaken it. */
const OVERTAKE_MS = 250;

interface Datagram {
  readonly bytes: Uint8Array;
  readonly call: number;
  readonly copy: number;
}

/** Sends the datagrams of one direction. */
export interface DatagramSender {
  /** See `Driver`: why a datagram would not be sent. `to`: null for a `send` without an address. */
  refusal(to: Address | null): Errno | null;
  send(bytes: Uint8Array, to: Address | null, done: Completion<number>): void;
  /** Sends a datagram whose call has returned already. */
  sendDeferred(bytes: Uint8Array, done: Completion<number>): void;
}

/** One direction between two UDP sockets under network conditions. */
export class ConditionedDatagrams {
  readonly #direction: LinkDirection;
  readonly #socket: DatagramSender;
  readonly #queue: DelayQueue<Datagram>;
  /** The datagram that is held until another one passes, with its timer. */
  #heldBack: {
    readonly datagram: Datagram;
    readonly timer: ReturnType<typeof setTimeout>;
  } | null = null;
  #bytesInFlight = 0;
  /** The conditions with which the datagrams in flight were scheduled. */
  #conditions: LinkConditions;

  constructor(direction: LinkDirection, socket: DatagramSender) {
    this.#direction = direction;
    this.#conditions = direction.conditions();
    this.#socket = socket;
    this.#queue = new DelayQueue(direction.conditions, (datagram, done) => {
      this.#pass(datagram, true);
      done();
    });
  }

  get idle(): boolean {
    return this.#queue.idle && this.#heldBack === null;
  }

  send(bytes: Uint8Array, to: Address | null, done: Completion<number>): void {
    const { length } = bytes;
    if (length > MAX_DATAGRAM_BYTES) return this.#socket.send(bytes, to, done);
    // After this call has returned, it could not report the kernel's immediate answer.
    const errno = this.#socket.refusal(to);
    if (errno !== null) return done.failed(errno);
    const conditions = this.#direction.conditions();
    const { random } = this.#direction;
    // The number of draws is constant, so that one condition does not change the chances of
    // another.
    const [lost, twice, late, sway] = [random(), random(), random(), random() * 2 - 1];
    const { id: call = 0 } = done;
    const refused = this.#refusal(conditions, length, lost);
    if (refused !== null) {
      this.#direction.fault({ fault: refused, call, length });
      if (refused === "too-long") done.failed("EMSGSIZE");
      else done.returned(length);
      return;
    }
    const copies = twice < conditions.duplicate ? [1, 2] : [1];
    if (copies.length > 1) this.#direction.fault({ fault: "duplicate", call, length, copy: 2 });
    const reordered = late < conditions.reorder && this.#heldBack === null;
    const delayed = !this.#queue.idle || holds(conditions);
    if (!reordered && !delayed) {
      this.#socket.send(bytes, to, done);
      if (copies.length > 1) this.#give({ bytes, call, copy: 2 }, false);
      this.#release();
      return;
    }
    const copied = new Uint8Array(bytes);
    this.#bytesInFlight += costOf(length) * copies.length;
    for (const copy of copies) {
      const datagram = { bytes: copied, call, copy };
      if (reordered && copy === 1) this.#holdBack(datagram);
      else if (delayed) this.#delay(datagram, sway);
      else this.#pass(datagram, false);
    }
    done.returned(length);
    this.#queue.pump();
  }

  changed(): void {
    const now = this.#direction.conditions();
    if (now === this.#conditions) return;
    this.#conditions = now;
    if (now.blackHole) {
      const held = this.#heldBack === null ? [] : [this.#heldBack.datagram];
      for (const { call, copy, bytes } of [...held, ...this.#queue.items()])
        this.#direction.fault({ fault: "black-hole", call, copy, length: bytes.length });
      this.drop();
    }
    this.#queue.changed();
  }

  drop(): void {
    if (this.#heldBack !== null) clearTimeout(this.#heldBack.timer);
    this.#heldBack = null;
    this.#queue.clear();
    this.#bytesInFlight = 0;
  }

  #refusal(
    { maxDatagram, blackHole, loss }: LinkConditions,
    length: number,
    draw: number,
  ): Fault | null {
    if (maxDatagram !== null && length > maxDatagram) return "too-long";
    if (blackHole) return "black-hole";
    if (draw < loss) return "loss";
    return this.#bytesInFlight + costOf(length) > MAX_BYTES_IN_FLIGHT ? "overflow" : null;
  }

  #delay(datagram: Datagram, sway: number): void {
    const { call, copy, bytes } = datagram;
    const delay = this.#queue.push(datagram, bytes.length, sway);
    this.#direction.fault({ fault: "delay", call, copy, length: bytes.length, delay: ns(delay) });
  }

  #holdBack(datagram: Datagram): void {
    const { call, copy, bytes } = datagram;
    this.#direction.fault({ fault: "reorder", call, copy, length: bytes.length });
    const { latency, jitter } = this.#direction.conditions();
    const timer = setTimeout(() => this.#release(), OVERTAKE_MS + latency + jitter);
    this.#heldBack = { datagram, timer };
  }

  #pass(datagram: Datagram, held: boolean): void {
    this.#bytesInFlight -= costOf(datagram.bytes.length);
    this.#give(datagram, held);
    this.#release();
  }

  /** Its call has returned, so a datagram that the kernel refuses now counts as lost on the way. */
  #give({ bytes, call, copy }: Datagram, held: boolean): void {
    const what = { call, copy, length: bytes.length };
    this.#socket.sendDeferred(bytes, {
      returned: () => {
        if (held) this.#direction.passed(what);
      },
      failed: () => this.#direction.fault({ fault: "loss", ...what }),
    });
  }

  /** A datagram has overtaken the held one, which is sent now. */
  #release(): void {
    const held = this.#heldBack;
    if (held === null) return;
    this.#heldBack = null;
    clearTimeout(held.timer);
    this.#pass(held.datagram, true);
  }
}

const holds = ({ latency, jitter, bandwidth }: LinkConditions): boolean =>
  latency > 0 || jitter > 0 || bandwidth !== null;
