import { type Address, addressText, type EventOf, type Verb } from "@sockscope/protocol";
import { DATAGRAM, STREAM } from "../columns/flight-columns.ts";
import type { Flights } from "../columns/flights.ts";
import type { End } from "../types/flight.ts";
import { endOf, type SocketRecord } from "./records.ts";
import type { SocketIndex } from "./socket-index.ts";

/** Datagrams to one address of which nobody knows what became: more than these are not kept in mind. */
const UNSETTLED = 256;

/** Matches sends with the calls that took their bytes: by offset on a stream, whole for UDP. */
export class Pairing {
  /** Datagrams to addresses where nobody is known, by address: their fate may come to be known. */
  private readonly unsettled = new Map<string, number[]>();

  constructor(
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {}

  /** Bytes leave for the other end of a stream, or wait for the connection. */
  sendStream(socket: SocketRecord, began: EventOf<"call.began">, step: number): void {
    const { payload, offset = 0 } = began.args;
    if (payload === undefined || payload.length === 0) return;
    const { call } = began;
    const { length } = payload;
    if (socket.other !== null) this.leave(socket, socket.other, call, offset, length, step);
    else if (!socket.accepted && socket.peer !== null)
      (socket.hasty ??= []).push({ call, offset, length });
  }

  /** Its connection is there: what was sent before it leaves now. */
  sendHasty(socket: SocketRecord, step: number): void {
    if (socket.hasty === null || socket.other === null) return;
    for (const { call, offset, length } of socket.hasty)
      this.leave(socket, socket.other, call, offset, length, step);
    socket.hasty = null;
  }

  private leave(
    socket: SocketRecord,
    to: End,
    sent: number,
    offset: number,
    length: number,
    step: number,
  ): void {
    const receiver = this.socket(to.socket);
    const flight = this.flights.add({
      kind: STREAM,
      offset,
      length,
      truth: receiver === undefined ? "inferred" : "observed",
      from: endOf(socket),
      to,
      startStep: step,
      sent,
    });
    if (receiver === undefined) return;
    if (!socket.linked) socket.early.push(flight);
    // Its program has closed it: the kernel answers with a reset, and nobody will ever read this.
    else if (receiver.closed) this.flights.lose(flight, step);
    else receiver.incoming.push(flight);
  }

  /** The very socket at the other end is known now: what waits for it is handed over. */
  link(socket: SocketRecord, other: SocketRecord): void {
    socket.other = endOf(other);
    socket.otherRecord = other;
    socket.linked = true;
    this.index.met++;
    for (const flight of socket.early.splice(0)) {
      this.flights.retarget(flight, endOf(other));
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
      if (flight === undefined || this.flights.kindOf(flight) !== STREAM) break;
      const from = this.flights.offsetOf(flight);
      if (from >= end) break;
      const whole = this.flights.lengthOf(flight);
      const length = Math.min(whole, end - from);
      if (length < whole) socket.incoming[0] = this.flights.split(flight, length);
      else socket.incoming.shift();
      this.flights.take(flight, ended.call, step);
      offset = from + length;
    }
    if (offset < end) this.unseenStream(socket, ended.call, offset, end, step);
  }

  /** Nobody here saw these bytes leave: an outsider sent them. */
  private unseenStream(
    socket: SocketRecord,
    call: number,
    offset: number,
    end: number,
    step: number,
  ): void {
    if (socket.other === null) return;
    const flight = this.flights.add({
      kind: STREAM,
      offset,
      length: end - offset,
      truth: "inferred",
      from: socket.other,
      to: endOf(socket),
      startStep: step,
      endStep: step,
      taken: call,
    });
    this.flights.setSince(flight, socket.quietUntil);
    socket.seenTo = Math.max(socket.seenTo, end);
  }

  /** The kernel says that so many bytes wait here, of which an outsider has sent some unseen. */
  arriveUnseen(socket: SocketRecord, unread: number, step: number): void {
    const end = socket.readTo + unread;
    const offset = Math.max(socket.seenTo, socket.readTo);
    if (socket.other === null || socket.other.socket !== null || end <= offset) return;
    socket.seenTo = end;
    const flight = this.flights.add({
      kind: STREAM,
      offset,
      length: end - offset,
      truth: "inferred",
      from: socket.other,
      to: endOf(socket),
      startStep: step,
    });
    this.flights.setSince(flight, socket.quietUntil);
    socket.incoming.push(flight);
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
      kind: DATAGRAM,
      length: payload.length,
      truth: receiver === undefined ? "inferred" : "observed",
      from: endOf(socket),
      to,
      startStep: step,
      sent: began.call,
    });
    if (receiver !== undefined) receiver.incoming.push(flight);
    else this.unsettle(address, flight);
  }

  private unsettle(address: Address, flight: number): void {
    const name = addressText(address);
    const flights = this.unsettled.get(name);
    if (flights === undefined) this.unsettled.set(name, [flight]);
    else {
      if (flights.length === UNSETTLED) flights.shift();
      flights.push(flight);
    }
  }

  /** Somebody is known to be at this address: what was sent there is on its way to him. */
  meetsTarget(address: Address, actor: number): void {
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
    const arrived = flight ?? this.unseenDatagram(socket, event, step);
    if (arrived !== undefined) socket.arrived.set(event.datagram, arrived);
  }

  /** The oldest that fit found no room at their receiver. Of those of an outsider one is shown. */
  dropped(socket: SocketRecord, event: EventOf<"datagram.dropped">, step: number): void {
    const sender = this.index.at("SOCK_DGRAM", event.address)?.id ?? null;
    const { incoming } = socket;
    let left = event.count;
    let kept = 0;
    for (const flight of incoming) {
      if (left > 0 && this.isDatagram(flight, sender, event.length)) {
        this.flights.loseOnce(flight, step);
        left--;
      } else incoming[kept++] = flight;
    }
    incoming.length = kept;
    if (left < event.count) return;
    const unseen = this.unseenDatagram(socket, event, step);
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

  private unseenDatagram(
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

  takeDatagram(socket: SocketRecord, ended: EventOf<"call.ended">, step: number): void {
    const number = ended.result?.datagram;
    const flight = number === undefined ? undefined : socket.arrived.get(number);
    if (number === undefined || flight === undefined) return;
    socket.arrived.delete(number);
    this.flights.take(flight, ended.call, step);
  }

  /**
   * A send failed: its bytes never left. Of a `sendall` some may have, and what the link refused is
   * its doing, which is shown.
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
    const receiver = this.receiverOf(flight);
    const at = receiver?.incoming.lastIndexOf(flight) ?? -1;
    if (at >= 0) receiver?.incoming.splice(at, 1);
  }

  /** A datagram that was held back is on its way now: behind those that passed it. */
  release(flight: number, step: number): void {
    const receiver = this.receiverOf(flight);
    if (receiver === undefined) return;
    if (receiver.closed) this.flights.lose(flight, step);
    else receiver.incoming.push(flight);
  }

  /** Cuts a stream's flight in two that stay next to each other in what its receiver expects. */
  cut(flight: number, length: number): number {
    const rest = this.flights.split(flight, length);
    const sender = this.socket(this.flights.fromSocket(flight));
    const receiver = this.receiverOf(flight);
    for (const list of [receiver?.incoming, sender?.early]) {
      const at = list?.lastIndexOf(flight) ?? -1;
      if (at >= 0) list?.splice(at + 1, 0, rest);
    }
    return rest;
  }

  private receiverOf(flight: number): SocketRecord | undefined {
    return this.socket(this.flights.toSocket(flight));
  }

  private socket(id: number | null): SocketRecord | undefined {
    return id === null ? undefined : this.index.byId.get(id);
  }
}
