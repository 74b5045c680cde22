import type { Address, LinkConditions } from "@sockscope/protocol";
import type { Completion } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { type LinkWay, ns } from "./way.ts";

export interface LinkDialOptions {
  /** To the server. */
  readonly way: LinkWay;
  /** What holds for the way back. */
  readonly back: () => LinkConditions;
  /** The connect of the socket itself. */
  readonly connect: (done: Completion<Address>) => void;
  readonly withdraw: (done: Completion<never>) => void;
  readonly over: () => void;
}

type Trip = "there" | "socket" | "back";

/** One `connect` over a link: the SYN and its answer take their time, or never come. */
export class LinkDial implements Completion<Address> {
  readonly #options: LinkDialOptions;
  #done: Completion<Address> | null = null;
  #trip: Trip = "there";
  #then: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The call of which the kernel has not heard yet, and the link said so. */
  #held: number | null = null;
  /** By which conditions its trip goes. */
  #by: LinkConditions | null = null;

  constructor(options: LinkDialOptions) {
    this.#options = options;
  }

  begin(done: Completion<Address>): void {
    this.#done = done;
    this.#travel("there", () => {
      this.#trip = "socket";
      if (this.#held !== null) this.#options.way.passed({ call: this.#held, length: 0 });
      this.#options.connect(this);
      if (this.#done === null) this.#options.withdraw(this);
    });
  }

  /** The kernel has not been asked yet. */
  get isUnheard(): boolean {
    return this.#trip === "there";
  }

  returned(local: Address): void {
    this.#travel("back", () => this.#end((done) => done.returned(local)));
  }

  failed(errno: Errno): void {
    this.#travel("back", () => this.#end((done) => done.failed(errno)));
  }

  /** Its program waits no more; the connecting goes on. */
  withdraw(done: Completion<never>): void {
    if (this.#done !== done) return;
    this.#done = null;
    if (this.#trip === "socket") this.#options.withdraw(this);
  }

  changed(): void {
    if (this.#trip !== "socket" && this.#conditions() !== this.#by) this.#wait();
  }

  cancel(errno: Errno): void {
    this.abandon();
    this.#end((done) => done.failed(errno));
  }

  abandon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#then = () => undefined;
  }

  #travel(trip: "there" | "back", then: () => void): void {
    this.#trip = trip;
    this.#then = then;
    const conditions = this.#conditions();
    const delay = this.#wait();
    const call = this.#done?.id;
    if (delay === 0 || call === undefined) return;
    if (trip === "there") this.#held = call;
    if (conditions.blackHole) this.#options.way.fault({ fault: "black-hole", call, length: 0 });
    else this.#options.way.fault({ fault: "delay", call, length: 0, delay: ns(delay) });
  }

  #conditions(): LinkConditions {
    return this.#trip === "there" ? this.#options.way.conditions() : this.#options.back();
  }

  /** Gives the ms that it will take; it is there at once if that is 0. */
  #wait(): number {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#by = this.#conditions();
    const { latency, jitter, blackHole } = this.#by;
    if (blackHole) return Number.POSITIVE_INFINITY;
    const sway = jitter === 0 ? 0 : (this.#options.way.random() * 2 - 1) * jitter;
    const delay = Math.max(0, latency + sway);
    if (delay === 0) this.#then();
    else this.#timer = setTimeout(() => this.#then(), delay);
    return delay;
  }

  #end(tell: (done: Completion<Address>) => void): void {
    const done = this.#done;
    this.#done = null;
    this.#then = () => undefined;
    if (done) tell(done);
    this.#options.over();
  }
}
