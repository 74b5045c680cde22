import type { Tone } from "../../tones/tone.ts";
import type { Actor } from "../../types/actor.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import { lineAlong } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";

/**
 * The line of a program, or of one of its sockets, from px `from` to px `to` of the axis of time. It is
 * strong up to the playhead, and thin once the program has ended: then only the kernel still acts.
 */
export function* lifeline(
  geometry: TimelineGeometry,
  actor: Actor,
  from: number,
  to: number,
  cross: number,
): Iterable<DrawItem> {
  const now = geometry.now.px;
  const ended = actor.endedStep === null ? to : geometry.middle(actor.endedStep);
  const dash = actor.role === "outsider" ? "dashed" : "solid";
  const span = (start: number, end: number, tone: Tone, width: number): DrawItem[] => {
    const [low, high] = [Math.max(from, start), Math.min(to, end)];
    if (low >= high) return [];
    return [lineAlong(geometry.way, low, high, cross, { tone, width, dash, alpha: 1 })];
  };
  yield* span(from, Math.min(now, ended), "line-2", 2);
  yield* span(Math.max(now, from), ended, "line", 2);
  yield* span(ended, to, "line", 1);
}
