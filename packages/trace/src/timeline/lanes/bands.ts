import { phaseOf, phaseTruthOf } from "../../model/phases.ts";
import type { SocketPhase } from "../../model/types.ts";
import { shade } from "../axis/playhead.ts";
import type { DrawItem, Tone } from "../draw/draw-list.ts";
import { DASH } from "../ladder/marks.ts";
import type { BandTarget } from "../marks/targets.ts";
import type { Lane, LanesGeometry } from "./geometry.ts";

/** A stretch of one TCP state along a row: `known` says that a call told it and nothing else. */
export interface PhaseBand {
  readonly lane: Lane;
  readonly phase: SocketPhase;
  readonly truth: "observed" | "inferred";
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly from: number;
}

/** The states of a socket, as bands along the foot of its row. */
export function* phaseBands(lanes: LanesGeometry): Iterable<PhaseBand> {
  for (const lane of lanes.lanes) {
    const { row, place } = lane;
    if (row.socket === null || row.actor.type === "SOCK_DGRAM") continue;
    if (row.tracks.phases.changes(lanes.from, lanes.to) > 200) continue;
    for (const part of row.tracks.phases.between(lanes.from, lanes.to)) {
      const phase = phaseOf(part.value);
      const truth = phaseTruthOf(part.value);
      if (phase === "unbound" || phase === "closed") continue;
      const x1 = Math.max(lanes.gutter, lanes.middle(part.from));
      const end = part.to >= lanes.to ? lanes.x(part.to + 1) : lanes.middle(part.to);
      const x2 = Math.min(lanes.input.viewport.width, end);
      const y = lanes.top(place) + lanes.rowHeight - (lanes.roomy ? 11 : 4);
      if (x2 > x1) yield { lane, phase, truth, x1, x2, y, from: part.from };
    }
  }
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

export function* phaseLines(lanes: LanesGeometry): Iterable<DrawItem> {
  const now = lanes.x(lanes.input.position);
  for (const { phase, truth, x1, x2, y } of phaseBands(lanes)) {
    const line = { kind: "line", y1: y, y2: y, tone: phaseTone(phase), head: "none" } as const;
    const dash = DASH[truth];
    const part = { ...line, width: lanes.roomy ? 4 : 3, dash } as const;
    if (x1 < now) yield { ...part, x1, x2: Math.min(x2, now), alpha: 0.85 };
    if (x2 > now) yield { ...part, x1: Math.max(x1, now), x2, alpha: 0.28 };
  }
}

/** A stretch in which something waits at a socket: unread bytes, or connections in its queue. */
export interface WaitingBand {
  readonly kind: "unread" | "queue";
  readonly lane: Lane;
  readonly amount: number;
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly from: number;
}

/** Fills stand on the foot of the bar, as high as their share of the most that ever waited. */
export function* waitingBands(lanes: LanesGeometry): Iterable<WaitingBand> {
  if (lanes.dense) return;
  const high = lanes.roomy ? 16 : 12;
  for (const lane of lanes.lanes) {
    const foot = lanes.bar(lane.place) + (lanes.roomy ? 9 : 6);
    for (const kind of ["unread", "queue"] as const) {
      const track = kind === "unread" ? lane.row.tracks.unread : lane.row.tracks.queue;
      for (const part of track.between(lanes.from, lanes.to)) {
        if (part.value === 0) continue;
        const x = Math.max(lanes.gutter, lanes.middle(part.from));
        const end = part.to >= lanes.to ? lanes.x(part.to + 1) : lanes.middle(part.to);
        const w = Math.min(lanes.input.viewport.width, end) - x;
        const h = Math.max(3, (high * part.value) / track.most);
        if (w <= 0) continue;
        const box = { x, y: foot - h, w, h };
        yield { kind, lane, amount: part.value, box, from: part.from };
      }
    }
  }
}

export function* fills(lanes: LanesGeometry): Iterable<DrawItem> {
  for (const { kind, lane, box, from } of waitingBands(lanes)) {
    const datagrams = lane.row.actor.type === "SOCK_DGRAM";
    const incoming = lane.row.actor.role === "server" ? "data" : "data-2";
    const tone = kind === "queue" ? "setup" : datagrams ? "udp" : incoming;
    const rect = { kind: "rect", ...box, radius: 0, fill: tone, stroke: tone } as const;
    yield* shade({ ...rect, alpha: 0.34 * lanes.dim(from) }, lanes.now);
  }
}

/** Half the height of the target of a state's line, in px. */
const STATE = 4;

/** Where a pointer finds the states of the sockets and what waits at them. */
export function laneBandTargets(lanes: LanesGeometry): readonly BandTarget[] {
  const states = [...phaseBands(lanes)].map(
    ({ lane, phase, truth, x1, x2, y, from }): BandTarget => {
      const box = { x: x1, y: y - STATE, w: x2 - x1, h: 2 * STATE };
      return { kind: "state", row: lane.row, phase, truth, box, from };
    },
  );
  const waiting = [...waitingBands(lanes)].map(({ kind, lane, amount, box, from }): BandTarget => {
    return { kind, row: lane.row, amount, box, from };
  });
  return [...states, ...waiting];
}
