import type { EventOf } from "@sockscope/protocol";
import { STREAM } from "../../columns/flight-columns.ts";
import type { Flights } from "../../columns/flights.ts";
import type { End } from "../../types/flight.ts";
import { endOf, type SocketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";

/** Matches the sends of a stream with the calls that took their bytes, by offset. */
export class StreamPairing {
  constructor(
    private readonly flights: Flights,
    private readonly index: SocketIndex,
  ) {}

  /** Bytes leave for the other end of a stream, or wait for the connection. */
  send(socket: SocketRecord, began: EventOf<"call.began">, step: number): void {
    const { payload, offset = 0 } = began.args;
    if (payload === undefined || payload.length === 0) return;
    const { call } = began;
    const { length } = payload;
    if (socket.other !== null) this.leave(socket, socket.other, call, offset, length, step);
    else if (!socket.accepted && socket.peer !== null)
      (socket.pendingSends ??= []).push({ call, offset, length });
  }

  /** Its connection is there: what was sent before it leaves now. */
  sendPending(socket: SocketRecord, step: number): void {
    if (socket.pendingSends === null || socket.other === null) return;
    for (const { call, offset, length } of socket.pendingSends)
      this.leave(socket, socket.other, call, offset, length, step);
    socket.pendingSends = null;
  }

  private leave(
    socket: SocketRecord,
    to: End,
    sent: number,
    offset: number,
    length: number,
    step: number,
  ): void {
    const receiver = this.index.find(to.socket);
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
    if (!socket.linked) socket.unpaired.push(flight);
    // Its program has closed it: the kernel answers with a reset, and nobody will ever read this.
    else if (receiver.closed) this.flights.lose(flight, step);
    else receiver.incoming.push(flight);
  }

  /** The very socket at the other end is known now: what waits for it is handed over. */
  join(socket: SocketRecord, other: SocketRecord): void {
    socket.other = endOf(other);
    socket.otherRecord = other;
    socket.linked = true;
    this.index.met++;
    for (const flight of socket.unpaired.splice(0)) {
      this.flights.retarget(flight, endOf(other));
      other.incoming.push(flight);
    }
  }

  /** A recv returned the bytes [offset, offset + length) of the incoming stream. */
  take(socket: SocketRecord, ended: EventOf<"call.ended">, step: number): void {
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
    if (offset < end) this.addUnseen(socket, ended.call, offset, end, step);
  }

  /** Nobody here saw these bytes leave: an outsider sent them. */
  private addUnseen(
    socket: SocketRecord,
    call: number,
    offset: number,
    end: number,
    step: number,
  ): void {
    if (socket.other === null) return;
    this.unseenFlight(socket, offset, end, step, call);
    socket.seenTo = Math.max(socket.seenTo, end);
  }

  /** The kernel says that so many bytes wait here, of which an outsider has sent some unseen. */
  arriveUnseen(socket: SocketRecord, unread: number, step: number): void {
    const end = socket.readTo + unread;
    const offset = Math.max(socket.seenTo, socket.readTo);
    if (socket.other === null || socket.other.socket !== null || end <= offset) return;
    socket.seenTo = end;
    socket.incoming.push(this.unseenFlight(socket, offset, end, step));
  }

  /** Adds bytes that an outsider sent unseen. `taken`: the call that read them in this step, if any did. */
  private unseenFlight(
    socket: SocketRecord,
    offset: number,
    end: number,
    step: number,
    taken?: number,
  ): number {
    const flight = this.flights.add({
      kind: STREAM,
      offset,
      length: end - offset,
      truth: "inferred",
      from: socket.other,
      to: endOf(socket),
      startStep: step,
      endStep: taken === undefined ? undefined : step,
      taken,
    });
    this.flights.setSince(flight, socket.quietUntil);
    return flight;
  }

  /** Cuts a stream's flight in two that stay next to each other in what its receiver expects. */
  cut(flight: number, length: number): number {
    const rest = this.flights.split(flight, length);
    const sender = this.index.find(this.flights.fromSocket(flight));
    const receiver = this.index.find(this.flights.toSocket(flight));
    for (const list of [receiver?.incoming, sender?.unpaired]) {
      const at = list?.lastIndexOf(flight) ?? -1;
      if (at >= 0) list?.splice(at + 1, 0, rest);
    }
    return rest;
  }
}
