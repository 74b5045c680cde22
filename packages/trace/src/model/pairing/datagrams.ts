import { type Address, addressText, type EventOf } from "@sockscope/protocol";
import { DATAGRAM } from "../../columns/flight-columns.ts";
import type { Flights } from "../../columns/flights.ts";
import type { End } from "../../types/flight.ts";
import { endOf, type SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";

/** The newest datagrams to one address whose fate is unknown that are remembered. */
const MAX_UNSETTLED = 256;

/** Matches each datagram with the call that took it, whole. */
export class DatagramPairing {
  /** Datagrams to addresses where nobody is known, by address: their fate may come to be known. */
  private readonly unsettled = new Map<string, number[]>();

  constructor(
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {}

  send(socket: SocketRecord, began: EventOf<"call.began">, step: number): void {
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
      kind: DATAGRAM,
      length: payload.length,
      truth: receiver === undefined ? "inferred" : "observed",
      from: endOf(socket),
      to,
      startStep: step,
      sentBy: began.call,
    });
    if (receiver !== undefined) receiver.incoming.push(flight);
    else this.keepUnsettled(address, flight);
  }

  private keepUnsettled(address: Address, flight: number): void {
    const name = addressText(address);
    const flights = this.unsettled.get(name);
    if (flights === undefined) this.unsettled.set(name, [flight]);
    else {
      if (flights.length === MAX_UNSETTLED) flights.shift();
      flights.push(flight);
    }
  }

  /** Somebody is known to be at this address: what was sent there is on its way to him. */
  pairTarget(address: Address, actor: number): void {
    for (const flight of this.unsettled.get(addressText(address)) ?? [])
      if (this.flights.toOf(flight) === null)
        this.flights.retarget(flight, { actor, socket: null });
  }

  /** The system says that nobody was at the address of a datagram of this socket: of the oldest, at least. */
  refused(socket: SocketRecord, step: number): void {
    const flights = socket.peer === null ? undefined : this.unsettled.get(addressText(socket.peer));
    const at = flights?.findIndex((flight) => this.flights.fromSocket(flight) === socket.id) ?? -1;
    const [flight] = at < 0 ? [] : (flights?.splice(at, 1) ?? []);
    if (flight !== undefined) this.flights.loseOnce(flight, step);
  }

  /** A datagram waits at a socket. Which `sendto` it came from: the oldest that fits. */
  arrive(socket: SocketRecord, event: EventOf<"datagram.arrived">, step: number): void {
    const sender = this.index.at("SOCK_DGRAM", event.address);
    const found = socket.incoming.findIndex((flight) =>
      this.isDatagram(flight, sender?.id ?? null, event.length),
    );
    const flight = found < 0 ? undefined : socket.incoming.splice(found, 1)[0];
    const arrived = flight ?? this.addUnseen(socket, event, step);
    if (arrived !== undefined) socket.arrived.set(event.datagram, arrived);
  }

  /** The oldest that fit found no room at their receiver. Of those of an outsider one is shown. */
  dropped(socket: SocketRecord, event: EventOf<"datagram.dropped">, step: number): void {
    const sender = this.index.at("SOCK_DGRAM", event.address)?.id ?? null;
    const { incoming } = socket;
    let left = event.count;
    let retained = 0;
    for (const flight of incoming) {
      if (left > 0 && this.isDatagram(flight, sender, event.length)) {
        this.flights.loseOnce(flight, step);
        left--;
      } else incoming[retained++] = flight;
    }
    incoming.length = retained;
    if (left < event.count) return;
    const unseen = this.addUnseen(socket, event, step);
    if (unseen !== undefined) this.flights.lose(unseen, step);
  }

  private isDatagram(flight: number, from: number | null, length: number): boolean {
    const { flights } = this;
    return (
      flights.fromSocket(flight) === from &&
      flights.kindOf(flight) === DATAGRAM &&
      flights.lengthOf(flight) === length
    );
  }

  private addUnseen(
    socket: SocketRecord,
    event: EventOf<"datagram.arrived" | "datagram.dropped">,
    step: number,
  ): number | undefined {
    const actor = this.index.outsider("SOCK_DGRAM", event.address);
    if (actor === undefined) return undefined;
    return this.flights.add({
      kind: DATAGRAM,
      length: event.length,
      truth: "inferred",
      from: { actor, socket: null },
      to: endOf(socket),
      startStep: step,
    });
  }

  take(socket: SocketRecord, ended: EventOf<"call.ended">, step: number): void {
    const number = ended.result?.datagram;
    const flight = number === undefined ? undefined : socket.arrived.get(number);
    if (number === undefined || flight === undefined) return;
    socket.arrived.delete(number);
    this.flights.take(flight, ended.call, step);
  }

  /** A datagram that was held back is on its way now: behind those that passed it. */
  release(flight: number, step: number): void {
    const receiver = this.index.find(this.flights.toSocket(flight));
    if (receiver === undefined) return;
    if (receiver.closed) this.flights.lose(flight, step);
    else receiver.incoming.push(flight);
  }
}
