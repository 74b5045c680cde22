import { GrowingInts } from "../../columns/arrays/growing.ts";
import type { Calls } from "../../columns/calls.ts";

/** One call's part of a direction of a stream. `step` is where it counts from. */
export interface Piece {
  readonly call: number;
  readonly step: number;
  /** The first byte's place in the stream, and the number of bytes. */
  readonly offset: number;
  readonly length: number;
}

/** The sends or the reads of one socket, in their order: the places of their calls. */
export class Pieces {
  private readonly slots = new GrowingInts();

  constructor(
    private readonly calls: Calls,
    private readonly what: "sends" | "reads",
  ) {}

  get length(): number {
    return this.slots.length;
  }

  add(call: number): void {
    this.slots.push(this.calls.slotOf(call));
  }

  /** Takes the newest one away, if it is of this call. */
  takeBack(call: number): boolean {
    const newest = this.slots.length - 1;
    if (newest < 0 || this.slots.at(newest) !== this.calls.slotOf(call)) return false;
    this.slots.pop();
    return true;
  }

  /** From which step on it counts. */
  stepAt(n: number): number {
    const steps = this.what === "sends" ? this.calls.beganStep : this.calls.endedStep;
    return steps.at(this.slots.at(n));
  }

  get(n: number): Piece | undefined {
    if (n < 0 || n >= this.slots.length) return undefined;
    const slot = this.slots.at(n);
    const began = this.calls.beganEvent(slot);
    const data = this.what === "sends" ? began.args : this.calls.endedEvent(slot)?.result;
    const { payload, offset = 0 } = data ?? {};
    return { call: began.call, step: this.stepAt(n), offset, length: payload?.length ?? 0 };
  }

  /** How many of them have happened when the playhead stands at `position` (steps). */
  before(position: number): number {
    let low = 0;
    let high = this.slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.stepAt(middle) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
