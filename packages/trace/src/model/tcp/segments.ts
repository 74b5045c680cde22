import type { Truth } from "@sockscope/protocol";
import { SEGMENT } from "../../columns/flight-columns.ts";
import type { Flights } from "../../columns/flights.ts";
import type { Steps } from "../../columns/steps.ts";
import type { End, SegmentFlags } from "../../types/flight.ts";
import type { SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import { phaseAfterArrival, phaseAfterSending } from "../sockets/tcp-phase.ts";

interface Segment {
  readonly flags: SegmentFlags;
  readonly from: End | null;
  readonly to: End | null;
  /** When it can have left at the earliest, in ns; it has by the time of the newest event. */
  readonly since: number;
  readonly truth?: Truth;
  readonly acksFin?: boolean;
}

/** Adds segments that nobody saw, each a step of its own, and what they do to both ends' states. */
export class Segments {
  /** The newest event was recorded before the kernel was asked: what follows leaves before the next one. */
  after = false;

  constructor(
    private readonly steps: Steps,
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {}

  /** @returns the number of its flight */
  add({ flags, from, to, since, truth = "inferred", acksFin = false }: Segment): number {
    const step = this.steps.next;
    const made = { kind: SEGMENT, flags, truth, from, to, startStep: step, endStep: step } as const;
    const flight = this.flights.add(made);
    this.flights.setSince(flight, since, this.after);
    this.steps.addSegment(flight);
    const sender = this.record(from);
    const receiver = this.record(to);
    if (sender !== undefined) {
      const { tracks, finReceived } = sender;
      const phase = phaseAfterSending(flags, tracks.phase, finReceived);
      if (phase !== tracks.phase) tracks.setPhase(step, phase);
    }
    if (receiver !== undefined) {
      const { tracks, closed } = receiver;
      const finWaits = receiver.ending !== null && !receiver.finSent;
      const arrived = phaseAfterArrival(flags, tracks.phase, { acksFin, finWaits });
      // Without a program nobody keeps a socket of which the kernel has forgotten the connection.
      const phase = arrived === "RESET" && closed ? "closed" : arrived;
      if (phase !== tracks.phase) tracks.setPhase(step, phase);
    }
    return flight;
  }

  /** The newest event says that this segment never was. */
  strike(flight: number, step: number): void {
    this.flights.replace(flight, step);
  }

  private record(end: End | null): SocketRecord | undefined {
    return end?.socket == null ? undefined : this.index.byId.get(end.socket);
  }
}
