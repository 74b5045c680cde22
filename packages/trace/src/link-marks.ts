import type { EventOf } from "@sockscope/protocol";
import { datagramCargo, type Flights } from "./flights.ts";
import type { Pairing } from "./pairing.ts";
import type { FlightRecord } from "./records.ts";
import type { SocketIndex } from "./socket-index.ts";
import type { TcpInference } from "./tcp-inference.ts";

type Touched = EventOf<"link.fault"> | EventOf<"link.passed">;

/** Marks what the link touched: bytes of a stream by their offsets, a datagram by call and copy. */
export class LinkMarks {
  constructor(
    private readonly flights: Flights,
    private readonly pairing: Pairing,
    private readonly index: SocketIndex,
    private readonly tcp: TcpInference,
  ) {}

  fault(event: EventOf<"link.fault">, step: number): void {
    if (event.fault === "duplicate") this.copyOf(event);
    for (const flight of this.touched(event)) {
      flight.truth = "injected";
      flight.faults.push({ fault: event.fault, step, delay: event.delay ?? null });
      this.apply(event, flight, step);
    }
    const socket = this.index.byId.get(event.socket);
    if (event.fault === "reset" && socket !== undefined)
      this.tcp.breakOff(socket, event.t, "injected");
  }

  passed(event: EventOf<"link.passed">, step: number): void {
    for (const flight of this.touched(event)) {
      flight.passedStep = step;
      if (flight.cargo.kind === "datagram") this.pairing.release(flight, step);
    }
  }

  private apply(event: EventOf<"link.fault">, flight: FlightRecord, step: number): void {
    const datagram = flight.cargo.kind === "datagram";
    switch (event.fault) {
      case "delay":
      case "slice":
      case "reorder":
        flight.held = true;
        if (datagram) this.pairing.forget(flight);
        break;
      case "black-hole":
        if (datagram) this.lose(flight, step);
        else flight.held = true;
        break;
      case "loss":
      case "overflow":
      case "too-long":
      case "reset":
        this.lose(flight, step);
        break;
      case "duplicate":
        break;
      default:
        event.fault satisfies never;
    }
  }

  private lose(flight: FlightRecord, step: number): void {
    flight.lostStep ??= step;
    this.pairing.forget(flight);
  }

  /** The duplicate of a datagram flies beside it. */
  private copyOf({ call }: EventOf<"link.fault">): void {
    const first = this.sentBy(call)[0];
    if (first?.cargo.kind !== "datagram") return;
    const copy = this.flights.add({
      cargo: datagramCargo(first.payload, first.cargo.length),
      truth: "injected",
      from: first.from,
      to: first.to,
      startStep: first.startStep,
      sent: call,
      payload: first.payload,
    });
    this.pairing.release(copy, first.startStep);
  }

  private sentBy(call: number): readonly FlightRecord[] {
    return this.flights.of(call).filter(({ sent }) => sent === call);
  }

  private touched(event: Touched): readonly FlightRecord[] {
    const { offset, length, call, copy = 1 } = event;
    if (offset !== undefined) return this.within(call, offset, offset + length);
    const flight = this.sentBy(call)[copy - 1];
    return flight === undefined ? [] : [flight];
  }

  /** The flights of exactly these bytes, cut out of larger ones. The newest piece is the last. */
  private within(call: number, from: number, to: number): readonly FlightRecord[] {
    const found: FlightRecord[] = [];
    const all = this.flights.of(call);
    let missing = to - from;
    for (let i = all.length - 1; i >= 0 && missing > 0; i--) {
      let flight = all[i];
      if (flight?.cargo.kind !== "stream" || flight.sent !== call) continue;
      const { offset, length } = flight.cargo;
      if (offset >= to || offset + length <= from) continue;
      if (offset + length > to) this.pairing.cut(flight, to - offset);
      if (offset < from) flight = this.pairing.cut(flight, from - offset);
      found.push(flight);
      missing -= Math.min(to, offset + length) - Math.max(from, offset);
    }
    return found;
  }
}
