import { addressText, type Event, type EventOf, type Verb } from "@sockscope/protocol";
import type { ChangeLog } from "../columns/change-log.ts";
import { StepRuns } from "../columns/step-runs.ts";
import { BYTES_KEPT_BACK, endsStream } from "../link-marks.ts";
import { acceptedPhase, afterSegment, dialled } from "../tcp-phase.ts";
import type { Actor, End, Flight, SocketPhase, Step, Trace } from "../types.ts";
import { Row } from "./rows.ts";
import { RunningTotal } from "./running-total.ts";
import type { StepTone } from "./step-tone.ts";

type EventStep = Extract<Step, { kind: "event" }>;

/** Bytes that left for a connection whose very socket was not known yet. */
interface Early {
  readonly call: number;
  readonly length: number;
}

/** Folds steps into rows: states, fills and queues along each socket. */
export class RowFold {
  readonly byActor = new Map<number, Row[]>();
  readonly bySocket = new Map<number, Row>();
  readonly sent = new RunningTotal();
  readonly read = new RunningTotal();
  /** The steps that belong to a conversation: their socket's other end is known. */
  readonly talking = new StepRuns();
  /** By both addresses, as the kernel finds a connection. */
  private readonly pairs = new Map<string, Row>();
  private early: Early[] = [];
  private merged = -1;
  /** The calls that end a stream of which the link has kept the kernel from hearing. */
  private readonly heldEnds = new Set<number>();

  /** @param changed is told of each socket whose addresses or partner have become known */
  constructor(
    private readonly trace: Trace,
    private readonly changed: ChangeLog,
  ) {}

  rowOf(step: Step): Row | undefined {
    const socket = step.kind === "segment" ? knownSocket(step.flight) : socketOf(step.event);
    const own = socket === null ? undefined : this.bySocket.get(socket);
    return own ?? (step.actor === null ? undefined : this.byActor.get(step.actor)?.[0]);
  }

  /** The row of the other end of a stream, where that is on the stage. */
  partnerOf(row: Row): Row | null {
    return row.partner;
  }

  add(step: Step, tone: StepTone): void {
    if (step.kind === "segment") this.segment(step);
    else {
      this.event(step.event, step.index);
      if (step.ended !== null) this.settle(step);
    }
    const row = this.rowOf(step);
    row?.summary.push(step.index, tone);
    if (row !== undefined && row.peer !== null && row.actor.type === "SOCK_STREAM")
      this.talking.add(step.index);
    if (step.kind === "event") {
      this.pair(row);
      if (step.event.kind === "connection.queued") {
        this.pair(this.bySocket.get(step.event.connection));
      }
    }
    if (step.kind !== "segment") return;
    const to = step.flight.to?.socket ?? null;
    const other = to === null ? undefined : this.bySocket.get(to);
    if (other !== undefined && other !== row) other.summary.push(step.index, tone);
  }

  /** @returns whether the end of the step's call is news */
  settle(step: EventStep): boolean {
    if (step.ended === null || this.merged === step.index) return false;
    this.merged = step.index;
    this.ended(step.ended, step.index);
    this.pair(this.rowOf(step));
    return true;
  }

  /** Looks for the other end of a row whose addresses may have become known. */
  private pair(row: Row | undefined): void {
    if (row === undefined || row.socket === null) return;
    const { local, peer, lookedFor } = row;
    if (local === lookedFor.local && peer === lookedFor.peer) return;
    row.lookedFor = { local, peer };
    this.changed.put(row.socket);
    const stream = row.actor.type === "SOCK_STREAM";
    if (row.partner !== null && !stream) this.part(row, row.partner);
    if (local === null || peer === null || row.partner !== null) return;
    this.pairs.set(`${addressText(local)} ${addressText(peer)}`, row);
    const other = this.pairs.get(`${addressText(peer)} ${addressText(local)}`);
    // These addresses may have been another connection's before: that one keeps its own two ends.
    if (other === undefined || other.partner !== null) return;
    if (row.listener !== null || other.overStep === Number.POSITIVE_INFINITY) this.meet(row, other);
  }

  private meet(row: Row, other: Row): void {
    [row.partner, other.partner] = [other, row];
    for (const { socket } of [row, other]) if (socket !== null) this.changed.put(socket);
  }

  private part(row: Row, other: Row): void {
    [row.partner, other.partner] = [null, null];
    for (const { socket } of [row, other]) if (socket !== null) this.changed.put(socket);
  }

  private segment({ flight, index }: Extract<Step, { kind: "segment" }>): void {
    if (flight.cargo.kind !== "segment") return;
    const [from, to] = [this.faceOf(flight.from), this.faceOf(flight.to)];
    afterSegment(flight.cargo.flags, from, to);
    for (const face of [from, to]) {
      face?.row.setPhase(index, face.phase);
      if (flight.cargo.flags === "RST" && face !== undefined)
        face.row.resetStep = Math.min(face.row.resetStep, index);
    }
  }

  private faceOf(end: End | null): { row: Row; phase: SocketPhase } | undefined {
    const row = end?.socket == null ? undefined : this.bySocket.get(end.socket);
    return row && { row, phase: row.phase };
  }

  private event(event: Event, step: number): void {
    switch (event.kind) {
      case "actor.added": {
        const actor = this.trace.actor(event.actor);
        if (actor !== undefined)
          this.byActor.set(actor.id, [new Row(this.trace.calls, actor, null, step, true)]);
        break;
      }
      case "call.began":
        this.began(event, step);
        break;
      case "call.ended":
        this.ended(event, step);
        break;
      case "socket.named": {
        const row = this.bySocket.get(event.socket);
        if (row === undefined) break;
        row.local = event.address;
        if (row.actor.type === "SOCK_STREAM") row.setPhase(step, dialled(row.phase));
        break;
      }
      case "connection.queued": {
        const row = this.open(event.actor, event.connection, event.socket, step);
        if (row !== undefined) {
          [row.local, row.peer] = [event.local, event.peer];
          row.setPhase(step, "ESTABLISHED");
          this.takeEarly(row, step);
        }
        const listener = this.bySocket.get(event.socket);
        listener?.queue.set(step, listener.queue.last + 1);
        break;
      }
      case "datagram.arrived": {
        const row = this.bySocket.get(event.socket);
        row?.waiting.set(step, row.waiting.last + 1);
        break;
      }
      case "socket.closed":
        this.closed(event.socket, step);
        break;
      case "link.fault":
        if (event.fault === "reset") this.breakOff(event.socket, step);
        if (event.length === 0) this.holdEnd(event);
        else if (event.offset !== undefined && BYTES_KEPT_BACK.has(event.fault))
          this.land(event, step, (landed) => Math.min(landed, event.offset ?? 0));
        break;
      case "link.passed":
        if (this.heldEnds.delete(event.call) && this.verbOf(event.call) === "close")
          this.closed(event.socket, step);
        if (event.offset !== undefined && !this.wasReset(event.socket))
          this.land(event, step, (landed) => Math.max(landed, (event.offset ?? 0) + event.length));
        break;
      default:
    }
  }

  private breakOff(socket: number, step: number): void {
    const row = this.bySocket.get(socket);
    if (row === undefined) return;
    for (const end of [row, this.partnerOf(row)])
      if (end !== null) end.resetStep = Math.min(end.resetStep, step);
  }

  private wasReset(socket: number): boolean {
    return (
      (this.bySocket.get(socket)?.resetStep ?? Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY
    );
  }

  private holdEnd({ call }: EventOf<"link.fault">): void {
    if (endsStream(this.verbOf(call))) this.heldEnds.add(call);
  }

  private verbOf(call: number): Verb | null {
    return this.trace.calls.get(call)?.verb ?? null;
  }

  private began(event: EventOf<"call.began">, step: number): void {
    const row = event.socket === null ? undefined : this.bySocket.get(event.socket);
    if (row === undefined) return;
    const { payload, offset, address } = event.args;
    if (event.verb === "connect") row.peer = address ?? null;
    if (payload === undefined || payload.length === 0) return;
    this.sent.add(step, payload.length);
    row.sends.add(event.call);
    if (offset === undefined) return;
    row.landed.set(step, offset + payload.length);
    this.deliver({ call: event.call, length: payload.length }, step);
  }

  /** Bytes now wait at the other end; one that is only known by its listener gets them later. */
  private deliver(sent: Early, step: number): void {
    const to = this.receiverOf(sent.call);
    const row = to === null ? undefined : this.bySocket.get(to);
    if (row === undefined || row.phase === "LISTEN") {
      if (to !== null || this.isHasty(sent.call)) this.early.push(sent);
      return;
    }
    if (row.overStep > step) row.waiting.set(step, row.waiting.last + sent.length);
  }

  /** The link holds bytes, or has let them pass: so many more or fewer are at the other end. */
  private land(
    { kind, call, socket }: EventOf<"link.fault" | "link.passed">,
    step: number,
    change: (landed: number) => number,
  ): void {
    const row = this.bySocket.get(socket);
    if (row === undefined) return;
    const before = row.landed.last;
    const landed = change(before);
    // What was held when it was sent has never been there, not even since the call began.
    const began = kind === "link.fault" ? (this.trace.calls.get(call)?.beganStep ?? step) : step;
    row.landed.set(row.landed.lastStep <= began ? began : step, landed);
    const other = this.partnerOf(row);
    if (other === null || other === undefined || other.overStep <= step) return;
    const since = other.waiting.lastStep <= began ? began : step;
    other.waiting.set(since, Math.max(0, other.waiting.last + landed - before));
  }

  /** The socket to which a call sends, where that is known. */
  private receiverOf(call: number): number | null {
    const { flights } = this.trace.columns;
    const first = flights.firstOf(call);
    return first === null ? null : flights.toSocket(first);
  }

  /** It waits for its connection, or failed: nothing of it has left. */
  private isHasty(call: number): boolean {
    return this.trace.columns.flights.firstOf(call) === null;
  }

  private takeEarly(row: Row, step: number): void {
    if (this.early.length === 0) return;
    const waiting = this.early;
    this.early = [];
    for (const sent of waiting) {
      const to = this.receiverOf(sent.call);
      if (to === row.socket) row.waiting.set(step, row.waiting.last + sent.length);
      else if (to !== null || this.isHasty(sent.call)) this.early.push(sent);
    }
  }

  private ended(event: EventOf<"call.ended">, step: number): void {
    const { verb, result, error } = event;
    if (verb === "socket" && result?.socket !== undefined) {
      this.open(event.actor, result.socket, null, step);
      return;
    }
    const row = event.socket === null ? undefined : this.bySocket.get(event.socket);
    if (row === undefined) return;
    if (error !== undefined) return this.failed(row, event, step);
    switch (verb) {
      case "bind":
        row.local = result?.address ?? this.trace.calls.get(event.call)?.args.address ?? row.local;
        row.setPhase(step, "bound");
        break;
      case "listen":
        row.local = result?.address ?? row.local;
        row.kernelQueue = result?.queue === "kernel";
        row.setPhase(step, "LISTEN");
        break;
      case "accept":
        this.accepted(row, event, step);
        break;
      case "connect":
        row.local = result?.address ?? row.local;
        if (row.actor.type === "SOCK_STREAM" && dialled(row.phase) === "SYN-SENT")
          row.setPhase(step, "ESTABLISHED");
        this.joinKernelQueue(event.call, step);
        break;
      case "recv":
      case "recvfrom":
        this.received(row, event, step);
        break;
      case "sendto":
        if (row.phase === "unbound") row.setPhase(step, "bound");
        break;
      case "close":
        if (!this.heldEnds.has(event.call)) this.closed(event.socket, step);
        break;
      default:
    }
  }

  private accepted(listener: Row, event: EventOf<"call.ended">, step: number): void {
    const { socket, address } = event.result ?? {};
    if (socket === undefined) return;
    if (this.bySocket.has(socket)) {
      listener.queue.set(step, Math.max(0, listener.queue.last - 1));
      return;
    }
    const client = this.trace.columns.kernelQueues.takenBy(event.call);
    if (client !== null) listener.queue.set(step, Math.max(0, listener.queue.last - 1));
    const row = this.open(event.actor, socket, listener.socket, step);
    if (row === undefined) return;
    [row.local, row.peer] = [listener.local, address ?? null];
    this.pair(row);
    row.setPhase(
      step,
      acceptedPhase(client === null ? undefined : this.bySocket.get(client)?.phase),
    );
    this.takeEarly(row, step);
  }

  private joinKernelQueue(connect: number, step: number): void {
    const id = this.trace.columns.kernelQueues.joinedBy(connect);
    const listener = id === null ? undefined : this.bySocket.get(id);
    listener?.queue.set(step, listener.queue.last + 1);
  }

  private received(row: Row, event: EventOf<"call.ended">, step: number): void {
    const length = event.result?.payload?.length ?? 0;
    if (length === 0) return;
    this.read.add(step, length);
    row.reads.add(event.call);
    const taken = row.actor.type === "SOCK_STREAM" ? length : 1;
    row.waiting.set(step, Math.max(0, row.waiting.last - taken));
  }

  private failed(row: Row, event: EventOf<"call.ended">, step: number): void {
    if (event.verb === "connect" && row.phase === "SYN-SENT") row.setPhase(step, "unbound");
    if (event.error?.errno === "ECONNRESET") row.setPhase(step, "RESET");
    const { payload, offset } = this.trace.calls.get(event.call)?.args ?? {};
    if (payload === undefined || payload.length === 0) return;
    this.sent.add(step, -payload.length);
    // What the link lost of it did leave: only what never left is taken back.
    if (!this.touchedByLink(event.call)) row.sends.takeBack(event.call);
    this.early = this.early.filter(({ call }) => call !== event.call);
    if (offset === undefined) return;
    const landed = row.landed.last;
    row.landed.set(step, Math.min(landed, offset));
    const to = this.receiverOf(event.call);
    const other = to === null ? undefined : this.bySocket.get(to);
    const never = Math.max(0, landed - offset);
    other?.waiting.set(step, Math.max(0, other.waiting.last - never));
  }

  private touchedByLink(call: number): boolean {
    const { flights } = this.trace.columns;
    return flights.of(call).some((flight) => flights.faultsOf(flight).length > 0);
  }

  private closed(socket: number | null, step: number): void {
    const row = socket === null ? undefined : this.bySocket.get(socket);
    if (row === undefined) return;
    const streaming = ["ESTABLISHED", "CLOSE-WAIT", "FIN-WAIT", "RESET", "TIME-WAIT"];
    if (!streaming.includes(row.phase)) row.setPhase(step, "closed");
    row.overStep = Math.min(row.overStep, step);
    row.waiting.set(step, 0);
    row.queue.set(step, 0);
  }

  private open(
    actorId: number,
    socket: number,
    listener: number | null,
    step: number,
  ): Row | undefined {
    const rows = this.byActor.get(actorId);
    const actor: Actor | undefined = this.trace.actor(actorId);
    if (rows === undefined || actor === undefined) return undefined;
    const [first] = rows;
    const row =
      first?.socket === null && listener === null
        ? first
        : new Row(this.trace.calls, actor, listener, step, false);
    if (row !== first) rows.push(row);
    row.socket = socket;
    row.setPhase(step, "unbound");
    this.bySocket.set(socket, row);
    this.changed.put(socket);
    return row;
  }
}

function socketOf(event: Event): number | null {
  return "socket" in event ? event.socket : null;
}

const knownSocket = ({ from, to }: Flight): number | null => (from ?? to)?.socket ?? null;
