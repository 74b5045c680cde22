import type { Call, Flight, SocketPhase } from "../types.ts";
import type { Box } from "./labels.ts";
import type { Ends } from "./ladder-geometry.ts";
import type { Row } from "./rows.ts";

/** What a pointer can hit, where it was drawn last. */
export interface Targets {
  readonly flights: readonly { readonly flight: Flight; readonly ends: Ends }[];
  readonly spans: readonly SpanTarget[];
  /** Of the ladder only. */
  readonly bands?: readonly BandTarget[];
}
/** A stretch of one state of a socket, or in which so much waits at it. */
export type BandTarget = { readonly row: Row; readonly box: Box } & (
  | { readonly kind: "state"; readonly phase: SocketPhase }
  | { readonly kind: "unread" | "queue"; readonly amount: number }
);
export interface SpanTarget {
  readonly call: Call;
  readonly box: Box;
}

export type Hit =
  | { readonly kind: "flight"; readonly flight: Flight }
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "band"; readonly band: BandTarget };

/** How near (px) a pointer has to come to an arrow. */
const REACH = 7;

/** What lies under a pointer: the nearest arrow, else the shade of a call. */
export function hitTest(targets: Targets, x: number, y: number): Hit | null {
  let nearest: Flight | null = null;
  let least = REACH;
  for (const { flight, ends } of targets.flights) {
    const away = distance(ends, x, y);
    if (away > least) continue;
    least = away;
    nearest = flight;
  }
  if (nearest !== null) return { kind: "flight", flight: nearest };
  const within = ({ box }: { readonly box: Box }) =>
    x >= box.x - 2 && x <= box.x + box.w + 2 && y >= box.y && y <= box.y + box.h;
  // Later shades lie on top.
  const span = targets.spans.findLast(within);
  if (span !== undefined) return { kind: "call", call: span.call };
  const band = targets.bands?.findLast(within);
  return band === undefined ? null : { kind: "band", band };
}

function distance({ x1, y1, x2, y2 }: Ends, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - part * dx, y - y1 - part * dy);
}
