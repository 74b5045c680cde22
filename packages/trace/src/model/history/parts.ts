import { Calls } from "../../columns/calls.ts";
import { Events } from "../../columns/events.ts";
import { Flights } from "../../columns/flights.ts";
import { Connections } from "../connections.ts";
import { Handshake } from "../handshake.ts";
import { KernelQueues } from "../kernel-queues.ts";
import { KernelReadings } from "../kernel-readings.ts";
import { LinkMarks } from "../link-marks.ts";
import { Pairing } from "../pairing/pairing.ts";
import { Segments } from "../segments.ts";
import { SocketFold } from "../socket-fold.ts";
import { SocketIndex } from "../socket-index.ts";
import { Steps } from "../steps.ts";
import { StreamEnd } from "../stream-end.ts";

/** The columns, and the rules that fill them, connected with one another. */
export class Parts {
  readonly events = new Events();
  readonly calls = new Calls(this.events);
  readonly index = new SocketIndex();
  readonly kernelQueues = new KernelQueues();
  readonly flights: Flights = new Flights(
    this.calls,
    (socket) => this.index.byId.get(socket)?.actor ?? 0,
    (step, after) => this.steps.timeAt(step, after),
  );
  readonly steps: Steps = new Steps(this.events, this.flights, this.calls);
  readonly fold = new SocketFold();
  readonly segments = new Segments(this.steps, this.flights, this.index);
  readonly pairing = new Pairing(this.flights, this.index);
  readonly handshake = new Handshake(this.segments, this.index);
  readonly ends = new StreamEnd(
    ...([this.steps, this.segments, this.flights, this.index, this.fold] as const),
  );
  readonly connections = new Connections(
    ...([this.steps, this.index, this.kernelQueues, this.pairing] as const),
    ...([this.fold, this.handshake, this.ends] as const),
  );
  readonly readings = new KernelReadings(
    ...([this.index, this.pairing, this.fold, this.segments] as const),
    ...([this.handshake, this.ends, this.connections] as const),
  );
  readonly link = new LinkMarks(this.flights, this.pairing, this.index, this.ends);
}
