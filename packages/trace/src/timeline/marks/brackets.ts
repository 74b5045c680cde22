import type { Flight } from "../../model/types.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Bracket } from "../index/brackets.ts";
import type { Ends, LadderGeometry } from "../ladder/geometry.ts";
import type { LanesGeometry } from "../lanes/geometry.ts";

/** How far brackets of one lifeline stand apart, in px, and how many of them do. */
const APART = 6;
const LANES = 4;
/** How far the first stands from the lifeline, and how long the stroke at its beginning is, in px. */
const OFF = 5;
const ARM = 5;
/** On a linear axis a shorter one (px) says nothing that can be seen. */
const LEAST = 10;

/** A bracket in px along the axis of time, with its place beside the lifeline. */
interface Placed extends Bracket {
  readonly ends: Ends;
  readonly begins: number;
  readonly lane: number;
}

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly dense: boolean;
  readonly index: LadderGeometry["index"];
  readonly input: LadderGeometry["input"];
  ends: LadderGeometry["ends"];
  tone: LadderGeometry["tone"];
  begins: LadderGeometry["begins"];
}

/** Those that are drawn. One that would only repeat another of the same instant is left out. */
function placed(axis: Axis, startOf: (ends: Ends) => number): readonly Placed[] {
  if (axis.dense) return [];
  const { scene, scale } = axis.input;
  const found: Placed[] = [];
  const busy = new Map<number, number[]>();
  const told = new Set<string>();
  for (const bracket of axis.index.bracketsOver(axis.from, axis.to)) {
    const { flight, from } = bracket;
    const ends = flight.startStep < scene.from ? null : axis.ends(flight);
    if (ends === null || flight.from === null) continue;
    const since = `${flight.at?.[0]} ${flight.at?.[1]}`;
    const name = answers(flight) ? since : `${since} ${flight.from.actor} ${axis.tone(flight)}`;
    if (told.has(name)) continue;
    told.add(name).add(since);
    const top = Math.max(from, scene.from);
    const begins = axis.begins(flight, top);
    if (scale.kind === "time" && startOf(ends) - begins < LEAST) continue;
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

const LOOK = { kind: "line", width: 1.6, dash: "dashed", head: "none" } as const;
const STROKE = { ...LOOK, dash: "solid" } as const;

/** Beside the sender's lifeline, over the rows in which it may have left, down to its arrow. */
export function* ladderBrackets(ladder: LadderGeometry): Iterable<DrawItem> {
  const { height } = ladder.input.viewport;
  for (const { flight, ends, begins, lane } of placed(ladder, ({ y1 }) => y1)) {
    const { x1, y1, x2, y2 } = ends;
    const side = Math.sign(x2 - x1) || 1;
    const x = x1 + side * (OFF + lane * APART);
    const foot = y1 + ((y2 - y1) * (x - x1)) / (x2 - x1 || 1);
    const [top, bottom] = [Math.max(-20, begins), Math.min(height + 20, foot)];
    if (bottom <= top) continue;
    const look = { tone: ladder.tone(flight), alpha: 0.75 * ladder.alpha(flight.startStep) };
    yield { ...LOOK, ...look, x1: x, y1: top, x2: x, y2: bottom };
    if (begins > top - 1) yield { ...STROKE, ...look, x1: x, y1: top, x2: x - side * ARM, y2: top };
  }
}

/** The same along the sender's row, on the side to which its arrow goes. */
export function* laneBrackets(lanes: LanesGeometry): Iterable<DrawItem> {
  const { width } = lanes.input.viewport;
  for (const { flight, ends, begins, lane } of placed(lanes, ({ x1 }) => x1)) {
    const { x1, y1, x2, y2 } = ends;
    const side = Math.sign(y2 - y1) || 1;
    const y = y1 + side * (OFF + lane * APART);
    const foot = x1 + ((x2 - x1) * (y - y1)) / (y2 - y1 || 1);
    const [left, right] = [Math.max(lanes.gutter, begins), Math.min(width + 20, foot)];
    if (right <= left) continue;
    const look = { tone: lanes.tone(flight), alpha: 0.75 * lanes.alpha(flight.startStep) };
    yield { ...LOOK, ...look, x1: left, y1: y, x2: right, y2: y };
    if (begins >= left) yield { ...STROKE, ...look, x1: left, y1: y, x2: left, y2: y - side * ARM };
  }
}
