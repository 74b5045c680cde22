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

/** Finds the packets of an instant without looking at those long gone. */
export class Packets {
  /** Flights that may still be seen, by the newest position asked for. */
  private active: Flight[] = [];
  private scanned = 0;
  private position = 0;

  constructor(private readonly flights: readonly Flight[]) {}

  at(position: number): readonly PacketView[] {
    if (position < this.position) {
      this.active = [];
      this.scanned = 0;
    }
    this.position = position;
    while (this.scanned < this.flights.length) {
      const flight = this.flights[this.scanned];
      if (flight === undefined) break;
      this.active.push(flight);
      this.scanned++;
    }
    const seen: PacketView[] = [];
    this.active = this.active.filter((flight) => {
      const [from, to] = visibleFor(flight);
      if (position >= to) return false;
      if (position >= from) seen.push({ flight, progress: progressOf(flight, position) });
      return true;
    });
    return seen;
  }
}
