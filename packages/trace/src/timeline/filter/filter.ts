import { SEGMENT } from "../../columns/flight-columns.ts";
import { firstFrom } from "../index/first-from.ts";
import type { Row } from "../index/rows.ts";
import { StepSet } from "../index/step-set.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";
import { type Asked, type FilterNames, Matcher } from "./matcher.ts";
import { parseQuery, type Query } from "./query.ts";

/**
 * What a filter lets through, found a part at a time. What is known of a step may grow after it was
 * looked at. So the filter files each step under the sockets and actors that its answer depends on,
 * reads what has changed, and looks again at just those steps: at any time it has found what a new
 * filter would find.
 */
export class Filter {
  readonly query: Query;
  private readonly matcher: Matcher;
  private readonly found = new StepSet();
  private looked = 0;
  /** Steps to be looked at again, and the same as a set. */
  private readonly again: number[] = [];
  private readonly waits = new StepSet();
  /** The next step of a pass over all that was looked at, and its end; from = to: there is none. */
  private sweep = { from: 0, to: 0, anew: false };
  /** The steps, rising, whose answer depends on what is known of a socket, or of an actor. */
  private readonly bySocket = new Map<number, number[]>();
  private readonly byActor = new Map<number, number[]>();
  /** Actors whose names are not expected to change: no steps are filed under them. */
  private readonly settled = new Set<number>();
  /** The step that is being looked at; -1: none. */
  private current = -1;
  /** How many changes of each log were read. */
  private readonly read: { flights: number; steps: number; sockets: number; actors: number };

  constructor(
    readonly typed: string,
    private readonly index: TimelineIndex,
    words: FilterNames,
  ) {
    this.query = parseQuery(typed);
    const asked: Asked = {
      socket: (socket) => this.file(this.bySocket, socket),
      actor: (actor) => this.fileActor(actor),
    };
    this.matcher = new Matcher(this.query, index, words, asked);
    const { steps, sockets, actors } = index.changes;
    const flights = index.trace.columns.flights.changes.count;
    this.read = { flights, steps: steps.count, sockets: sockets.count, actors: actors.count };
  }

  /** Nothing is asked for. */
  get open(): boolean {
    return this.query.kind === "all";
  }

  /** How many steps have been looked at, and how many of those are let through. */
  get progress(): { readonly looked: number; readonly found: number } {
    return { looked: this.looked, found: this.found.size };
  }

  /**
   * Looks at no more than so many steps: those that have changed and those that are new.
   * @returns whether there are more to look at
   */
  advance(most: number): boolean {
    this.index.update();
    this.readChanges();
    const length = this.index.trace.steps.length;
    // New steps must not wait for old ones that change all the time.
    let left = most - this.lookAgain(Math.ceil(most / 2));
    for (; this.looked < length && left > 0; left--) this.lookAt(this.looked++);
    this.lookAgain(left);
    return this.looked < length || this.again.length > 0 || this.sweep.from < this.sweep.to;
  }

  /** Whether a step is let through; one that was not looked at yet is. */
  passes = (step: number): boolean => step >= this.looked || this.found.has(step);

  /** Which of the found ones stands at or before this step, counted from 1; 0 for none. */
  ordinal(step: number): number {
    return this.found.rank(step + 1);
  }

  /** The next found step after this one, round and round; null if there is none at all. */
  next(step: number): number | null {
    return this.found.from(step + 1) ?? this.found.from(0);
  }

  previous(step: number): number | null {
    return this.found.before(step) ?? this.found.before(this.looked);
  }

  /** Found steps in [from, to). */
  between(from: number, to: number): number {
    return Math.max(0, this.found.rank(to) - this.found.rank(from));
  }

  /** The programs that a conversation is between; null for every other filter. */
  party(): ReadonlySet<number> | null {
    return this.matcher.party();
  }

  /** Whether a row belongs to the conversation that is followed. */
  keepsRow(row: Row): boolean {
    return this.matcher.keepsRow(row);
  }

  private lookAt(index: number): void {
    const step = this.index.trace.steps.get(index);
    if (step === undefined) return;
    this.current = index;
    this.found.set(index, this.matcher.matches(step));
    this.current = -1;
  }

  /** @returns how many steps were looked at */
  private lookAgain(most: number): number {
    let left = most;
    for (; left > 0 && this.again.length > 0; left--) {
      const step = this.again.pop() ?? 0;
      this.waits.set(step, false);
      this.lookAt(step);
    }
    const { sweep } = this;
    for (; left > 0 && sweep.from < sweep.to; left--) {
      this.lookAt(sweep.from++);
      if (sweep.from === sweep.to && sweep.anew) this.sweepAll();
    }
    return most - left;
  }

  private readChanges(): void {
    const { read, index } = this;
    const { steps, sockets, actors } = index.changes;
    const { changes } = index.trace.columns.flights;
    const all =
      changes.since(read.flights, (flight) => this.flightChanged(flight)) &&
      steps.since(read.steps, (step) => this.changed(step)) &&
      sockets.since(read.sockets, (socket) => this.changedAll(this.bySocket.get(socket))) &&
      actors.since(read.actors, (actor) => this.actorChanged(actor));
    if (!all) this.sweepAll();
    read.flights = changes.count;
    read.steps = steps.count;
    read.sockets = sockets.count;
    read.actors = actors.count;
  }

  /** A segment is a step of its own; other flights tell whom the calls at their ends spoke with. */
  private flightChanged(flight: number): void {
    const { flights, calls } = this.index.trace.columns;
    if (flights.kindOf(flight) === SEGMENT) return this.changed(flights.starts.at(flight));
    if (this.query.kind !== "conversation") return;
    for (const call of [flights.sentBy(flight), flights.takenBy(flight)]) {
      const slot = call === null ? -1 : calls.slotOf(call);
      if (slot < 0) continue;
      this.changed(calls.beganStep.at(slot));
      this.changed(calls.endedStep.at(slot));
    }
  }

  private actorChanged(actor: number): void {
    if (!this.matcher.forget(actor)) return;
    if (this.settled.has(actor)) this.sweepAll();
    else this.changedAll(this.byActor.get(actor));
  }

  private changedAll(steps: readonly number[] = []): void {
    for (const step of steps) this.changed(step);
  }

  private changed(step: number): void {
    if (step < 0 || step >= this.looked || this.waits.has(step)) return;
    this.waits.set(step, true);
    this.again.push(step);
  }

  /** A pass that is under way is finished first, so that it does come to its end. */
  private sweepAll(): void {
    const { sweep } = this;
    const underWay = sweep.from < sweep.to;
    this.sweep = underWay ? { ...sweep, anew: true } : { from: 0, to: this.looked, anew: false };
  }

  private fileActor(actor: number): void {
    if (this.current < 0 || this.settled.has(actor)) return;
    const role = this.index.trace.actor(actor)?.role;
    if (role === undefined || role === "outsider") this.file(this.byActor, actor);
    else this.settled.add(actor);
  }

  private file(under: Map<number, number[]>, key: number): void {
    const step = this.current;
    if (step < 0) return;
    const steps = under.get(key);
    if (steps === undefined) {
      under.set(key, [step]);
      return;
    }
    if (step > (steps.at(-1) ?? -1)) steps.push(step);
    else {
      const at = firstFrom(steps, step);
      if (steps[at] !== step) steps.splice(at, 0, step);
    }
  }
}
