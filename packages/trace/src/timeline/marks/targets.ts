import type { Actor } from "../../types/actor.ts";
import type { Call } from "../../types/call.ts";
import type { Flight } from "../../types/flight.ts";
import type { SocketPhase } from "../../types/socket.ts";
import type { Step } from "../../types/step.ts";
import type { Box, Ends } from "../draw/labels.ts";
import type { Row } from "../index/rows.ts";

/** What a pointer can hit, where it was drawn last. */
export interface Targets {
  readonly flights: readonly { readonly flight: Flight; readonly ends: Ends }[];
  readonly spans: readonly SpanTarget[];
  readonly bands: readonly BandTarget[];
  /** What single steps left: marks on a lifeline or a row, the shade of who stands at the gate. */
  readonly marks: readonly MarkTarget[];
  /** Printed gaps. */
  readonly gaps: readonly GapTarget[];
  /** The bar of counts at a point, where counts stand for arrows. */
  countAt(x: number, y: number): Counted | null;
}
export interface MarkTarget {
  readonly step: Extract<Step, { kind: "event" }>;
  readonly box: Box;
}
/** The true time, in ns, between a step and the one before it. */
export interface GapTarget {
  readonly step: number;
  readonly ns: number;
  readonly box: Box;
}
/** So many steps of a program lie in one bar. */
export interface Counted {
  readonly actor: Actor;
  readonly count: number;
  readonly failed: boolean;
}
/** A stretch, from step `from` on, of one state of a socket, or in which so much waits at it. */
export type BandTarget = { readonly row: Row; readonly box: Box; readonly from: number } & (
  | {
      readonly kind: "state";
      readonly phase: SocketPhase;
      readonly truth: "observed" | "inferred";
    }
  | { readonly kind: "unread" | "queue"; readonly amount: number }
);
export interface SpanTarget {
  readonly call: Call;
  readonly box: Box;
}

export type Hit =
  | { readonly kind: "flight"; readonly flight: Flight }
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "band"; readonly band: BandTarget }
  | { readonly kind: "step"; readonly step: MarkTarget["step"] }
  | { readonly kind: "gap"; readonly gap: GapTarget }
  | { readonly kind: "count"; readonly counted: Counted };

/** How near (px) a pointer has to come to an arrow. */
const REACH = 7;

/** Made when somebody points at the drawing: most frames are drawn without that. */
export function lazy<T>(create: () => T): () => T {
  let made: { readonly of: T } | null = null;
  return () => {
    made ??= { of: create() };
    return made.of;
  };
}

/** Half the side of a mark's target, in px. */
const MARK = 7;

/** What lies under a pointer: a mark, else the nearest arrow, else the shade of a call, and so on. */
export function hitTest(targets: Targets, x: number, y: number): Hit | null {
  const within = ({ box }: { readonly box: Box }) =>
    x >= box.x - 2 && x <= box.x + box.w + 2 && y >= box.y && y <= box.y + box.h;
  // Small targets first, since they are hard to hit by chance. Later ones lie on top.
  const mark = targets.marks.findLast(within);
  if (mark !== undefined && Math.max(mark.box.w, mark.box.h) <= 2 * MARK)
    return { kind: "step", step: mark.step };
  const flight = nearest(targets, x, y);
  if (flight !== null) return { kind: "flight", flight };
  if (mark !== undefined) return { kind: "step", step: mark.step };
  const span = targets.spans.findLast(within);
  if (span !== undefined) return { kind: "call", call: span.call };
  const band = targets.bands.findLast(within);
  if (band !== undefined) return { kind: "band", band };
  const gap = targets.gaps.find(within);
  if (gap !== undefined) return { kind: "gap", gap };
  const counted = targets.countAt(x, y);
  return counted === null ? null : { kind: "count", counted };
}

function nearest(targets: Targets, x: number, y: number): Flight | null {
  let found: Flight | null = null;
  let nearest = REACH;
  for (const { flight, ends } of targets.flights) {
    const away = distance(ends, x, y);
    if (away > nearest) continue;
    nearest = away;
    found = flight;
  }
  return found;
}

/** The target of a mark around a point. */
export const markBox = (x: number, y: number): Box => ({
  ...{ x: x - MARK, y: y - MARK, w: 2 * MARK, h: 2 * MARK },
});

function distance({ x1, y1, x2, y2 }: Ends, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const fraction = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - fraction * dx, y - y1 - fraction * dy);
}
