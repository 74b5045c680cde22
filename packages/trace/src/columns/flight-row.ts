import type { Interval, Truth } from "@sockscope/protocol";
import type { Cargo, End, Flight, FlightFault } from "../types/flight.ts";
import { cargoOf } from "./cargo.ts";
import type { FlightColumns } from "./flight-columns.ts";

/** A flight as an object. It reads the columns, so it also shows what becomes known of it later. */
export class FlightRow implements Flight {
  private shown: Cargo;
  readonly from: End | null;
  private target: End | null;

  constructor(
    private readonly flights: FlightColumns,
    readonly id: number,
  ) {
    this.shown = cargoOf(flights, id);
    this.from = flights.fromOf(id);
    this.target = flights.toOf(id);
  }

  /** Another object after the flight was cut. */
  get cargo(): Cargo {
    if (this.shown.kind !== "segment" && this.shown.length !== this.flights.lengthOf(this.id))
      this.shown = cargoOf(this.flights, this.id);
    return this.shown;
  }
  get truth(): Truth {
    return this.flights.truthOf(this.id);
  }
  get to(): End | null {
    if ((this.target?.socket ?? null) !== this.flights.toSocket(this.id))
      this.target = this.flights.toOf(this.id);
    return this.target;
  }
  get startStep(): number {
    return this.flights.starts.at(this.id);
  }
  get endStep(): number | null {
    return this.flights.endStepOf(this.id);
  }
  get lostStep(): number | null {
    return this.flights.lostStepOf(this.id);
  }
  get unsent(): boolean {
    return this.flights.isUnsent(this.id);
  }
  get faults(): readonly FlightFault[] {
    return this.flights.faultsOf(this.id);
  }
  get held(): boolean {
    return this.flights.isHeld(this.id);
  }
  get passedStep(): number | null {
    return this.flights.passedStepOf(this.id);
  }
  get sentBy(): number | null {
    return this.flights.sentBy(this.id);
  }
  get consumedBy(): number | null {
    return this.flights.consumedBy(this.id);
  }
  get at(): Interval | null {
    return this.flights.intervalOf(this.id);
  }
  get replacedStep(): number | null {
    return this.flights.replacedStepOf(this.id);
  }
}
