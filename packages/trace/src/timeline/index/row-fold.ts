import { addressText, type Event, type EventOf } from "@sockscope/protocol";
import type { ChangeLog } from "../../columns/arrays/change-log.ts";
import { StepRuns } from "../../columns/arrays/step-runs.ts";
import type { Trace } from "../../model/trace.ts";
import type { StepTone } from "../../tones/step-tone.ts";
import type { Actor } from "../../types/actor.ts";
import type { Flight } from "../../types/flight.ts";
import type { Step } from "../../types/step.ts";
import { Row } from "./rows.ts";
import { RunningTotal } from "./running-total.ts";

type EventStep = Extract<Step, { kind: "event" }>;

/** Puts steps on rows: whose they are, the sends and reads of each, and who talks with whom. */
export class RowFold {
  readonly byActor = new Map<number, Row[]>();
  readonly bySocket = new Map<number, Row>();
  readonly sent = new RunningTotal();
  readonly read = new RunningTotal();
  /** The steps that belong to a conversation: their socket's other end is known. */
  readonly talking = new StepRuns();
  /** By the `seq` of a reading of the kernel: its step and that of the last one before it of its socket; -1: none. */
  readonly readings = new Map<number, { readonly step: number; readonly before: number }>();
  private readonly lastReadings = new Map<number, number>();
  /** By both addresses, as the kernel finds a connection. */
  private readonly pairs = new Map<string, Row>();
  private merged = -1;

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
    if (step.kind === "event") {
      this.event(step.event, step.index);
      if (step.ended !== null) this.settle(step);
    }
    const row = this.rowOf(step);
    row?.summary.push(step.index, tone);
    if (row !== undefined && row.peer !== null && row.actor.type === "SOCK_STREAM")
      this.talking.add(step.index);
    if (step.kind === "event") {
      this.pair(row, step.index);
      if (step.event.kind === "connection.queued") {
        this.pair(this.bySocket.get(step.event.connection), step.index);
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
    this.pair(this.rowOf(step), step.index);
    return true;
  }

  /** Looks for the other end of a row whose addresses may have become known. */
  private pair(row: Row | undefined, step: number): void {
    if (row === undefined || row.socket === null) return;
    const { local, peer, lookedFor } = row;
    if (local === lookedFor.local && peer === lookedFor.peer) return;
    row.lookedFor = { local, peer };
    this.changed.put(row.socket);
    const stream = row.actor.type === "SOCK_STREAM";
    if (row.partner !== null && !stream) this.clearPartners(row, row.partner);
    if (local === null || peer === null || row.partner !== null) return;
    this.pairs.set(`${addressText(local)} ${addressText(peer)}`, row);
    const other = this.pairs.get(`${addressText(peer)} ${addressText(local)}`);
    // These addresses may have been another connection's before: that one keeps its own two ends.
    if (other === undefined || other.partner !== null) return;
    if (row.listener !== null || other.tracks.overStep >= step) this.setPartners(row, other);
  }

  private setPartners(row: Row, other: Row): void {
    [row.partner, other.partner] = [other, row];
    for (const { socket } of [row, other]) if (socket !== null) this.changed.put(socket);
  }

  private clearPartners(row: Row, other: Row): void {
    [row.partner, other.partner] = [null, null];
    for (const { socket } of [row, other]) if (socket !== null) this.changed.put(socket);
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
      case "kernel.read":
        this.readings.set(event.seq, { step, before: this.lastReadings.get(event.socket) ?? -1 });
        this.lastReadings.set(event.socket, step);
        break;
      case "socket.named": {
        const row = this.bySocket.get(event.socket);
        if (row !== undefined) row.local = event.address;
        break;
      }
      case "connection.queued": {
        const row = this.open(event.actor, event.connection, event.socket, step);
        if (row !== undefined) [row.local, row.peer] = [event.local, event.peer];
        break;
      }
      default:
    }
  }

  private began(event: EventOf<"call.began">, step: number): void {
    const row = event.socket === null ? undefined : this.bySocket.get(event.socket);
    if (row === undefined) return;
    const { payload, address } = event.args;
    if (event.verb === "connect") row.peer = address ?? null;
    if (payload === undefined || payload.length === 0) return;
    this.sent.add(step, payload.length);
    row.sends.add(event.call);
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
        break;
      case "listen":
        row.local = result?.address ?? row.local;
        row.kernelQueue = result?.queue === "kernel";
        break;
      case "accept":
        this.accepted(row, event, step);
        break;
      case "connect":
        row.local = result?.address ?? row.local;
        break;
      case "recv":
      case "recvfrom": {
        const length = result?.payload?.length ?? 0;
        if (length === 0) break;
        this.read.add(step, length);
        row.reads.add(event.call);
        break;
      }
      default:
    }
  }

  private accepted(listener: Row, event: EventOf<"call.ended">, step: number): void {
    const { socket, address } = event.result ?? {};
    if (socket === undefined || this.bySocket.has(socket)) return;
    const row = this.open(event.actor, socket, listener.socket, step);
    if (row === undefined) return;
    [row.local, row.peer] = [listener.local, address ?? null];
    this.pair(row, step);
  }

  private failed(row: Row, event: EventOf<"call.ended">, step: number): void {
    const { payload } = this.trace.calls.get(event.call)?.args ?? {};
    if (payload === undefined || payload.length === 0) return;
    // Of a send whose time is over the rest goes on behind its program's back.
    if (event.error?.errno === "EAGAIN" && row.actor.type === "SOCK_STREAM") return;
    this.sent.add(step, -payload.length);
    // What the link lost of it did leave: only what never left is taken back.
    if (!this.touchedByLink(event.call)) row.sends.takeBack(event.call);
  }

  private touchedByLink(call: number): boolean {
    const { flights } = this.trace.columns;
    return flights.of(call).some((flight) => flights.faultsOf(flight).length > 0);
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
    row.tracks = this.trace.tracksOf(socket) ?? row.tracks;
    this.bySocket.set(socket, row);
    this.changed.put(socket);
    return row;
  }
}

function socketOf(event: Event): number | null {
  return "socket" in event ? event.socket : null;
}

const knownSocket = ({ from, to }: Flight): number | null => (from ?? to)?.socket ?? null;
