import type { Actor } from "../../types/actor.ts";
import { FUTURE } from "../axis/playhead.ts";
import {
  type DrawItem,
  type Font,
  fit,
  type Measure,
  SANS_BOLD,
  SMALL,
} from "../draw/draw-list.ts";
import { HEAD, type LadderGeometry } from "./geometry.ts";

const SMALL_BOLD: Font = { ...SMALL, bold: true };
/** Between two names, in px. */
const APART = 12;
/** Between a name and the edge of the picture, in px. */
const EDGE = 2;
/** Scripts whose lines may end behind any letter. */
const ANYWHERE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The names of the lifelines stay in sight, above all else. */
export function* heads(ladder: LadderGeometry): Iterable<DrawItem> {
  const { viewport, selected, position } = ladder.input;
  const plate = { kind: "rect", x: 0, y: 0, w: viewport.width, h: HEAD - 6 } as const;
  yield { ...plate, radius: 0, fill: "panel", stroke: null, alpha: 1 };
  for (const actor of ladder.actors.values()) {
    const line = ladder.x(actor.id);
    // Nobody reads a name that is cut: who is out of sight has none.
    if (line === null || line < 0 || line > viewport.width) continue;
    const { lines, font, half, x } = placed(ladder, actor, line);
    const alpha = actor.addedStep < position ? 1 : FUTURE;
    const head = { kind: "text", x, align: "center", font, tone: "ink", alpha } as const;
    const ys = lines.length === 1 ? [20] : [12, 27];
    for (const [i, text] of lines.entries()) yield { ...head, y: ys[i] ?? 20, text, plate: false };
    if (selected.actor !== actor.id) continue;
    const rule = { kind: "line", x1: x - half, y1: 36, x2: x + half, y2: 36, tone: "ink" } as const;
    yield { ...rule, width: 2, dash: "solid", head: "none", alpha: 1 };
  }
}

interface Head {
  readonly lines: readonly string[];
  readonly font: Font;
}

/** A name over its lifeline, or moved aside as far as an edge wants it and its neighbour lets it. */
function placed(ladder: LadderGeometry, actor: Actor, line: number) {
  const { measure, viewport } = ladder.input;
  const { spacing } = ladder.columns;
  const at = (head: Head) => {
    const half = Math.max(...head.lines.map((text) => measure(text, head.font))) / 2;
    const x = Math.max(half + EDGE, Math.min(viewport.width - half - EDGE, line));
    return { ...head, half, x };
  };
  const named = at(headOf(ladder, actor));
  // The neighbour takes up half of its own room at the most.
  const free = spacing - named.half - (spacing - APART) / 2;
  return Math.abs(named.x - line) < free ? named : at(shortHead(ladder, actor));
}

/** Its letter over what its sockets speak. */
function shortHead({ input }: LadderGeometry, actor: Actor): Head {
  const transport = actor.type === "SOCK_STREAM" ? "TCP" : "UDP";
  return { lines: [input.words.shortActor(actor), transport], font: SMALL_BOLD };
}

/** In one line if there is room, else in two, else in short. */
function headOf(ladder: LadderGeometry, actor: Actor): Head {
  const { measure, words } = ladder.input;
  const { narrow, spacing, x } = ladder.columns;
  // The first one may stand near the edge.
  const room = Math.min(spacing - APART, 2 * (x.get(actor.id) ?? spacing) - APART);
  const name = words.actor(actor);
  if (measure(name, SANS_BOLD) <= room) return { lines: [name], font: SANS_BOLD };
  const two = inTwo(name, room, measure);
  if (two !== null) return { lines: two, font: SMALL_BOLD };
  if (!narrow) return { lines: [fit(name, SANS_BOLD, room, measure)], font: SANS_BOLD };
  return shortHead(ladder, actor);
}

type TwoLines = readonly [string, string] | null;
/** What `split` found, by name and room: names stay, and each would be split anew for every frame. */
const known = new WeakMap<Measure, Map<string, TwoLines>>();
/** Past so many it begins anew. */
const REMEMBERED = 5000;

function inTwo(name: string, room: number, measure: Measure): TwoLines {
  const splits = known.get(measure) ?? new Map<string, TwoLines>();
  known.set(measure, splits);
  const key = `${room} ${name}`;
  const found = splits.get(key);
  if (found !== undefined) return found;
  if (splits.size >= REMEMBERED) splits.clear();
  const lines = split(name, room, measure);
  splits.set(key, lines);
  return lines;
}

/** The two lines of which the longer one is shortest; null where even that does not fit. */
function split(name: string, room: number, measure: Measure): TwoLines {
  let best: TwoLines = null;
  let narrowest = room;
  const letters = [...name];
  for (let at = 1; at < letters.length; at++) {
    const [before = "", after = ""] = [letters[at - 1], letters[at]];
    if (after !== " " && !ANYWHERE.test(before) && !ANYWHERE.test(after)) continue;
    const lines = [letters.slice(0, at).join(""), letters.slice(at).join("").trim()] as const;
    const w = Math.max(...lines.map((line) => measure(line, SMALL_BOLD)));
    if (w > narrowest) continue;
    narrowest = w;
    best = lines;
  }
  return best;
}
