import type { Flight } from "../../types/flight.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import { lineAlong } from "../draw/along.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Ends } from "../draw/labels.ts";
import type { Bracket } from "../index/brackets.ts";

/** How far brackets of one lifeline stand apart, in px, and how many of them do. */
const APART = 6;
const LANES = 4;
/** How far the first stands from the lifeline, and how long the stroke at its beginning is, in px. */
const OFF = 5;
const ARM = 5;
/** On a linear axis a shorter one (px) says nothing that can be seen. */
const MIN_LENGTH = 10;

/** A bracket in px along the axis of time, with its place beside the lifeline or the row's bar. */
interface Placed extends Bracket {
  readonly ends: Ends;
  readonly begins: number;
  readonly lane: number;
}

/** Those that are drawn. One that would only repeat another of the same instant is left out. */
function placed(axis: TimelineGeometry): readonly Placed[] {
  if (axis.dense) return [];
  const { scene, scale } = axis.input;
  const found: Placed[] = [];
  const busy = new Map<number, number[]>();
  const drawn = new Set<string>();
  for (const bracket of axis.index.bracketsOver(axis.from, axis.to)) {
    const { flight, from } = bracket;
    const ends = flight.startStep < scene.from ? null : axis.ends(flight);
    if (ends === null || flight.from === null) continue;
    const since = `${flight.at?.[0]} ${flight.at?.[1]}`;
    const name = answers(flight) ? since : `${since} ${flight.from.actor} ${axis.tone(flight)}`;
    if (drawn.has(name)) continue;
    drawn.add(name).add(since);
    const top = Math.max(from, scene.from);
    const begins = axis.begins(flight, top);
    if (scale.kind === "time" && (axis.way === "down" ? ends.y1 : ends.x1) - begins < MIN_LENGTH)
      continue;
    const lanes = busy.get(flight.from.actor) ?? [];
    const free = lanes.findIndex((row) => row < top);
    const lane = Math.min(free < 0 ? lanes.length : free, LANES - 1);
    lanes[lane] = flight.startStep;
    busy.set(flight.from.actor, lanes);
    found.push({ flight, from, ends, begins, lane });
  }
  return found;
}

/** It goes with what it answers. */
const answers = ({ cargo }: Flight): boolean =>
  cargo.kind === "segment" && (cargo.flags === "ACK" || cargo.flags === "SYN,ACK");

/**
 * Beside the sender's lifeline or along its row, over the steps in which the flight may have left, up to
 * its arrow. Brackets stand on the side to which the arrow goes.
 * @param first the px at which a bracket is cut that begins out of sight
 */
export function* brackets(geometry: TimelineGeometry, first: number): Iterable<DrawItem> {
  const { way, end } = geometry;
  const down = way === "down";
  for (const { flight, ends, begins, lane } of placed(geometry)) {
    const { x1, y1, x2, y2 } = ends;
    const width = down ? x2 - x1 : y2 - y1;
    const side = Math.sign(width) || 1;
    const off = side * (OFF + lane * APART);
    const cross = (down ? x1 : y1) + off;
    const length = down ? y2 - y1 : x2 - x1;
    const foot = (down ? y1 : x1) + (length * (cross - (down ? x1 : y1))) / (width || 1);
    const [from, to] = [Math.max(first, begins), Math.min(end + 20, foot)];
    if (to <= from) continue;
    const style = {
      tone: geometry.tone(flight),
      width: 1.6,
      alpha: 0.75 * geometry.alpha(flight.startStep),
    };
    yield lineAlong(way, from, to, cross, { ...style, dash: "dashed" });
    if (begins < first) continue;
    const arm = cross - side * ARM;
    const [x, y] = down ? [arm, from] : [from, arm];
    const stroke = { kind: "line", ...style, dash: "solid", head: "none" } as const;
    yield { ...stroke, x1: down ? cross : from, y1: down ? from : cross, x2: x, y2: y };
  }
}
