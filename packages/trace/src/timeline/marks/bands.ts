import { phaseOf, phaseTruthOf } from "../../model/sockets/phases.ts";
import type { TimelineWords } from "../../text/row-label.ts";
import type { Tone } from "../../tones/tone.ts";
import type { SocketPhase } from "../../types/socket.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import { shade } from "../axis/playhead.ts";
import { lineAlong } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";
import type { Row } from "../index/rows.ts";
import { DASH } from "./arrows.ts";

interface Place {
  readonly row: Row;
  /** Its first step. */
  readonly from: number;
  /** Its px along the axis of time, and on the cross axis. */
  readonly start: number;
  readonly end: number;
  readonly cross: number;
}

/** A stretch in which a socket is in one state. */
export interface StateBand extends Place {
  readonly kind: "state";
  readonly phase: SocketPhase;
  readonly truth: "observed" | "inferred";
}

/** A stretch in which something waits at a socket: unread bytes, or connections in its queue. */
export interface WaitingBand extends Place {
  readonly kind: "unread" | "queue";
  readonly amount: number;
}

export type Band = StateBand | WaitingBand;

/** Where the bands of a layout begin and end, in px. */
export interface BandAxis {
  /** The visible steps, [from, to). */
  readonly from: number;
  readonly to: number;
  bandStart(from: number): number;
  bandEnd(to: number): number;
}

/** The states of a socket in the visible steps. */
export function* stateBands(row: Row, axis: BandAxis, cross: number): Iterable<StateBand> {
  for (const { from, to, value } of row.tracks.phases.between(axis.from, axis.to)) {
    const phase = phaseOf(value);
    if (phase === "unbound" || phase === "closed") continue;
    const [start, end] = [axis.bandStart(from), axis.bandEnd(to)];
    if (start < end)
      yield { kind: "state", phase, truth: phaseTruthOf(value), row, from, start, end, cross };
  }
}

/** What waits at a socket in the visible steps. */
export function* waitingBands(row: Row, axis: BandAxis, cross: number): Iterable<WaitingBand> {
  for (const kind of ["unread", "queue"] as const) {
    for (const { from, to, value } of row.tracks[kind].between(axis.from, axis.to)) {
      if (value === 0) continue;
      const [start, end] = [axis.bandStart(from), axis.bandEnd(to)];
      if (start < end) yield { kind, amount: value, row, from, start, end, cross };
    }
  }
}

/** The line of a state, fainter beyond the playhead. */
export function* stateLine(
  { way, now }: TimelineGeometry,
  { phase, truth, start, end, cross }: StateBand,
  width: number,
  alpha: { readonly past: number; readonly future: number },
): Iterable<DrawItem> {
  const look = { tone: phaseTone(phase), width, dash: DASH[truth] };
  const { px } = now;
  if (start < px)
    yield lineAlong(way, start, Math.min(end, px), cross, { ...look, alpha: alpha.past });
  if (end > px)
    yield lineAlong(way, Math.max(start, px), end, cross, { ...look, alpha: alpha.future });
}

export function phaseTone(phase: SocketPhase): Tone {
  switch (phase) {
    case "LISTEN":
    case "SYN-SENT":
      return "setup";
    case "ESTABLISHED":
      return "data";
    case "FIN-WAIT":
    case "FIN-WAIT-1":
    case "FIN-WAIT-2":
    case "CLOSING":
    case "unknown":
    case "CLOSE-WAIT":
    case "LAST-ACK":
      return "close";
    case "RESET":
      return "error";
    case "TIME-WAIT":
    case "unbound":
    case "bound":
    case "closed":
      return "ink-3";
    default:
      return phase satisfies never;
  }
}

/** The box of what waits at a socket, fainter beyond the playhead. */
export function waitingFill(
  { now }: TimelineGeometry,
  band: WaitingBand,
  { x, y, w, h }: Box,
  { radius, alpha }: { readonly radius: number; readonly alpha: number },
): Iterable<DrawItem> {
  const tone = waitingTone(band);
  return shade({ kind: "rect", x, y, w, h, radius, fill: tone, stroke: tone, alpha }, now);
}

/** The tone of what waits at a socket: for data, which way it came. */
function waitingTone({ kind, row }: WaitingBand): Tone {
  if (kind === "queue") return "setup";
  if (row.actor.type === "SOCK_DGRAM") return "udp";
  return row.actor.role === "server" ? "data" : "data-2";
}

export function bandText(band: Band, words: TimelineWords): string {
  const { row } = band;
  switch (band.kind) {
    case "state":
      return words.phase(band.phase);
    case "unread":
      return words.unread(band.amount, row.actor.type === "SOCK_DGRAM", row.leastAt(band.from));
    case "queue":
      return words.inQueue(band.amount, row.kernelQueue);
  }
}
