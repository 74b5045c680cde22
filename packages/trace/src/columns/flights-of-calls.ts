import type { GrowingInts } from "./arrays/growing.ts";
import type { Calls } from "./calls.ts";

const NONE = -1;

/**
 * The flights of each call, as a linked list: the call knows its first and its last flight, and each
 * flight the next one. Most calls have one flight, so the links stand in maps.
 */
export class FlightsOfCalls {
  /** The next flight of the call that sent one, and of the call that took it. */
  private readonly nextSent = new Map<number, number>();
  private readonly nextConsumed = new Map<number, number>();

  constructor(
    private readonly calls: Calls,
    /** The call that sent each flight. */
    private readonly sent: GrowingInts,
  ) {}

  /** In the order of their creation. */
  of(call: number): number[] {
    const found: number[] = [];
    const slot = this.calls.slotOf(call);
    if (slot < 0) return found;
    for (let id = this.calls.firstFlight.at(slot); id !== NONE; id = this.next(id, call))
      found.push(id);
    return found;
  }

  firstOf(call: number): number | null {
    const slot = this.calls.slotOf(call);
    const id = slot < 0 ? NONE : this.calls.firstFlight.at(slot);
    return id === NONE ? null : id;
  }

  /** Appends a flight that a call has sent or taken. */
  add(call: number, id: number): void {
    const slot = this.calls.slotOf(call);
    if (slot < 0) return;
    const first = this.calls.firstFlight.at(slot);
    if (first === NONE) return this.calls.firstFlight.set(slot, id);
    const last = this.calls.lastFlight.get(slot) ?? first;
    this.linksOf(last, call).set(last, id);
    this.calls.lastFlight.set(slot, id);
  }

  private next(id: number, call: number): number {
    return this.linksOf(id, call).get(id) ?? NONE;
  }

  private linksOf(id: number, call: number): Map<number, number> {
    return this.sent.at(id) === call ? this.nextSent : this.nextConsumed;
  }
}
