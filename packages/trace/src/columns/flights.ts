import type { Truth } from "@sockscope/protocol";
import type { End, Flight, FlightFault, SegmentFlags } from "../types/flight.ts";
import { ChangeLog } from "./arrays/change-log.ts";
import { Rows } from "./arrays/rows.ts";
import {
  codeOf,
  type DATAGRAM,
  FlightColumns,
  NONE,
  packWhat,
  type SEGMENT,
  STREAM,
  withHeld,
  withTruth,
} from "./flight-columns.ts";
import { FlightRow } from "./flight-row.ts";

/** What is known of a flight when it begins. Offsets and lengths are in bytes. */
interface NewFlight {
  readonly kind: typeof SEGMENT | typeof STREAM | typeof DATAGRAM;
  readonly flags?: SegmentFlags;
  readonly offset?: number;
  readonly length?: number;
  readonly truth: Truth;
  readonly from: End | null;
  readonly to: End | null;
  readonly startStep: number;
  readonly endStep?: number | undefined;
  /** The calls that sent it and that took it. */
  readonly sent?: number | null;
  readonly taken?: number | undefined;
}

/** Adds flights, and notes what becomes known of them later. */
export class Flights extends FlightColumns {
  readonly all = new Rows<Flight>(
    () => this.starts.length,
    (id) => new FlightRow(this, id),
  );
  /** Called with each flight that may begin or end at another step than before. */
  changed: (id: number) => void = () => {};
  /** Each flight that was added, or of which more is known: its ends, its calls, its truth. */
  readonly changes = new ChangeLog();

  /**
   * @param like the flight of which this one is a part: it inherits faults, losses and times
   * @returns its index
   */
  add(flight: NewFlight, like: number | null = null): number {
    const id = this.starts.length;
    const held = like !== null && this.isHeld(like);
    this.what.push(packWhat(flight.kind, flight.truth, flight.flags ?? "SYN", held));
    this.from.push(codeOf(flight.from));
    this.to.push(codeOf(flight.to));
    this.starts.push(flight.startStep);
    this.ends.push(flight.endStep ?? NONE);
    this.offsets.push(flight.offset ?? 0);
    this.lengths.push(flight.length ?? 0);
    this.sent.push(flight.sent ?? NONE);
    this.taken.push(flight.taken ?? NONE);
    if (like !== null) this.inherit(id, like);
    if (flight.sent != null) this.ofCalls.add(flight.sent, id);
    if (flight.taken !== undefined) this.ofCalls.add(flight.taken, id);
    this.report(id);
    return id;
  }

  private inherit(id: number, like: number): void {
    const faults = this.faults.get(like);
    if (faults !== undefined) this.faults.set(id, [...faults]);
    for (const facts of [this.passed, this.lost, this.since]) {
      const fact = facts.get(like);
      if (fact !== undefined) facts.set(id, fact);
    }
  }

  /** A call took it. */
  take(id: number, call: number, step: number): void {
    this.taken.set(id, call);
    this.ends.set(id, step);
    this.ofCalls.add(call, id);
    this.report(id);
  }

  lose(id: number, step: number): void {
    this.lost.set(id, step);
    this.report(id);
  }

  /** Its send failed before any of it left. */
  withdraw(id: number, step: number): void {
    this.unsent.add(id);
    this.lose(id, step);
  }

  /** It is lost, unless it was before. */
  loseOnce(id: number, step: number): void {
    if (!this.lost.has(id)) this.lose(id, step);
  }

  /**
   * It left at `since` (ns) at the earliest, and at the time of its step at the latest; `after`: once the
   * event of its step was recorded, and before the next one.
   */
  setSince(id: number, since: number, after = false): void {
    this.since.set(id, since);
    if (after) this.after.add(id);
  }

  /** The step says that the flight never was. */
  replace(id: number, step: number): void {
    this.replaced.set(id, step);
    this.report(id);
  }

  /** The link holds it back. */
  hold(id: number): void {
    this.what.set(id, withHeld(this.what.at(id)));
    this.report(id);
  }

  /** The link has let it pass. */
  pass(id: number, step: number): void {
    this.passed.set(id, step);
    this.report(id);
  }

  fault(id: number, fault: FlightFault): void {
    const faults = this.faults.get(id);
    if (faults === undefined) this.faults.set(id, [fault]);
    else faults.push(fault);
    this.what.set(id, withTruth(this.what.at(id), "injected"));
    this.changes.put(id);
  }

  /** The socket at its other end is known now. */
  retarget(id: number, to: End): void {
    this.to.set(id, codeOf(to));
    this.report(id);
  }

  /**
   * Cuts a stream's flight after `length` bytes: a recv took, or the link let pass, only so many.
   * @returns the rest, still on its way
   */
  split(id: number, length: number): number {
    if (this.kindOf(id) !== STREAM) throw new Error("only a stream can be split");
    const [offset, whole] = [this.offsets.at(id), this.lengths.at(id)];
    this.lengths.set(id, length);
    const rest = {
      kind: STREAM,
      offset: offset + length,
      length: whole - length,
      truth: this.truthOf(id),
      from: this.fromOf(id),
      to: this.toOf(id),
      startStep: this.starts.at(id),
      sent: this.sentBy(id),
    } as const;
    return this.add(rest, id);
  }

  private report(id: number): void {
    this.changes.put(id);
    this.changed(id);
  }
}
