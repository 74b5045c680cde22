import type { EventKind, EventOf } from "@sockscope/protocol";
import { ChangeLog } from "../../columns/arrays/change-log.ts";
import { IntervalIndex, OPEN } from "../../columns/arrays/interval-index.ts";
import type { Flights } from "../../columns/flights.ts";
import type { Trace } from "../../model/trace.ts";
import { type StepTone, stepTone } from "../../tones/step-tone.ts";
import type { Call } from "../../types/call.ts";
import type { Flight } from "../../types/flight.ts";
import type { Step } from "../../types/step.ts";
import { type Bracket, Brackets } from "./brackets.ts";
import { lostByLink } from "./link-fate.ts";
import { RowFold } from "./row-fold.ts";
import type { Row } from "./rows.ts";
import { Summary } from "./summary.ts";

type Reading = EventOf<"kernel.read">;
/** After these an actor may have another name. */
const ABOUT_ACTORS: ReadonlySet<EventKind> = new Set(["actor.added", "actor.known"]);

/** The places of arrows in sight, while they are looked for. */
const touched: number[] = [];

/**
 * Answers what a timeline asks in every frame: what is in sight here, how much is there of what,
 * and how a socket fared. It grows with its trace and never looks at anything twice.
 */
export class TimelineIndex {
  /** All steps. */
  readonly summary = new Summary(true);
  /** The numbers of the steps at which something failed, in order. */
  readonly failures: number[] = [];
  /**
   * What is known better now than when it was first taken in, for those who keep conclusions: steps that
   * got the end of their call, sockets whose addresses or other end were found, actors. Changes of
   * flights are in `trace.columns.flights.changes`.
   */
  readonly changes = {
    steps: new ChangeLog(),
    sockets: new ChangeLog(),
    actors: new ChangeLog(),
  } as const;
  /** The steps of each program. */
  private readonly actors = new Map<number, Summary>();
  private revision = -1;
  private readonly fold: RowFold;
  private readonly flights = new IntervalIndex();
  private readonly brackets = new Brackets();
  private readonly calls = new IntervalIndex();
  private openFlights: number[] = [];
  private openCalls: number[] = [];
  /** The newest step, if the end of its call may still join it. */
  private unsettled = -1;

  constructor(readonly trace: Trace) {
    this.fold = new RowFold(trace, this.changes.sockets);
  }

  /** Takes in what has come since the last time. */
  update(): void {
    const { trace } = this;
    if (trace.revision === this.revision) return;
    this.revision = trace.revision;
    this.updateFlights();
    this.updateCalls();
    this.settle();
    for (let i = this.summary.length; i < trace.steps.length; i++) {
      this.addStep(trace.steps.glance(i));
    }
  }

  /** The steps of one program. */
  summaryOf(actor: number): Summary | undefined {
    return this.actors.get(actor);
  }

  /** The rows of one program, in the order of their appearance. */
  rowsOf(actor: number): readonly Row[] {
    return this.fold.byActor.get(actor) ?? [];
  }

  rowOf(socket: number): Row | undefined {
    return this.fold.bySocket.get(socket);
  }

  /** The row of the other end of a stream; null where that is not on the stage, or not known. */
  partnerOf(row: Row): Row | null {
    return this.fold.partnerOf(row);
  }

  /** The step of a reading of the kernel, and what was read of the same socket before; null for nothing. */
  reading({ seq }: Reading): { readonly step: number; readonly before: Reading | null } {
    const { step = -1, before = -1 } = this.fold.readings.get(seq) ?? {};
    const last = this.trace.steps.get(before);
    const known = last?.kind === "event" && last.event.kind === "kernel.read" ? last.event : null;
    return { step, before: known };
  }

  /** The row on which a step stands: its socket's, or its program's first. */
  rowOfStep(step: Step): Row | undefined {
    return this.fold.rowOf(step);
  }

  /**
   * The conversation of the last step that had one when the playhead stands at `position` (steps):
   * the same however it got there. Null before the first, and once its program is off the stage.
   */
  conversationAt(position: number): Row | null {
    const last = this.fold.talking.lastBefore(Math.ceil(position));
    const step = last === null ? undefined : this.trace.steps.get(last);
    const row = step === undefined ? undefined : this.fold.rowOf(step);
    if (row === undefined) return null;
    const { removedStep } = row.actor;
    return removedStep !== null && removedStep < position ? null : row;
  }

  /**
   * Arrows that touch the steps [from, to) and left in step `since` or later: how many there are, and
   * the newest `most` of them, oldest first.
   */
  flightsIn(
    from: number,
    to: number,
    since = 0,
    limit = 0x7fffffff,
  ): { readonly flights: readonly Flight[]; readonly all: number } {
    const { flights } = this.trace.columns;
    let all = 0;
    // Only those that are drawn become objects: others are a number each, in room that is kept.
    this.flights.touching(from, to - 1, (entry) => {
      if (flights.starts.at(entry) >= since && !flights.isUnsent(entry))
        touched[all++ % limit] = entry;
      return true;
    });
    const found: Flight[] = [];
    for (let nth = Math.max(0, all - limit); nth < all; nth++) {
      const flight = this.trace.flights.get(touched[nth % limit] ?? 0);
      if (flight !== undefined) found.push(flight);
    }
    return { flights: found, all };
  }

  /** Brackets over the steps [from, to), in the order of the rows that tell of them. */
  bracketsOver(from: number, to: number): readonly Bracket[] {
    const found: Bracket[] = [];
    for (const one of this.brackets.over(from, to)) {
      const flight = this.trace.flights.get(one.flight);
      if (flight !== undefined) found.push({ flight, from: one.from });
    }
    return found;
  }

  /** The row in which the bracket of a flight begins; null if it has none. */
  bracketTop(flight: Flight): number | null {
    return this.brackets.topOf(flight);
  }

  /** Calls that ran during the steps [from, to), in the order of their beginning. */
  callsIn(from: number, to: number, limit = Number.POSITIVE_INFINITY): readonly Call[] {
    const found: Call[] = [];
    this.calls.touching(from, to - 1, (entry) => {
      const call = this.trace.calls.all.get(entry);
      // What began and ended in one step needs no span.
      if (call !== undefined && call.endedStep !== call.beganStep) found.push(call);
      return found.length < limit;
    });
    return found;
  }

  /** Bytes handed over by sends and taken by reads in the steps [from, to), over all sockets. */
  bytesIn(from: number, to: number): { sent: number; read: number } {
    return { sent: this.fold.sent.between(from, to), read: this.fold.read.between(from, to) };
  }

  private addStep(step: Step): void {
    this.unsettled = step.index;
    const tone = this.toneOf(step);
    this.summary.push(step.index, tone);
    if (tone === "error") this.failures.push(step.index);
    if (step.actor !== null) this.ofActor(step.actor).push(step.index, tone);
    this.fold.add(step, tone);
    if (step.kind === "event" && ABOUT_ACTORS.has(step.event.kind) && step.actor !== null)
      this.changes.actors.put(step.actor);
  }

  /** The end of a call may have joined the step that was the newest. */
  private settle(): void {
    if (this.unsettled < 0) return;
    const step = this.trace.steps.glance(this.unsettled);
    if (step.kind !== "event" || step.ended === null) return;
    if (!this.fold.settle(step)) return;
    this.changes.steps.put(step.index);
    const tone = this.toneOf(step);
    this.summary.amend(step.index, tone);
    if (step.actor !== null) this.ofActor(step.actor).amend(step.index, tone);
    this.fold.rowOf(step)?.summary.amend(step.index, tone);
    if (tone === "error" && this.failures.at(-1) !== step.index) this.failures.push(step.index);
  }

  private ofActor(actor: number): Summary {
    let summary = this.actors.get(actor);
    if (summary === undefined) {
      summary = new Summary();
      this.actors.set(actor, summary);
    }
    return summary;
  }

  private toneOf(step: Step): StepTone {
    return stepTone(step, step.actor === null ? undefined : this.trace.actor(step.actor));
  }

  private updateFlights(): void {
    const { flights } = this.trace.columns;
    for (let id = this.flights.length; id < flights.length; id++) {
      this.flights.add(flights.starts.at(id), lastStepOf(flights, id));
      this.brackets.add(id, flights, this.trace.steps);
      if (mayGoOn(flights, id)) this.openFlights.push(id);
    }
    this.openFlights = this.openFlights.filter((id) => {
      this.flights.setEnd(id, lastStepOf(flights, id));
      return mayGoOn(flights, id);
    });
  }

  private updateCalls(): void {
    const { calls } = this.trace;
    const endOf = (slot: number): number | null => {
      const end = calls.endedStep.at(slot);
      return end < 0 ? calls.abandonedStep(slot) : end;
    };
    for (let slot = this.calls.length; slot < calls.size; slot++) {
      const end = endOf(slot);
      if (end === null) this.openCalls.push(slot);
      this.calls.add(calls.beganStep.at(slot), end ?? OPEN);
    }
    this.openCalls = this.openCalls.filter((slot) => {
      const end = endOf(slot);
      if (end !== null) this.calls.setEnd(slot, end);
      return end === null;
    });
  }
}

/** The last step that an arrow touches. */
function lastStepOf(flights: Flights, id: number): number {
  const end = flights.ends.at(id);
  if (end >= 0) return end;
  const passed = flights.passedStepOf(id);
  if (passed !== null) return passed + 1;
  const start = flights.starts.at(id);
  const lost = flights.lostStepOf(id);
  if (lost === null) return flights.isHeld(id) ? OPEN : start + 1;
  const flight = flights.all.get(id);
  return flight !== undefined && lostByLink(flight) ? Math.max(start, lost) + 1 : start + 1;
}

/** Whether the end of this arrow can still change. */
const mayGoOn = (flights: Flights, id: number): boolean =>
  flights.ends.at(id) < 0 &&
  flights.lostStepOf(id) === null &&
  (flights.toSocket(id) !== null || (flights.isHeld(id) && flights.passedStepOf(id) === null));

const indexes = new WeakMap<Trace, TimelineIndex>();

/** The one index of a trace, up to date. */
export function timelineIndex(trace: Trace): TimelineIndex {
  let index = indexes.get(trace);
  if (index === undefined) {
    index = new TimelineIndex(trace);
    indexes.set(trace, index);
  }
  index.update();
  return index;
}
