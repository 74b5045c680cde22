import type { Interval, Payload, Truth } from "@sockscope/protocol";
import { keptPart } from "../model/kept.ts";
import type { Cargo, End, Flight, FlightFault, SegmentFlags } from "../types/flight.ts";
import type { Calls } from "./calls.ts";
import { ChangeLog } from "./change-log.ts";
import { GrowingBytes, GrowingInts, GrowingNumbers } from "./growing.ts";
import { Rows } from "./rows.ts";

const TRUTHS = ["observed", "inferred", "injected"] as const satisfies readonly Truth[];
const FLAGS = ["SYN", "SYN,ACK", "ACK", "FIN", "RST"] as const satisfies readonly SegmentFlags[];
const NO_FAULTS: readonly FlightFault[] = [];
const NONE = -1;
/** What a flight carries, by the numbers that are kept. */
export const SEGMENT = 0;
export const STREAM = 1;
export const DATAGRAM = 2;

/** What is known of a flight when it begins. Offsets and lengths are in bytes. */
interface Made {
  readonly kind: typeof SEGMENT | typeof STREAM | typeof DATAGRAM;
  readonly flags?: SegmentFlags;
  readonly offset?: number;
  readonly length?: number;
  readonly truth: Truth;
  readonly from: End | null;
  readonly to: End | null;
  readonly startStep: number;
  readonly endStep?: number;
  /** The calls that sent and that took it. */
  readonly sent?: number | null;
  readonly taken?: number;
}

/** All arrows in the order of their making, in columns; a flight is named by its number. */
export class Flights {
  readonly all = new Rows<Flight>(
    () => this.starts.length,
    (id) => new FlightRow(this, id),
  );
  readonly starts = new GrowingInts();
  /** -1: not yet. */
  readonly ends = new GrowingInts();
  readonly sent = new GrowingInts();
  readonly taken = new GrowingInts();
  /** What it is, its flags, its truth, and whether it is held. */
  private readonly what = new GrowingBytes();
  private readonly from = new GrowingInts();
  private readonly to = new GrowingInts();
  private readonly offsets = new GrowingNumbers();
  private readonly lengths = new GrowingInts();
  /** The next one of the call that sent it, and of the call that took it: most calls have one. */
  private readonly nextSent = new Map<number, number>();
  private readonly nextTaken = new Map<number, number>();
  private readonly lost = new Map<number, number>();
  private readonly passed = new Map<number, number>();
  private readonly never = new Set<number>();
  private readonly faulted = new Map<number, FlightFault[]>();
  /** When those whose sender nobody saw can have left at the earliest, in ns. */
  private readonly since = new Map<number, number>();
  /** Those that left behind the event of their step. */
  private readonly after = new Set<number>();
  /** The steps that say of some that they never were. */
  private readonly replaced = new Map<number, number>();
  /** Told of each one whose time in sight may have changed. */
  changed: (id: number) => void = () => {};
  /** Each one that was made, or of which more is known: its ends, its calls, its truth. */
  readonly changes = new ChangeLog();

  constructor(
    private readonly calls: Calls,
    private readonly actorOf: (socket: number) => number,
    /** The time of a step, or of the event that came after it, in ns. */
    private readonly timeOf: (step: number, after: boolean) => number,
  ) {}

  get length(): number {
    return this.starts.length;
  }

  add(made: Made, like: number | null = null): number {
    const id = this.starts.length;
    const flags = made.flags === undefined ? 0 : FLAGS.indexOf(made.flags);
    const held = like !== null && this.isHeld(like) ? 128 : 0;
    this.what.push(made.kind | (TRUTHS.indexOf(made.truth) << 2) | (flags << 4) | held);
    this.from.push(codeOf(made.from));
    this.to.push(codeOf(made.to));
    this.starts.push(made.startStep);
    this.ends.push(made.endStep ?? NONE);
    this.offsets.push(made.offset ?? 0);
    this.lengths.push(made.length ?? 0);
    this.sent.push(made.sent ?? NONE);
    this.taken.push(made.taken ?? NONE);
    if (like !== null) this.inherit(id, like);
    if (made.sent != null) this.file(made.sent, id);
    if (made.taken !== undefined) this.file(made.taken, id);
    this.tell(id);
    return id;
  }

  private inherit(id: number, like: number): void {
    const faults = this.faulted.get(like);
    if (faults !== undefined) this.faulted.set(id, [...faults]);
    const passed = this.passed.get(like);
    if (passed !== undefined) this.passed.set(id, passed);
    const lost = this.lost.get(like);
    if (lost !== undefined) this.lost.set(id, lost);
    const since = this.since.get(like);
    if (since !== undefined) this.since.set(id, since);
  }

  take(id: number, call: number, step: number): void {
    this.taken.set(id, call);
    this.ends.set(id, step);
    this.file(call, id);
    this.tell(id);
  }

  lose(id: number, step: number): void {
    this.lost.set(id, step);
    this.tell(id);
  }

  /** Its send failed before any of it left. */
  withdraw(id: number, step: number): void {
    this.never.add(id);
    this.lose(id, step);
  }

  private tell(id: number): void {
    this.changes.put(id);
    this.changed(id);
  }

  isUnsent(id: number): boolean {
    return this.never.has(id);
  }

  /** It is lost, unless it was before. */
  loseOnce(id: number, step: number): void {
    if (!this.lost.has(id)) this.lose(id, step);
  }

  /**
   * It left at `since` (ns) at the earliest, and at the time of its step at the latest; `after`: once the
   * event of its step was recorded, and before the next one.
   */
  setSince(id: number, since: number, after = false): void {
    this.since.set(id, since);
    if (after) this.after.add(id);
  }

  /** When it left, as far as that is known; null where its sender was seen. */
  intervalOf(id: number): Interval | null {
    const since = this.since.get(id);
    if (since === undefined) return null;
    const until = this.timeOf(this.starts.at(id), this.after.has(id));
    return [Math.min(since, until), until];
  }

  /** The step says that it never was. */
  replace(id: number, step: number): void {
    this.replaced.set(id, step);
    this.tell(id);
  }

  replacedStepOf(id: number): number | null {
    return this.replaced.size === 0 ? null : (this.replaced.get(id) ?? null);
  }

  /** Those of which this step says that they never were. */
  replacedAt(step: number): readonly number[] {
    const found: number[] = [];
    for (const [id, by] of this.replaced) if (by === step) found.push(id);
    return found;
  }

  hold(id: number): void {
    this.what.set(id, this.what.at(id) | 128);
    this.tell(id);
  }

  pass(id: number, step: number): void {
    this.passed.set(id, step);
    this.tell(id);
  }

  fault(id: number, fault: FlightFault): void {
    const faults = this.faulted.get(id);
    if (faults === undefined) this.faulted.set(id, [fault]);
    else faults.push(fault);
    this.what.set(id, (this.what.at(id) & ~12) | (TRUTHS.indexOf("injected") << 2));
    this.changes.put(id);
  }

  /** The very socket at its other end is known now. */
  retarget(id: number, to: End): void {
    this.to.set(id, codeOf(to));
    this.tell(id);
  }

  /**
   * Cuts a stream's flight after `length` bytes: a recv took, or the link let pass, only so many.
   * @returns the rest, still on its way
   */
  split(id: number, length: number): number {
    if (this.kindOf(id) !== STREAM) throw new Error("only a stream can be split");
    const [offset, whole] = [this.offsets.at(id), this.lengths.at(id)];
    this.lengths.set(id, length);
    const made = {
      kind: STREAM,
      offset: offset + length,
      length: whole - length,
      truth: this.truthOf(id),
      from: this.fromOf(id),
      to: this.toOf(id),
      startStep: this.starts.at(id),
      sent: this.sentBy(id),
    } as const;
    return this.add(made, id);
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
    return this.what.at(id) > 127;
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
    const call = this.sent.at(id);
    return call === NONE ? null : call;
  }

  takenBy(id: number): number | null {
    const call = this.taken.at(id);
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
    return this.faulted.get(id) ?? NO_FAULTS;
  }

  /** The numbers of those that leave with a call, or that it takes, in the order of their making. */
  of(call: number): number[] {
    const found: number[] = [];
    const slot = this.calls.slotOf(call);
    if (slot < 0) return found;
    for (let id = this.calls.firstFlight.at(slot); id !== NONE; id = this.next(id, call))
      found.push(id);
    return found;
  }

  /** The first that leaves with a call, or that it takes; null for none. */
  firstOf(call: number): number | null {
    const slot = this.calls.slotOf(call);
    const id = slot < 0 ? NONE : this.calls.firstFlight.at(slot);
    return id === NONE ? null : id;
  }

  private next(id: number, call: number): number {
    return (this.sent.at(id) === call ? this.nextSent : this.nextTaken).get(id) ?? NONE;
  }

  private file(call: number, id: number): void {
    const slot = this.calls.slotOf(call);
    if (slot < 0) return;
    const first = this.calls.firstFlight.at(slot);
    if (first === NONE) return this.calls.firstFlight.set(slot, id);
    const last = this.calls.lastFlight.get(slot) ?? first;
    (this.sent.at(last) === call ? this.nextSent : this.nextTaken).set(last, id);
    this.calls.lastFlight.set(slot, id);
  }

  /** What it carries, and the bytes of it that were kept: they are read when somebody looks. */
  cargoOf(id: number): Cargo {
    switch (this.kindOf(id)) {
      case SEGMENT:
        return { kind: "segment", flags: this.flagsOf(id) };
      case STREAM: {
        const [offset, length] = [this.offsets.at(id), this.lengths.at(id)];
        const kept = () => {
          const { payload, offset: begins } = this.payloadOf(id);
          return keptPart(payload, offset - begins, length);
        };
        return {
          ...{ kind: "stream", offset, length },
          get kept() {
            return kept();
          },
        };
      }
      default: {
        const length = this.lengths.at(id);
        const kept = () => keptPart(this.payloadOf(id).payload, 0, length);
        return {
          ...{ kind: "datagram", length },
          get kept() {
            return kept();
          },
        };
      }
    }
  }

  /** The payload of which it is a part: its sender's, or that of whoever saw it first. */
  private payloadOf(id: number): { payload: Payload | undefined; offset: number } {
    const sent = this.sentBy(id);
    if (sent !== null) {
      const slot = this.calls.slotOf(sent);
      const args = slot < 0 ? undefined : this.calls.beganEvent(slot).args;
      return { payload: args?.payload, offset: args?.offset ?? 0 };
    }
    const taken = this.takenBy(id);
    const slot = taken === null ? NONE : this.calls.slotOf(taken);
    const result = slot < 0 ? undefined : this.calls.endedEvent(slot)?.result;
    return { payload: result?.payload, offset: result?.offset ?? this.offsets.at(id) };
  }

  private endAt(code: number): End | null {
    if (code === 0) return null;
    return code > 0 ? { actor: this.actorOf(code), socket: code } : { actor: -code, socket: null };
  }
}

/** An end as a number: a socket, or an actor of whom no socket is seen, below 0; 0 for nobody. */
const codeOf = (end: End | null): number => (end === null ? 0 : (end.socket ?? -end.actor));

/** A flight as everybody sees it. What becomes known of it later it knows too. */
class FlightRow implements Flight {
  private shown: Cargo;
  readonly from: End | null;
  private target: End | null;

  constructor(
    private readonly flights: Flights,
    readonly id: number,
  ) {
    this.shown = flights.cargoOf(id);
    this.from = flights.fromOf(id);
    this.target = flights.toOf(id);
  }

  /** Another one once it was cut. */
  get cargo(): Cargo {
    if (this.shown.kind !== "segment" && this.shown.length !== this.flights.lengthOf(this.id))
      this.shown = this.flights.cargoOf(this.id);
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
  get sent(): number | null {
    return this.flights.sentBy(this.id);
  }
  get taken(): number | null {
    return this.flights.takenBy(this.id);
  }
  get at(): Interval | null {
    return this.flights.intervalOf(this.id);
  }
  get replacedStep(): number | null {
    return this.flights.replacedStepOf(this.id);
  }
}
