import { Calls } from "../../columns/calls.ts";
import { Events } from "../../columns/events.ts";
import { Flights } from "../../columns/flights.ts";
import { Steps } from "../../columns/steps.ts";
import { LinkMarks } from "../link/marks.ts";
import { Pairing } from "../pairing/pairing.ts";
import { SocketFold } from "../sockets/fold.ts";
import { SocketIndex } from "../sockets/socket-index.ts";
import { Connections } from "../tcp/connections.ts";
import { Handshake } from "../tcp/handshake.ts";
import { KernelQueues } from "../tcp/kernel-queues.ts";
import { KernelReadings } from "../tcp/kernel-readings.ts";
import { Segments } from "../tcp/segments.ts";
import { StreamEnd } from "../tcp/stream-end.ts";

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
