import type { Call } from "../../model/types.ts";
import type { DrawItem, Tone } from "../draw/draw-list.ts";
import { FUTURE } from "../ladder/geometry.ts";

type Rect = Extract<DrawItem, { kind: "rect" }>;

/** The playhead: its px along the axis of time, and which way that runs. */
export interface Now {
  readonly px: number;
  readonly way: "down" | "right";
  /** The same in steps. */
  readonly position: number;
}

/** A shade as it is up to the playhead; what lies beyond that is faint. */
export function* shade(rect: Rect, { px, way }: Now, later: Partial<Rect> = {}): Iterable<Rect> {
  const [from, long] = way === "down" ? [rect.y, rect.h] : [rect.x, rect.w];
  const past = Math.max(0, Math.min(long, px - from));
  const part = (start: number, length: number): Partial<Rect> =>
    way === "down" ? { y: start, h: length } : { x: start, w: length };
  const faint = { ...later, alpha: rect.alpha * FUTURE };
  if (past > 0) yield { ...rect, ...part(from, past) };
  if (past < long) yield { ...rect, ...faint, ...part(from + past, long - past) };
}

/** The shade of a call that slept. It has not failed before it has. */
export function* spanShade(
  call: Call,
  box: Pick<Rect, "x" | "y" | "w" | "h">,
  alpha: number,
  now: Now,
): Iterable<Rect> {
  const [fill, stroke] = spanTones(call);
  const failed = call.error === null ? {} : ({ fill: "wash-error", stroke: "error" } as const);
  const over = call.endedStep !== null && call.endedStep < now.position;
  const rect = { kind: "rect", ...box, radius: 4, fill, stroke, alpha } as const;
  yield* shade(over ? { ...rect, ...failed } : rect, now, failed);
}

function spanTones(call: Call): readonly [wash: Tone, edge: Tone] {
  if (call.verb === "accept" || call.verb === "connect") return ["wash-setup", "setup"];
  return call.verb.startsWith("recv") ? ["wash-data", "data"] : ["wash-data2", "data-2"];
}

/** Where a stretch ends for a label of it: what is still going on is told before the playhead. */
export const toldUntil = (from: number, to: number, { px }: Now): number =>
  from < px ? Math.min(to, px) : to;
