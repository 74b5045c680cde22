import type { Call, Flight } from "../types.ts";
import type { Box } from "./labels.ts";
import type { Ends } from "./ladder-geometry.ts";

/** What a pointer can hit, where it was drawn last. */
export interface Targets {
  readonly flights: readonly { readonly flight: Flight; readonly ends: Ends }[];
  readonly spans: readonly SpanTarget[];
}
export interface SpanTarget {
  readonly call: Call;
  readonly box: Box;
}

export type Hit =
  | { readonly kind: "flight"; readonly flight: Flight }
  | { readonly kind: "call"; readonly call: Call };

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
  // Later shades lie on top.
  const span = targets.spans.findLast(
    ({ box }) => x >= box.x - 2 && x <= box.x + box.w + 2 && y >= box.y && y <= box.y + box.h,
  );
  return span === undefined ? null : { kind: "call", call: span.call };
}

function distance({ x1, y1, x2, y2 }: Ends, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - part * dx, y - y1 - part * dy);
}
