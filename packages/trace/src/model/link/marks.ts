import type { EventOf, Fault, Verb } from "@sockscope/protocol";
import { DATAGRAM, STREAM } from "../../columns/flight-columns.ts";
import type { Flights } from "../../columns/flights.ts";
import type { Pairing } from "../pairing/pairing.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import type { StreamEnd } from "../tcp/stream-end.ts";

/** What keeps bytes from the other end, for a while or for good. */
const WITHHOLDING_FAULTS: ReadonlySet<Fault> = new Set([
  ...(["delay", "slice", "loss", "reorder", "overflow", "reset", "black-hole"] as const),
]);

/** What these ask of a stream goes over the wire as a FIN. */
export const endsStream = (verb: Verb | null): boolean => verb === "close" || verb === "shutdown";

type Touched = EventOf<"link.fault"> | EventOf<"link.passed">;

/** Marks what the link touched: bytes of a stream by their offsets, a datagram by call and copy. */
export class LinkMarks {
  constructor(
    private readonly flights: Flights,
    private readonly pairing: Pairing,
    private readonly index: SocketIndex,
    private readonly ends: StreamEnd,
  ) {}

  /** Whether these bytes are not on their way to the other end. */
  keepsBack({ fault }: EventOf<"link.fault">): boolean {
    return WITHHOLDING_FAULTS.has(fault);
  }

  fault(event: EventOf<"link.fault">, step: number): void {
    if (event.fault === "duplicate") this.copyOf(event);
    for (const flight of this.touched(event)) {
      this.flights.fault(flight, { fault: event.fault, step, delay: event.delay ?? null });
      this.apply(event, flight, step);
    }
    const socket = this.index.byId.get(event.socket);
    if (event.fault === "reset" && socket !== undefined)
      this.ends.breakOff(socket, event.t, "injected");
  }

  passed(event: EventOf<"link.passed">, step: number): void {
    for (const flight of this.touched(event)) {
      // Let go by the link, but there was nobody left to whom it could come.
      if (this.flights.lostStepOf(flight) !== null) continue;
      this.flights.pass(flight, step);
      if (this.flights.kindOf(flight) === DATAGRAM) this.pairing.datagrams.release(flight, step);
    }
  }

  private apply(event: EventOf<"link.fault">, flight: number, step: number): void {
    const datagram = this.flights.kindOf(flight) === DATAGRAM;
    switch (event.fault) {
      case "delay":
      case "slice":
      case "reorder":
        this.flights.hold(flight);
        if (datagram) this.pairing.forget(flight);
        break;
      case "black-hole":
        if (datagram) this.lose(flight, step);
        else this.flights.hold(flight);
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

  private lose(flight: number, step: number): void {
    this.flights.loseOnce(flight, step);
    this.pairing.forget(flight);
  }

  /** The duplicate of a datagram flies beside it. */
  private copyOf({ call }: EventOf<"link.fault">): void {
    const first = this.sentBy(call)[0];
    if (first === undefined || this.flights.kindOf(first) !== DATAGRAM) return;
    const startStep = this.flights.starts.at(first);
    const copy = this.flights.add({
      kind: DATAGRAM,
      length: this.flights.lengthOf(first),
      truth: "injected",
      from: this.flights.fromOf(first),
      to: this.flights.toOf(first),
      startStep,
      sentBy: call,
    });
    this.pairing.datagrams.release(copy, startStep);
  }

  private sentBy(call: number): readonly number[] {
    return this.flights.of(call).filter((flight) => this.flights.sentBy(flight) === call);
  }

  private touched(event: Touched): readonly number[] {
    const { offset, length, call, copy = 1 } = event;
    if (offset !== undefined) return this.within(call, offset, offset + length);
    const flight = this.sentBy(call)[copy - 1];
    return flight === undefined ? [] : [flight];
  }

  /** The flights of exactly these bytes, cut out of larger ones. The newest piece is the last. */
  private within(call: number, from: number, to: number): readonly number[] {
    const { flights, pairing } = this;
    const found: number[] = [];
    const all = flights.of(call);
    let missing = to - from;
    for (let i = all.length - 1; i >= 0 && missing > 0; i--) {
      let flight = all[i];
      if (flight === undefined || flights.kindOf(flight) !== STREAM) continue;
      const [offset, length] = [flights.offsetOf(flight), flights.lengthOf(flight)];
      if (flights.sentBy(flight) !== call || offset >= to || offset + length <= from) continue;
      if (offset + length > to) pairing.streams.cut(flight, to - offset);
      if (offset < from) flight = pairing.streams.cut(flight, from - offset);
      found.push(flight);
      missing -= Math.min(to, offset + length) - Math.max(from, offset);
    }
    return found;
  }
}
