import type { Flight } from "@sockscope/trace";
import type { StepWeight } from "../../playback/pace.ts";

/** What of a trace weights depend on. */
interface Moving {
  readonly steps: { readonly length: number };
  packetsAt(
    position: number,
  ): readonly { readonly flight: Pick<Flight, "startStep" | "passedStep" | "from" | "to"> }[];
}

/** Weights at which, at three steps a second, a named flight takes a second. */
const NAMED = 3;
const UNNAMED = 1;
const NO_FLIGHT = 0.35;
/** A longer run without a named flight is a batch: all of it takes what so many steps would. */
const LONGEST_RUN = 20;
/** Of a crowd's flights so many stand for all; further ones are part of a batch. */
const MAX_NAMED = 12;
/** The ends of a run are looked for among so many steps to each side. */
const LOOKED_AT = 2000;

/**
 * How long the steps of a lesson's step take on the screen: a flight that its text speaks of is slow
 * enough to be followed, what is between is quick, and a crowd is a batch.
 * @param from the first step of the trace that belongs to it; what was before is quick
 * @param actors the programs that it speaks of; none: all
 */
export function stepWeights(trace: Moving, from: number, actors: ReadonlySet<number>): StepWeight {
  /** Weights before batches, from `from` on; those of steps that are there stay as they are. */
  const known: number[] = [];
  let named = 0;

  const own = (step: number): number => {
    const flights = trace
      .packetsAt(step + 0.5)
      .map(({ flight }) => flight)
      .filter(({ startStep, passedStep }) => startStep === step || passedStep === step);
    if (flights.length === 0) return NO_FLIGHT;
    const spokenOf = flights.some(({ from: sender, to }) =>
      [sender, to].some((end) => actors.size === 0 || (end !== null && actors.has(end.actor))),
    );
    return spokenOf && named++ < MAX_NAMED ? NAMED : UNNAMED;
  };

  return (step) => {
    if (step < from) return NO_FLIGHT;
    const end = Math.min(trace.steps.length, step + LOOKED_AT);
    while (known.length < end - from) known.push(own(from + known.length));
    const weight = known[step - from] ?? NO_FLIGHT;
    if (weight === NAMED) return weight;
    const first = runEnd(known, step - from, -1);
    const last = runEnd(known, step - from, 1);
    const length = last - first + 1;
    if (length <= LONGEST_RUN) return weight;
    return (LONGEST_RUN * NO_FLIGHT) / length;
  };
}

/** The outermost index, in one direction, of the run without a named flight around `at`. */
function runEnd(weights: readonly number[], at: number, by: 1 | -1): number {
  let end = at;
  for (let next = at + by; Math.abs(next - at) <= LOOKED_AT; next += by) {
    const weight = weights[next];
    if (weight === undefined || weight === NAMED) break;
    end = next;
  }
  return end;
}
