import type { Payload, Truth } from "@sockscope/protocol";
import { keptPart } from "./kept.ts";
import type { FlightRecord } from "./records.ts";
import type { Cargo, End } from "./types.ts";

/** All arrows in the order of their making, and those of each call. */
export class Flights {
  readonly all: FlightRecord[] = [];
  private readonly byCall = new Map<number, FlightRecord[]>();

  add(made: {
    cargo: Cargo;
    truth: Truth;
    from: End | null;
    to: End | null;
    startStep: number;
    endStep?: number;
    sent?: number | null;
    taken?: number;
    payload?: Payload | undefined;
    skip?: number;
    like?: FlightRecord;
  }): FlightRecord {
    const flight: FlightRecord = {
      id: this.all.length,
      cargo: made.cargo,
      truth: made.truth,
      from: made.from,
      to: made.to,
      startStep: made.startStep,
      endStep: made.endStep ?? null,
      lostStep: null,
      faults: made.like ? [...made.like.faults] : [],
      held: made.like?.held ?? false,
      passedStep: made.like?.passedStep ?? null,
      sent: made.sent ?? null,
      taken: made.taken ?? null,
      payload: made.payload,
      skip: made.skip ?? 0,
    };
    this.all.push(flight);
    if (flight.sent !== null) this.file(flight.sent, flight);
    if (flight.taken !== null) this.file(flight.taken, flight);
    return flight;
  }

  take(flight: FlightRecord, call: number, step: number): void {
    flight.taken = call;
    flight.endStep = step;
    this.file(call, flight);
  }

  /**
   * Cuts a stream's flight after `length` bytes: a recv took, or the link let pass, only so many.
   * @returns the rest, still on its way
   */
  split(flight: FlightRecord, length: number): FlightRecord {
    if (flight.cargo.kind !== "stream") throw new Error("only a stream can be split");
    const { offset, length: whole } = flight.cargo;
    flight.cargo = streamCargo(flight.payload, flight.skip, offset, length);
    return this.add({
      cargo: streamCargo(flight.payload, flight.skip + length, offset + length, whole - length),
      truth: flight.truth,
      from: flight.from,
      to: flight.to,
      startStep: flight.startStep,
      sent: flight.sent,
      payload: flight.payload,
      skip: flight.skip + length,
      like: flight,
    });
  }

  of(call: number): readonly FlightRecord[] {
    return this.byCall.get(call) ?? [];
  }

  private file(call: number, flight: FlightRecord): void {
    const filed = this.byCall.get(call);
    if (filed === undefined) this.byCall.set(call, [flight]);
    else filed.push(flight);
  }
}

/** Bytes are decoded when somebody looks at them: most are never looked at. */
export function streamCargo(
  payload: Payload | undefined,
  skip: number,
  offset: number,
  length: number,
): Cargo {
  return {
    kind: "stream",
    offset,
    length,
    get kept() {
      return keptPart(payload, skip, length);
    },
  };
}

export function datagramCargo(payload: Payload | undefined, length: number): Cargo {
  return {
    kind: "datagram",
    length,
    get kept() {
      return keptPart(payload, 0, length);
    },
  };
}
