import type { Address, Fault, LinkConditions } from "@sockscope/protocol";
import { costOf } from "../os/datagram-cost.ts";
import type { Completion } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { DelayQueue } from "./delay-queue.ts";
import { type LinkDirection, ns } from "./direction.ts";

/** Bytes of datagrams that are under way at once, with what each costs; what comes on top is lost. */
const MAX_BYTES_IN_FLIGHT = 256 * 1024;
/** The kernel refuses longer ones by itself. */
const MAX_DATAGRAM_BYTES = 65507;
/** ms after which a datagram that was to be overtaken goes although nobody has overtaken it. */
const OVERTAKE_MS = 250;

interface Datagram {
  readonly bytes: Uint8Array;
  readonly call: number;
  readonly copy: number;
}

/** The socket behind the link, with the address to which this way leads. */
export interface DatagramSender {
  /** See `Driver`: why a datagram would not be sent. `to`: null where a `send` names nobody. */
  refusal(to: Address | null): Errno | null;
  send(bytes: Uint8Array, to: Address | null, done: Completion<number>): void;
  /** Its program was answered when the link took the datagram. */
  sendDeferred(bytes: Uint8Array, done: Completion<number>): void;
}

/** One direction between two UDP ends on a link that is not perfect. */
export class ConditionedDatagrams {
  readonly #way: LinkDirection;
  readonly #socket: DatagramSender;
  readonly #pipe: DelayQueue<Datagram>;
  /** Held back until another one passes, with its timer. */
  #heldBack: {
    readonly datagram: Datagram;
    readonly timer: ReturnType<typeof setTimeout>;
  } | null = null;
  #bytesInFlight = 0;
  /** By which conditions what is under way goes. */
  #conditions: LinkConditions;

  constructor(way: LinkDirection, socket: DatagramSender) {
    this.#way = way;
    this.#conditions = way.conditions();
    this.#socket = socket;
    this.#pipe = new DelayQueue(way.conditions, (datagram, done) => {
      this.#pass(datagram, true);
      done();
    });
  }

  get idle(): boolean {
    return this.#pipe.idle && this.#heldBack === null;
  }

  send(bytes: Uint8Array, to: Address | null, done: Completion<number>): void {
    const { length } = bytes;
    if (length > MAX_DATAGRAM_BYTES) return this.#socket.send(bytes, to, done);
    // Whoever is answered by the link would hear no more of what the kernel says at once.
    const errno = this.#socket.refusal(to);
    if (errno !== null) return done.failed(errno);
    const conditions = this.#way.conditions();
    const { random } = this.#way;
    // Always as many draws, so that one condition does not shift the chances of another.
    const [lost, twice, late, sway] = [random(), random(), random(), random() * 2 - 1];
    const { id: call = 0 } = done;
    const refused = this.#refusal(conditions, length, lost);
    if (refused !== null) {
      this.#way.fault({ fault: refused, call, length });
      if (refused === "too-long") done.failed("EMSGSIZE");
      else done.returned(length);
      return;
    }
    const copies = twice < conditions.duplicate ? [1, 2] : [1];
    if (copies.length > 1) this.#way.fault({ fault: "duplicate", call, length, copy: 2 });
    const reordered = late < conditions.reorder && this.#heldBack === null;
    const delayed = !this.#pipe.idle || holds(conditions);
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
    this.#pipe.pump();
  }

  changed(): void {
    const now = this.#way.conditions();
    if (now === this.#conditions) return;
    this.#conditions = now;
    if (now.blackHole) {
      const held = this.#heldBack === null ? [] : [this.#heldBack.datagram];
      for (const { call, copy, bytes } of [...held, ...this.#pipe.items()])
        this.#way.fault({ fault: "black-hole", call, copy, length: bytes.length });
      this.drop();
    }
    this.#pipe.changed();
  }

  drop(): void {
    if (this.#heldBack !== null) clearTimeout(this.#heldBack.timer);
    this.#heldBack = null;
    this.#pipe.clear();
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
    const delay = this.#pipe.push(datagram, bytes.length, sway);
    this.#way.fault({ fault: "delay", call, copy, length: bytes.length, delay: ns(delay) });
  }

  #holdBack(datagram: Datagram): void {
    const { call, copy, bytes } = datagram;
    this.#way.fault({ fault: "reorder", call, copy, length: bytes.length });
    const { latency, jitter } = this.#way.conditions();
    const timer = setTimeout(() => this.#release(), OVERTAKE_MS + latency + jitter);
    this.#heldBack = { datagram, timer };
  }

  #pass(datagram: Datagram, held: boolean): void {
    this.#bytesInFlight -= costOf(datagram.bytes.length);
    this.#give(datagram, held);
    this.#release();
  }

  /** If the kernel does not take it now, it is the link that has lost it: its call has returned. */
  #give({ bytes, call, copy }: Datagram, held: boolean): void {
    const what = { call, copy, length: bytes.length };
    this.#socket.sendDeferred(bytes, {
      returned: () => {
        if (held) this.#way.passed(what);
      },
      failed: () => this.#way.fault({ fault: "loss", ...what }),
    });
  }

  /** Somebody has passed who was to be overtaken no more. */
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
