import type { Verb } from "@sockscope/protocol";
import type { Flights } from "../../columns/flights.ts";
import type { SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import { DatagramPairing } from "./datagrams.ts";
import { StreamPairing } from "./streams.ts";

/** Matches sends with the calls that took their bytes, and finds what no call will ever take. */
export class Pairing {
  readonly streams: StreamPairing;
  readonly datagrams: DatagramPairing;

  constructor(
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {
    this.streams = new StreamPairing(flights, index);
    this.datagrams = new DatagramPairing(flights, index);
  }

  /**
   * A send failed: its bytes never left. Some bytes of a `sendall` may have left. What the link refused
   * stays visible, because the link did it.
   */
  failed(call: number, verb: Verb, step: number): void {
    for (const flight of this.flights.of(call)) {
      if (this.flights.sentBy(flight) !== call || this.flights.endStepOf(flight) !== null) continue;
      if (verb === "sendall" || this.flights.faultsOf(flight).length > 0)
        this.flights.loseOnce(flight, step);
      else this.flights.withdraw(flight, step);
      this.forget(flight);
    }
  }

  /** Nobody will ever read what is still on its way to this socket. */
  drop(socket: SocketRecord, step: number): void {
    for (const flight of socket.incoming) {
      // What waited is there until the next step; what the link holds is lost in this one.
      const held = this.flights.isHeld(flight) && this.flights.passedStepOf(flight) === null;
      this.flights.loseOnce(flight, held ? step - 1 : step);
    }
    for (const flight of socket.arrived.values()) this.flights.loseOnce(flight, step);
    socket.incoming.length = 0;
    socket.arrived.clear();
  }

  /** It is not on its way to a socket, or not any more. */
  forget(flight: number): void {
    const receiver = this.index.find(this.flights.toSocket(flight));
    const at = receiver?.incoming.lastIndexOf(flight) ?? -1;
    if (at >= 0) receiver?.incoming.splice(at, 1);
  }
}
