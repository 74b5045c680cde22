import { GrowingInts } from "../../columns/arrays/growing.ts";
import { SEGMENT } from "../../columns/flight-columns.ts";
import type { Flights } from "../../columns/flights.ts";
import type { StepRows } from "../../columns/step-rows.ts";
import type { Flight } from "../../types/flight.ts";
import type { Step } from "../../types/step.ts";

/** More of them are not drawn at once, nor looked at. */
const MOST = { drawn: 256, looked: 2048 };

/**
 * Of a segment, or of an outsider's bytes, when it can have left: from within the row `from` to the row in
 * which it was told. Other rows lie between, and nobody says whether it came before or after them.
 */
export interface Bracket {
  readonly flight: Flight;
  readonly from: number;
}

/** The flights that other rows may have come after, by the rows in which they were told. */
export class Brackets {
  private readonly flights = new GrowingInts();
  private readonly tops = new GrowingInts();
  private readonly rows = new GrowingInts();
  /** The row of the last segment from one program to another, by both. */
  private readonly lastSegments = new Map<string, number>();

  /** Flights come in the order of their rows; a part of one that was cut has its bracket already. */
  add(id: number, flights: Flights, steps: StepRows): void {
    const at = flights.intervalOf(id);
    if (at === null) return;
    const row = flights.starts.at(id);
    if (this.rows.length > 0 && row < this.rows.at(this.rows.length - 1)) return;
    const top = bracketTop(steps, at[0], row, this.answered(id, flights));
    if (top === null) return;
    this.flights.push(id);
    this.tops.push(top);
    this.rows.push(row);
  }

  /** The row of what a segment answers, and before which it cannot have left; -1 for nothing. */
  private answered(id: number, flights: Flights): number {
    if (flights.kindOf(id) !== SEGMENT) return -1;
    const [from, to] = [flights.fromOf(id)?.actor, flights.toOf(id)?.actor];
    this.lastSegments.set(`${from} ${to}`, flights.starts.at(id));
    const flags = flights.flagsOf(id);
    if (flags !== "ACK" && flags !== "SYN,ACK") return -1;
    return this.lastSegments.get(`${to} ${from}`) ?? -1;
  }

  /** The row in which the bracket of a flight begins; null if it has none. */
  topOf({ id, startStep }: Flight): number | null {
    for (let n = this.rows.lowerBound(startStep); n < this.rows.length; n++) {
      if (this.rows.at(n) !== startStep) break;
      if (this.flights.at(n) === id) return this.tops.at(n);
    }
    return null;
  }

  /** Those that lie over the steps [from, to). */
  *over(from: number, to: number): Iterable<{ readonly flight: number; readonly from: number }> {
    const first = this.rows.lowerBound(from);
    const last = Math.min(this.rows.length, first + MOST.looked);
    let drawn = 0;
    for (let n = first; n < last && drawn < MOST.drawn; n++) {
      if (this.tops.at(n) >= to) continue;
      drawn++;
      yield { flight: this.flights.at(n), from: this.tops.at(n) };
    }
  }
}

/**
 * The row into which `from` (ns) falls, or `least` if that is later, if others lie between it and `row`,
 * which tells of it. Rows of the same instant as `row` do not, nor does the port that a socket got: nothing
 * leaves before that.
 */
function bracketTop(steps: StepRows, from: number, row: number, least = -1): number | null {
  let told = row;
  let top = Math.max(least, firstAfter(steps, from, row) - 1);
  const now = steps.timeAt(row);
  while (told > 0 && told > top && steps.timeAt(told - 1) === now) told--;
  while (told - top > 1 && isNaming(steps.glance(top + 1))) top++;
  return told - top > 1 ? Math.max(0, top) : null;
}

const isNaming = (step: Step): boolean =>
  step.kind === "event" && step.event.kind === "socket.named";

/** The first step of [0, to) that came after `t`, in ns; `to` if there is none. */
function firstAfter(steps: StepRows, t: number, to: number): number {
  let low = 0;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps.timeAt(middle) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
