import type { CallArgs, CallError, CallResult, EventOf, Verb } from "@sockscope/protocol";
import type { Call } from "../types/call.ts";
import { GrowingInts } from "./arrays/growing.ts";
import { Rows } from "./arrays/rows.ts";
import type { Events } from "./events.ts";

/** Ids follow one another, with gaps at the most where a call never got past its gate. */
const GAP = 1 << 16;
const NONE = -1;

/** All calls in the order of their beginning: where they began and ended, and their arrows. */
export class Calls {
  /** In the order of their beginning. */
  readonly all = new Rows<Call>(
    () => this.began.length,
    (slot) => new CallRow(this, slot),
  );
  readonly began = new GrowingInts();
  readonly ended = new GrowingInts();
  readonly beganStep = new GrowingInts();
  readonly endedStep = new GrowingInts();
  /** The first of its arrows, and the last of those calls that have several. */
  readonly firstFlight = new GrowingInts();
  readonly lastFlight = new Map<number, number>();
  /** The slots by ids, from the first id that is not its slot's number plus 1; before it none is needed. */
  private slots: GrowingInts | null = null;
  private readonly farSlots = new Map<number, number>();
  private readonly abandoned = new Map<number, number>();

  constructor(readonly events: Events) {}

  get size(): number {
    return this.began.length;
  }

  get(id: number): Call | undefined {
    const slot = this.slotOf(id);
    return slot === NONE ? undefined : this.all.get(slot);
  }

  /** Its place in the order of beginnings; -1 for an id that is not known. */
  slotOf(id: number): number {
    const { slots } = this;
    if (slots === null) return id > 0 && id <= this.began.length ? id - 1 : NONE;
    if (id < slots.length) return slots.at(id) - 1;
    return this.farSlots.get(id) ?? NONE;
  }

  add(id: number, event: number, step: number): number {
    const slot = this.began.length;
    this.began.push(event);
    this.ended.push(NONE);
    this.beganStep.push(step);
    this.endedStep.push(NONE);
    this.firstFlight.push(NONE);
    if (this.slots === null && id !== slot + 1) this.slots = numbered(slot);
    if (this.slots !== null) this.file(this.slots, id, slot);
    return slot;
  }

  private file(slots: GrowingInts, id: number, slot: number): void {
    if (id > slots.length + GAP || id < 0) this.farSlots.set(id, slot);
    else {
      while (slots.length <= id) slots.push(0);
      slots.set(id, slot + 1);
    }
  }

  end(slot: number, event: number, step: number): void {
    this.ended.set(slot, event);
    this.endedStep.set(slot, step);
  }

  abandon(slot: number, step: number): void {
    this.abandoned.set(slot, step);
  }

  abandonedStep(slot: number): number | null {
    return this.abandoned.get(slot) ?? null;
  }

  beganEvent(slot: number): EventOf<"call.began"> {
    const event = this.events.all.get(this.began.at(slot));
    if (event?.kind !== "call.began") throw new Error(`call ${slot} has no beginning`);
    return event;
  }

  /** What a call does; null for a call that is not known. */
  verbOf(id: number): Verb | null {
    return this.glance(id)?.verb ?? null;
  }

  /** Its arguments. The bytes of its payload may be missing, their number is right. */
  argsOf(id: number): CallArgs | undefined {
    return this.glance(id)?.args;
  }

  private glance(id: number): EventOf<"call.began"> | undefined {
    const slot = this.slotOf(id);
    const event = slot < 0 ? undefined : this.events.glance(this.began.at(slot));
    return event?.kind === "call.began" ? event : undefined;
  }

  endedEvent(slot: number): EventOf<"call.ended"> | null {
    const event = this.events.all.get(this.ended.at(slot));
    return event?.kind === "call.ended" ? event : null;
  }
}

/** The table of so many calls whose ids are 1, 2, 3: none has the id 0. */
function numbered(calls: number): GrowingInts {
  const slots = new GrowingInts();
  for (let id = 0; id <= calls; id++) slots.push(id);
  return slots;
}

/** A call as everybody sees it. What becomes known of it later it knows too. */
class CallRow implements Call {
  readonly began: EventOf<"call.began">;

  constructor(
    private readonly calls: Calls,
    private readonly slot: number,
  ) {
    this.began = calls.beganEvent(slot);
  }

  get id(): number {
    return this.began.call;
  }
  get actor(): number {
    return this.began.actor;
  }
  get socket(): number | null {
    return this.began.socket;
  }
  get verb(): Verb {
    return this.began.verb;
  }
  get args(): CallArgs {
    return this.began.args;
  }
  get beganStep(): number {
    return this.calls.beganStep.at(this.slot);
  }
  get ended(): EventOf<"call.ended"> | null {
    return this.calls.endedEvent(this.slot);
  }
  get endedStep(): number | null {
    const step = this.calls.endedStep.at(this.slot);
    return step === NONE ? null : step;
  }
  get result(): CallResult | null {
    return this.ended?.result ?? null;
  }
  get error(): CallError | null {
    return this.ended?.error ?? null;
  }
  get abandonedStep(): number | null {
    return this.calls.abandonedStep(this.slot);
  }
}
