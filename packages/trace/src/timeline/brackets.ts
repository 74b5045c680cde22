import type { Flights } from "../columns/flights.ts";
import { GrowingInts } from "../columns/growing.ts";
import type { StepRows } from "../columns/step-rows.ts";
import type { Flight } from "../types.ts";

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

  /** Flights come in the order of their rows; a part of one that was cut has its bracket already. */
  add(id: number, flights: Flights, steps: StepRows): void {
    const at = flights.intervalOf(id);
    if (at === null) return;
    const row = flights.starts.at(id);
    if (this.rows.length > 0 && row < this.rows.at(this.rows.length - 1)) return;
    const top = bracketTop(steps, at[0], row);
    if (top === null) return;
    this.flights.push(id);
    this.tops.push(top);
    this.rows.push(row);
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
 * The row into which `from` (ns) falls, if others lie between it and `row`, which tells of it; rows of the
 * same instant as `row` do not lie between.
 */
export function bracketTop(steps: StepRows, from: number, row: number): number | null {
  const top = firstAfter(steps, from, row) - 1;
  let told = row;
  const now = steps.timeAt(row);
  while (told > 0 && told > top && steps.timeAt(told - 1) === now) told--;
  return told - top > 1 ? Math.max(0, top) : null;
}

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
