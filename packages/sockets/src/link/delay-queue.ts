import type { LinkConditions } from "@sockscope/protocol";

interface InFlight<T> {
  readonly item: T;
  readonly size: number;
  /** From -1 to 1: its share of the jitter. */
  readonly sway: number;
  /** The times (ms) at which its last byte leaves the bottleneck, and at which it is delivered. */
  leftAt: number;
  due: number;
}

/**
 * The items in flight in one direction: first in, first out, after the delay of bandwidth, latency
 * and jitter. In a black hole nothing is delivered. Sizes are bytes, times ms.
 */
export class DelayQueue<T> {
  readonly #conditions: () => LinkConditions;
  readonly #deliver: (item: T, done: () => void) => void;
  readonly #inFlight: InFlight<T>[] = [];
  #bottleneckFreeAt = 0;
  #lastDue = 0;
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** The next item is delivered when `deliver` has called `done`. */
  constructor(conditions: () => LinkConditions, deliver: (item: T, done: () => void) => void) {
    this.#conditions = conditions;
    this.#deliver = deliver;
  }

  /** True if nothing is in flight, nor being delivered. */
  get idle(): boolean {
    return this.#inFlight.length === 0 && !this.#busy;
  }

  items(): readonly T[] {
    return this.#inFlight.map(({ item }) => item);
  }

  /** Returns the delay planned for this item, in ms. `pump` starts the delivery. */
  push(item: T, size: number, sway: number): number {
    const now = performance.now();
    const under = { item, size, sway, leftAt: Number.POSITIVE_INFINITY, due: 0 };
    this.#schedule(under, now);
    this.#inFlight.push(under);
    return Math.max(0, under.due - now);
  }

  /** The conditions have changed: items that have not left the bottleneck are scheduled again. */
  changed(): void {
    const now = performance.now();
    this.#bottleneckFreeAt = now;
    this.#lastDue = 0;
    for (const under of this.#inFlight) this.#schedule(under, now);
    this.pump();
  }

  pump(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (!this.#busy && !this.#conditions().blackHole) {
      const first = this.#inFlight[0];
      if (first === undefined) return;
      const wait = first.due - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.pump(), wait);
        return;
      }
      this.#inFlight.shift();
      this.#busy = true;
      let now = true;
      this.#deliver(first.item, () => {
        this.#busy = false;
        if (!now) this.pump();
      });
      now = false;
    }
  }

  /** Drops everything in flight. */
  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#inFlight.length = 0;
  }

  #schedule(under: InFlight<T>, now: number): void {
    const { bandwidth, latency, jitter } = this.#conditions();
    if (under.leftAt > now) {
      const takes = bandwidth === null ? 0 : (under.size / bandwidth) * 1000;
      under.leftAt = Math.max(now, this.#bottleneckFreeAt) + takes;
      this.#bottleneckFreeAt = under.leftAt;
    }
    under.due = Math.max(this.#lastDue, under.leftAt + latency + under.sway * jitter);
    this.#lastDue = under.due;
  }
}
