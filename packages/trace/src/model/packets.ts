import { IntervalIndex, OPEN } from "../columns/arrays/interval-index.ts";
import type { Flights } from "../columns/flights.ts";
import type { Flight, PacketView } from "../types/flight.ts";
import type { Trace } from "./trace.ts";

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

/**
 * How far a call has taken it, 0 to 1: it is done with when the clock is past that call. What is drawn
 * behind the clock may land only while it is being taken, and goes in what is left of that step.
 */
function consumedShare(flight: Flight, position: number, behind: number): number {
  const { startStep, endStep } = flight;
  if (endStep === null) return 0;
  const from = Math.max(endStep, (landing(flight) ?? startStep + 1) + behind);
  if (position >= endStep + 1) return 1;
  return Math.max(0, (position - from) / (endStep + 1 - from));
}

/** Finds the packets of an instant without looking at those long gone or yet to come. */
export class Packets {
  private readonly visible = new IntervalIndex();

  constructor(private readonly flights: Flights) {
    flights.changed = (id) => this.update(id);
  }

  at(position: number, behind: number): readonly PacketView[] {
    const seen: PacketView[] = [];
    const drawn = Math.max(0, position - behind);
    const step = Math.floor(drawn);
    this.visible.touching(step, step, (id) => {
      const flight = this.flights.all.get(id);
      if (flight === undefined || flight.unsent) return true;
      const [from, to] = visibleFor(flight);
      if (drawn < from || drawn >= to) return true;
      const progress = progressOf(flight, drawn);
      const consumed = consumedShare(flight, position, behind);
      if (progress < 1 || consumed < 1) seen.push({ flight, progress, consumed });
      return true;
    });
    return seen;
  }

  private update(id: number): void {
    const to = this.visibleUntil(id);
    if (id === this.visible.length) this.visible.add(this.flights.starts.at(id), to);
    else this.visible.setEnd(id, to);
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

/** How far (steps) packets are drawn behind a clock that stands. */
export const BEHIND = 0.5;

/**
 * What waits at sockets after `step` steps by the stage's account, and is drawn on its way still where
 * packets are half a step behind: bytes (TCP) or datagrams, by the receiver's id.
 */
export function underWay(trace: Trace, step: number): ReadonlyMap<number, number> {
  const amounts = new Map<number, number>();
  for (const { flight, progress } of trace.packetsAt(step, BEHIND)) {
    const socket = flight.to?.socket ?? null;
    if (socket === null || progress >= 1 || !counted(flight, step)) continue;
    const amount = flight.cargo.kind === "stream" ? flight.cargo.length : 1;
    amounts.set(socket, (amounts.get(socket) ?? 0) + amount);
  }
  return amounts;
}

/** Whether the stage has it among what waits at its receiver. */
function counted(flight: Flight, step: number): boolean {
  const { cargo, startStep, endStep, lostStep, held, faults, sentBy: sent } = flight;
  if (startStep >= step || (endStep !== null && endStep < step)) return false;
  if (lostStep !== null && lostStep < step) return false;
  // Of a stream's bytes the stage knows when they leave, of a datagram when it has come.
  if (cargo.kind === "datagram") return sent === null;
  // What the link took hold of later was taken for landed until then.
  return cargo.kind === "stream" && (!held || faults.every((fault) => fault.step >= step));
}
