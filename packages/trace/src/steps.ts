import type { Event, EventOf, Verb } from "@sockscope/protocol";
import type { FlightRecord } from "./records.ts";
import type { Step } from "./types.ts";

type EventStep = Extract<Step, { kind: "event" }>;

/** Calls that can sleep keep a row for their end even when nothing came between. */
const SLEEPERS: ReadonlySet<Verb> = new Set(["accept", "connect", "recv", "recvfrom"]);

/** Whose lifeline an event stands beside; null for what concerns the whole stage. */
function actorOf(event: Event): number | null {
  if (event.kind === "gate.set") return event.scope === "all" ? null : event.scope;
  return "actor" in event ? event.actor : null;
}

/** The rows of "even steps". */
export class Steps {
  readonly all: Step[] = [];
  private lastEvent: EventStep | null = null;
  private latest = 0;

  get next(): number {
    return this.all.length;
  }

  addEvent(event: Event): number {
    const actor = actorOf(event);
    const index = this.next;
    this.lastEvent = {
      kind: "event",
      index,
      t: this.monotonic(event.t),
      actor,
      event,
      ended: null,
    };
    this.all.push(this.lastEvent);
    return index;
  }

  /**
   * Puts the end of a call into the row of its beginning when that is the newest row.
   * @returns that row's index, or null if the end needs a row of its own
   */
  merge(event: EventOf<"call.ended">): number | null {
    const row = this.lastEvent;
    if (row === null || row.index !== this.next - 1 || SLEEPERS.has(event.verb)) return null;
    if (row.event.kind !== "call.began" || row.event.call !== event.call) return null;
    row.ended = event;
    return row.index;
  }

  /** An inferred segment, at the time of the event that it follows from. */
  addSegment(flight: FlightRecord, t: number): void {
    const end = flight.from ?? flight.to;
    if (end === null) throw new Error("a segment without an end");
    this.all.push({
      kind: "segment",
      index: this.next,
      t: this.monotonic(t),
      actor: end.actor,
      flight,
    });
  }

  /** A clock that seems to run back must not fold the axis of time. */
  private monotonic(t: number): number {
    this.latest = Math.max(this.latest, t);
    return this.latest;
  }
}
