import type { Interval, Truth } from "@sockscope/protocol";
import type { End, FlightFault, SegmentFlags } from "../types/flight.ts";
import { GrowingBytes, GrowingInts, GrowingNumbers } from "./arrays/growing.ts";
import type { Calls } from "./calls.ts";
import { FlightsOfCalls } from "./flights-of-calls.ts";

const TRUTHS = ["observed", "inferred", "injected"] as const satisfies readonly Truth[];
const FLAGS = ["SYN", "SYN,ACK", "ACK", "FIN", "RST"] as const satisfies readonly SegmentFlags[];
const NO_FAULTS: readonly FlightFault[] = [];
/** No call, or no step. */
export const NONE = -1;

/** The kinds of cargo, as numbers. */
export const SEGMENT = 0;
export const STREAM = 1;
export const DATAGRAM = 2;

/*
 * `what` packs four properties into one byte: bits 0 and 1 the kind, 2 and 3 the truth, 4 to 6 the
 * flags, 7 whether the link holds the flight.
 */
const HELD = 128;
const TRUTH_BITS = 12;

export const packWhat = (kind: number, truth: Truth, flags: SegmentFlags, held: boolean): number =>
  kind | (TRUTHS.indexOf(truth) << 2) | (FLAGS.indexOf(flags) << 4) | (held ? HELD : 0);

export const withHeld = (what: number): number => what | HELD;

export const withTruth = (what: number, truth: Truth): number =>
  (what & ~TRUTH_BITS) | (TRUTHS.indexOf(truth) << 2);

/** An end as a number: a socket's id, or below 0 an actor with no visible socket; 0 for nobody. */
export const codeOf = (end: End | null): number => (end === null ? 0 : (end.socket ?? -end.actor));

/**
 * All arrows in the order of their creation, a number in each column; a flight is named by its index.
 * What few flights have stands in maps. This class reads; `Flights` writes.
 */
export class FlightColumns {
  readonly starts = new GrowingInts();
  /** `NONE` until the flight ends. */
  readonly ends = new GrowingInts();
  /** The calls that sent it and that took it; `NONE` for none. */
  readonly senders = new GrowingInts();
  readonly consumers = new GrowingInts();
  protected readonly what = new GrowingBytes();
  protected readonly from = new GrowingInts();
  protected readonly to = new GrowingInts();
  protected readonly offsets = new GrowingNumbers();
  protected readonly lengths = new GrowingInts();
  /** The steps at which flights were lost, and at which the link let them pass. */
  protected readonly lost = new Map<number, number>();
  protected readonly passed = new Map<number, number>();
  /** Flights whose send failed before any of them left. */
  protected readonly unsent = new Set<number>();
  protected readonly faults = new Map<number, FlightFault[]>();
  /** When a flight whose sender nobody saw left at the earliest, in ns. */
  protected readonly since = new Map<number, number>();
  /** Flights that left after the event of their step. */
  protected readonly after = new Set<number>();
  /** The steps that say that a flight never was. */
  protected readonly replaced = new Map<number, number>();
  protected readonly ofCalls: FlightsOfCalls;

  constructor(
    readonly calls: Calls,
    private readonly actorOf: (socket: number) => number,
    /** The time of a step, or of the event that came after it, in ns. */
    private readonly timeOf: (step: number, after: boolean) => number,
  ) {
    this.ofCalls = new FlightsOfCalls(calls, this.senders);
  }

  get length(): number {
    return this.starts.length;
  }

  kindOf(id: number): number {
    return this.what.at(id) & 3;
  }

  flagsOf(id: number): SegmentFlags {
    return FLAGS[(this.what.at(id) >> 4) & 7] ?? "ACK";
  }

  truthOf(id: number): Truth {
    return TRUTHS[(this.what.at(id) >> 2) & 3] ?? "inferred";
  }

  isHeld(id: number): boolean {
    return this.what.at(id) >= HELD;
  }

  isUnsent(id: number): boolean {
    return this.unsent.has(id);
  }

  offsetOf(id: number): number {
    return this.offsets.at(id);
  }

  lengthOf(id: number): number {
    return this.lengths.at(id);
  }

  fromOf(id: number): End | null {
    return this.endAt(this.from.at(id));
  }

  toOf(id: number): End | null {
    return this.endAt(this.to.at(id));
  }

  private endAt(code: number): End | null {
    if (code === 0) return null;
    return code > 0 ? { actor: this.actorOf(code), socket: code } : { actor: -code, socket: null };
  }

  /** The socket that it comes from, or goes to; null for an outsider's, or none. */
  fromSocket(id: number): number | null {
    const code = this.from.at(id);
    return code > 0 ? code : null;
  }

  toSocket(id: number): number | null {
    const code = this.to.at(id);
    return code > 0 ? code : null;
  }

  sentBy(id: number): number | null {
    const call = this.senders.at(id);
    return call === NONE ? null : call;
  }

  consumedBy(id: number): number | null {
    const call = this.consumers.at(id);
    return call === NONE ? null : call;
  }

  endStepOf(id: number): number | null {
    const step = this.ends.at(id);
    return step === NONE ? null : step;
  }

  lostStepOf(id: number): number | null {
    return this.lost.size === 0 ? null : (this.lost.get(id) ?? null);
  }

  passedStepOf(id: number): number | null {
    return this.passed.size === 0 ? null : (this.passed.get(id) ?? null);
  }

  faultsOf(id: number): readonly FlightFault[] {
    return this.faults.get(id) ?? NO_FAULTS;
  }

  /** When it left, as far as that is known; null where its sender was seen. */
  intervalOf(id: number): Interval | null {
    const since = this.since.get(id);
    if (since === undefined) return null;
    const until = this.timeOf(this.starts.at(id), this.after.has(id));
    return [Math.min(since, until), until];
  }

  replacedStepOf(id: number): number | null {
    return this.replaced.size === 0 ? null : (this.replaced.get(id) ?? null);
  }

  /** The flights of which this step says that they never were. */
  replacedAt(step: number): readonly number[] {
    const found: number[] = [];
    for (const [id, by] of this.replaced) if (by === step) found.push(id);
    return found;
  }

  /** The flights that leave with a call, or that it takes, in the order of their creation. */
  of(call: number): number[] {
    return this.ofCalls.of(call);
  }

  /** The first flight that leaves with a call, or that it takes; null for none. */
  firstOf(call: number): number | null {
    return this.ofCalls.firstOf(call);
  }
}
