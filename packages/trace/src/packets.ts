import type { Flights } from "./columns/flights.ts";
import { IntervalIndex, OPEN } from "./columns/interval-index.ts";
import type { Flight, PacketView } from "./types.ts";

/**
 * The first and last position at which a flight is to be seen. A packet flies for the length of
 * its first step and then waits at its receiver until a call has taken it.
 */
function visibleFor(flight: Flight): readonly [from: number, to: number] {
  const landed = landing(flight);
  if (landed === null && flight.lostStep === null)
    return [flight.startStep, Number.POSITIVE_INFINITY];
  return visibleUntil(flight, landed ?? flight.startStep + 1);
}

/** The position at which it reaches its receiver; null while the link holds it. */
function landing({ startStep, held, passedStep }: Flight): number | null {
  if (!held) return startStep + 1;
  return passedStep === null ? null : Math.max(startStep, passedStep) + 1;
}

/** A packet that the link holds waits half-way, and flies on when it is let go. */
function progressOf(flight: Flight, position: number): number {
  const flown = position - flight.startStep;
  if (!flight.held) return Math.min(1, flown);
  const half = Math.min(HALF_WAY, flown);
  const passed = flight.passedStep === null ? 0 : position - flight.passedStep;
  return passed <= 0 ? half : Math.min(1, half + passed);
}

function visibleUntil(flight: Flight, landed: number): readonly [from: number, to: number] {
  if (flight.lostStep !== null) return [flight.startStep, Math.max(landed, flight.lostStep)];
  if (flight.endStep !== null) return [flight.startStep, Math.max(landed, flight.endStep + 1)];
  // An end that nobody sees here is done with a packet as soon as it has landed.
  if (flight.to === null || flight.to.socket === null) return [flight.startStep, landed];
  return [flight.startStep, Number.POSITIVE_INFINITY];
}

/** Where a held packet waits: not at either end. */
const HALF_WAY = 0.5;

/** Finds the packets of an instant without looking at those long gone or yet to come. */
export class Packets {
  private readonly inSight = new IntervalIndex();

  constructor(private readonly flights: Flights) {
    flights.changed = (id) => this.update(id);
  }

  at(position: number): readonly PacketView[] {
    const seen: PacketView[] = [];
    const step = Math.floor(position);
    this.inSight.touching(step, step, (id) => {
      const flight = this.flights.all.get(id);
      if (flight === undefined || flight.unsent) return true;
      const [from, to] = visibleFor(flight);
      if (position >= from && position < to)
        seen.push({ flight, progress: progressOf(flight, position) });
      return true;
    });
    return seen;
  }

  private update(id: number): void {
    const to = this.visibleUntil(id);
    if (id === this.inSight.length) this.inSight.add(this.flights.starts.at(id), to);
    else this.inSight.setEnd(id, to);
  }

  /** No earlier than `visibleFor` has it, in whole steps. */
  private visibleUntil(id: number): number {
    const { flights } = this;
    if (flights.isHeld(id) && flights.passedStepOf(id) === null && flights.lostStepOf(id) === null)
      return OPEN;
    const start = Math.max(flights.starts.at(id), flights.passedStepOf(id) ?? 0);
    const last = Math.max(flights.lostStepOf(id) ?? 0, flights.ends.at(id));
    if (last > 0) return Math.max(start, last) + 1;
    return flights.toSocket(id) === null ? start + 1 : OPEN;
  }
}
