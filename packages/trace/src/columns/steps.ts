import type { Event, EventOf, Verb } from "@sockscope/protocol";
import type { Flight } from "../types/flight.ts";
import type { Step } from "../types/step.ts";
import { GrowingInts } from "./arrays/growing.ts";
import type { Calls } from "./calls.ts";
import type { Events } from "./events.ts";
import type { Flights } from "./flights.ts";
import { StepRows } from "./step-rows.ts";

/** Calls that can sleep keep a row for their end even when nothing came between. */
const SLEEPERS: ReadonlySet<Verb> = new Set(["accept", "connect", "recv", "recvfrom"]);
/** What a step is, where it is not the number of an inferred flight. */
const EVENT = -1;
const WHOLE_CALL = -2;

/** Whose lifeline an event stands beside; null for what concerns the whole stage. */
function actorOf(event: Event): number | null {
  if (event.kind === "gate.set") return event.scope === "all" ? null : event.scope;
  return "actor" in event ? event.actor : null;
}

/** The rows of "even steps". */
export class Steps {
  readonly all = new StepRows(
    () => this.events.length,
    (index) => this.create(index),
    (index) => this.timeAt(index),
    (index) => this.glance(index),
  );
  /** The event that a step is, or follows from. */
  private readonly events = new GrowingInts();
  private readonly what = new GrowingInts();
  /** The call that began in the newest row; 0 for none. */
  private begun = 0;

  constructor(
    private readonly journal: Events,
    private readonly flights: Flights,
    private readonly calls: Calls,
  ) {}

  get next(): number {
    return this.events.length;
  }

  /** The newest event has a row of its own. */
  addEvent(event: Event): number {
    const index = this.events.length;
    this.events.push(this.journal.length - 1);
    this.what.push(EVENT);
    this.begun = event.kind === "call.began" && !SLEEPERS.has(event.verb) ? event.call : 0;
    return index;
  }

  /**
   * Puts the end of a call into the row of its beginning when that is the newest row.
   * @returns that row's index, or null if the end needs a row of its own
   */
  merge(event: EventOf<"call.ended">): number | null {
    if (this.begun !== event.call) return null;
    const index = this.events.length - 1;
    this.what.set(index, WHOLE_CALL);
    this.begun = 0;
    return index;
  }

  /** An inferred segment, at the time of the newest event, from which it follows. */
  addSegment(flight: number): void {
    this.events.push(this.journal.length - 1);
    this.what.push(flight);
    this.begun = 0;
  }

  /** When a step happened, in ns, or the event after its own; Infinity while there is none. */
  timeAt(index: number, after = false): number {
    if (index < 0 || index >= this.events.length) return 0;
    const event = this.events.at(index) + (after ? 1 : 0);
    return event < this.journal.length ? this.journal.timeAt(event) : Number.POSITIVE_INFINITY;
  }

  /** The number of the event that a step is, or follows from. */
  eventAt(index: number): number {
    return this.events.at(index);
  }

  /** The number of the flight that a step is; null for an event. */
  flightAt(index: number): number | null {
    const what = this.what.at(index);
    return what >= 0 ? what : null;
  }

  /** Whether the end of a call stands in the row of its beginning. */
  isWholeCall(index: number): boolean {
    return this.what.at(index) === WHOLE_CALL;
  }

  /** The end of a call that stands in the row of its beginning; null if there is none. */
  endedAt(index: number): EventOf<"call.ended"> | null {
    if (this.what.at(index) !== WHOLE_CALL) return null;
    const event = this.journal.all.get(this.events.at(index));
    if (event?.kind !== "call.began") return null;
    return this.calls.endedEvent(this.calls.slotOf(event.call));
  }

  /**
   * A step that is looked at in passing and not kept: of the bytes of payloads it may know no more
   * than how many there are, and an end that its call gets later it does not learn.
   */
  glance(index: number): Step {
    const flight = this.flightAt(index);
    if (flight !== null) return this.create(index);
    const event = this.journal.glance(this.events.at(index));
    const actor = actorOf(event);
    const t = this.timeAt(index);
    return { kind: "event", index, t, actor, event, ended: this.glanceEnd(index, event) };
  }

  private glanceEnd(index: number, event: Event): EventOf<"call.ended"> | null {
    if (event.kind !== "call.began" || this.what.at(index) !== WHOLE_CALL) return null;
    const slot = this.calls.slotOf(event.call);
    const ended = slot < 0 ? null : this.journal.glance(this.calls.ended.at(slot));
    return ended?.kind === "call.ended" ? ended : null;
  }

  private create(index: number): Step {
    const flight = this.flightAt(index);
    const t = this.timeAt(index);
    if (flight !== null) {
      const shown = this.flights.all.get(flight);
      if (shown === undefined) throw new Error(`there is no flight ${flight}`);
      return new SegmentRow(index, t, shown);
    }
    const event = this.journal.all.get(this.events.at(index));
    if (event === undefined) throw new Error(`step ${index} has no event`);
    return new EventRow(this, index, t, event);
  }
}

class SegmentRow {
  readonly kind = "segment";

  constructor(
    readonly index: number,
    readonly t: number,
    readonly flight: Flight,
  ) {}

  get actor(): number {
    // A segment has one end at least that is known.
    return (this.flight.from ?? this.flight.to)?.actor ?? 0;
  }
}

class EventRow {
  readonly kind = "event";
  readonly actor: number | null;

  constructor(
    private readonly steps: Steps,
    readonly index: number,
    readonly t: number,
    readonly event: Event,
  ) {
    this.actor = actorOf(event);
  }

  get ended(): EventOf<"call.ended"> | null {
    return this.steps.endedAt(this.index);
  }
}
