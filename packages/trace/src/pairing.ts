import type { EventOf, Payload } from "@sockscope/protocol";
import { datagramCargo, type Flights, streamCargo } from "./flights.ts";
import { endOf, type FlightRecord, type SocketRecord } from "./records.ts";
import type { SocketIndex } from "./socket-index.ts";
import type { End } from "./types.ts";

/** Matches sends with the calls that took their bytes: by offset on a stream, whole for UDP. */
export class Pairing {
  constructor(
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {}

  /** Bytes leave for the other end of a stream. */
  sendStream(socket: SocketRecord, began: EventOf<"call.began">, step: number): void {
    const payload = began.args.payload;
    if (payload === undefined || payload.length === 0 || socket.other === null) return;
    const receiver = this.record(socket.other);
    const flight = this.flights.add({
      cargo: streamCargo(payload, 0, began.args.offset ?? 0, payload.length),
      truth: receiver === undefined ? "inferred" : "observed",
      from: endOf(socket),
      to: socket.other,
      startStep: step,
      sent: began.call,
      payload,
    });
    if (receiver !== undefined) (socket.linked ? receiver.incoming : socket.early).push(flight);
  }

  /** The very socket at the other end is known now: what waits for it is handed over. */
  link(socket: SocketRecord, other: SocketRecord): void {
    socket.other = endOf(other);
    socket.linked = true;
    for (const flight of socket.early.splice(0)) {
      flight.to = endOf(other);
      other.incoming.push(flight);
    }
  }

  /** A recv returned the bytes [offset, offset + length) of the incoming stream. */
  takeStream(socket: SocketRecord, ended: EventOf<"call.ended">, step: number): void {
    const payload = ended.result?.payload;
    if (payload === undefined || payload.length === 0) return;
    let offset = ended.result?.offset ?? socket.readTo;
    const end = offset + payload.length;
    socket.readTo = end;
    while (offset < end) {
      const flight = socket.incoming[0];
      if (flight === undefined || flight.cargo.kind !== "stream") break;
      const from = flight.cargo.offset;
      if (from >= end) break;
      const length = Math.min(flight.cargo.length, end - from);
      if (length < flight.cargo.length) {
        socket.incoming[0] = this.flights.split(flight, length);
      } else {
        socket.incoming.shift();
      }
      this.flights.take(flight, ended.call, step);
      offset = from + length;
    }
    if (offset < end) this.unseenStream(socket, ended, payload, offset, end, step);
  }

  /** Nobody here saw these bytes leave: an outsider sent them. */
  private unseenStream(
    socket: SocketRecord,
    ended: EventOf<"call.ended">,
    payload: Payload,
    offset: number,
    end: number,
    step: number,
  ): void {
    if (socket.other === null) return;
    const skip = offset - (ended.result?.offset ?? offset);
    this.flights.add({
      cargo: streamCargo(payload, skip, offset, end - offset),
      truth: "inferred",
      from: socket.other,
      to: endOf(socket),
      startStep: step,
      endStep: step,
      taken: ended.call,
    });
  }

  sendDatagram(socket: SocketRecord, began: EventOf<"call.began">, step: number): void {
    const payload = began.args.payload;
    const address = began.args.address ?? socket.peer;
    if (payload === undefined || address === null) return;
    const receiver = this.index.at("SOCK_DGRAM", address);
    const outsider = this.index.outsider("SOCK_DGRAM", address);
    const to: End | null =
      receiver !== undefined
        ? endOf(receiver)
        : outsider !== undefined
          ? { actor: outsider, socket: null }
          : null;
    const flight = this.flights.add({
      cargo: datagramCargo(payload, payload.length),
      truth: receiver === undefined ? "inferred" : "observed",
      from: endOf(socket),
      to,
      startStep: step,
      sent: began.call,
      payload,
    });
    if (receiver !== undefined) receiver.incoming.push(flight);
    else flight.lostStep = to === null ? step : null;
  }

  /** A datagram waits at a socket. Which `sendto` it came from: the oldest that fits. */
  arrive(socket: SocketRecord, event: EventOf<"datagram.arrived">, step: number): void {
    const sender = this.index.at("SOCK_DGRAM", event.address);
    const found = socket.incoming.findIndex(
      (flight) =>
        flight.from?.socket === sender?.id &&
        flight.cargo.kind === "datagram" &&
        flight.cargo.length === event.length,
    );
    const flight = found < 0 ? undefined : socket.incoming.splice(found, 1)[0];
    const arrived = flight ?? this.unseenDatagram(socket, event, step);
    if (arrived !== undefined) socket.arrived.set(event.datagram, arrived);
  }

  private unseenDatagram(
    socket: SocketRecord,
    event: EventOf<"datagram.arrived">,
    step: number,
  ): FlightRecord | undefined {
    const actor = this.index.outsider("SOCK_DGRAM", event.address);
    if (actor === undefined) return undefined;
    return this.flights.add({
      cargo: datagramCargo(undefined, event.length),
      truth: "inferred",
      from: { actor, socket: null },
      to: endOf(socket),
      startStep: step,
    });
  }

  takeDatagram(socket: SocketRecord, ended: EventOf<"call.ended">, step: number): void {
    const number = ended.result?.datagram;
    const flight = number === undefined ? undefined : socket.arrived.get(number);
    if (number === undefined || flight === undefined) return;
    socket.arrived.delete(number);
    // An outsider's bytes are first seen here.
    if (flight.payload === undefined) {
      flight.payload = ended.result?.payload;
      flight.cargo = datagramCargo(
        flight.payload,
        flight.cargo.kind === "datagram" ? flight.cargo.length : 0,
      );
    }
    this.flights.take(flight, ended.call, step);
  }

  /** A send failed: its bytes never left. */
  failed(call: number, step: number): void {
    for (const flight of this.flights.of(call)) {
      if (flight.sent !== call || flight.endStep !== null) continue;
      flight.lostStep = step;
      this.forget(flight);
    }
  }

  /** Nobody will ever read what is still on its way to this socket. */
  drop(socket: SocketRecord, step: number): void {
    for (const flight of [...socket.incoming, ...socket.arrived.values()]) flight.lostStep ??= step;
    socket.incoming.length = 0;
    socket.arrived.clear();
  }

  /** It is not on its way to a socket, or not any more. */
  forget(flight: FlightRecord): void {
    const receiver = flight.to === null ? undefined : this.record(flight.to);
    const at = receiver?.incoming.lastIndexOf(flight) ?? -1;
    if (at >= 0) receiver?.incoming.splice(at, 1);
  }

  /** A datagram that was held back is on its way now: behind those that passed it. */
  release(flight: FlightRecord, step: number): void {
    const receiver = flight.to === null ? undefined : this.record(flight.to);
    if (receiver === undefined) return;
    if (receiver.closed) flight.lostStep = step;
    else receiver.incoming.push(flight);
  }

  /** Cuts a stream's flight in two that stay next to each other in what its receiver expects. */
  cut(flight: FlightRecord, length: number): FlightRecord {
    const rest = this.flights.split(flight, length);
    const sender = flight.from === null ? undefined : this.record(flight.from);
    const receiver = flight.to === null ? undefined : this.record(flight.to);
    for (const list of [receiver?.incoming, sender?.early]) {
      const at = list?.lastIndexOf(flight) ?? -1;
      if (at >= 0) list?.splice(at + 1, 0, rest);
    }
    return rest;
  }

  private record(end: End): SocketRecord | undefined {
    return end.socket === null ? undefined : this.index.byId.get(end.socket);
  }
}
