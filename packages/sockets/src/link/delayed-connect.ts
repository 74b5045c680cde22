import type { Address, LinkConditions } from "@sockscope/protocol";
import type { Completion } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { type LinkDirection, ns } from "./direction.ts";

export interface DelayedConnectOptions {
  /** The direction to the server. */
  readonly direction: LinkDirection;
  /** The conditions of the other direction. */
  readonly back: () => LinkConditions;
  /** The connect of the socket itself. */
  readonly connect: (done: Completion<Address>) => void;
  readonly withdraw: (done: Completion<never>) => void;
  readonly over: () => void;
}

type Trip = "there" | "socket" | "back";

/** One `connect` under network conditions: the SYN and its answer are delayed, or never arrive. */
export class DelayedConnect implements Completion<Address> {
  readonly #options: DelayedConnectOptions;
  #done: Completion<Address> | null = null;
  #trip: Trip = "there";
  #arrive: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The call whose delay was recorded, and which has not reached the kernel yet. */
  #delayedCall: number | null = null;
  /** The conditions with which this trip was scheduled. */
  #tripConditions: LinkConditions | null = null;

  constructor(options: DelayedConnectOptions) {
    this.#options = options;
  }

  begin(done: Completion<Address>): void {
    this.#done = done;
    this.#travel("there", () => {
      this.#trip = "socket";
      if (this.#delayedCall !== null)
        this.#options.direction.passed({ call: this.#delayedCall, length: 0 });
      this.#options.connect(this);
      if (this.#done === null) this.#options.withdraw(this);
    });
  }

  /** The `connect` has not reached the kernel yet. */
  get isUnheard(): boolean {
    return this.#trip === "there";
  }

  returned(local: Address): void {
    this.#travel("back", () => this.#end((done) => done.returned(local)));
  }

  failed(errno: Errno): void {
    this.#travel("back", () => this.#end((done) => done.failed(errno)));
  }

  /** The program no longer waits. The connecting continues. */
  withdraw(done: Completion<never>): void {
    if (this.#done !== done) return;
    this.#done = null;
    if (this.#trip === "socket") this.#options.withdraw(this);
  }

  changed(): void {
    if (this.#trip !== "socket" && this.#conditions() !== this.#tripConditions) this.#wait();
  }

  cancel(errno: Errno): void {
    this.abandon();
    this.#end((done) => done.failed(errno));
  }

  abandon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#arrive = () => undefined;
  }

  #travel(trip: "there" | "back", then: () => void): void {
    this.#trip = trip;
    this.#arrive = then;
    const conditions = this.#conditions();
    const delay = this.#wait();
    const call = this.#done?.id;
    if (delay === 0 || call === undefined) return;
    if (trip === "there") this.#delayedCall = call;
    if (conditions.blackHole)
      this.#options.direction.fault({ fault: "black-hole", call, length: 0 });
    else this.#options.direction.fault({ fault: "delay", call, length: 0, delay: ns(delay) });
  }

  #conditions(): LinkConditions {
    return this.#trip === "there" ? this.#options.direction.conditions() : this.#options.back();
  }

  /** Returns the delay in ms. With 0 it arrives at once. */
  #wait(): number {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#tripConditions = this.#conditions();
    const { latency, jitter, blackHole } = this.#tripConditions;
    if (blackHole) return Number.POSITIVE_INFINITY;
    const sway = jitter === 0 ? 0 : (this.#options.direction.random() * 2 - 1) * jitter;
    const delay = Math.max(0, latency + sway);
    if (delay === 0) this.#arrive();
    else this.#timer = setTimeout(() => this.#arrive(), delay);
    return delay;
  }

  #end(tell: (done: Completion<Address>) => void): void {
    const done = this.#done;
    this.#done = null;
    this.#arrive = () => undefined;
    if (done) tell(done);
    this.#options.over();
  }
}
