import type { Actor, ActorView, DotGrid, GroupMember } from "@sockscope/trace";
import { useEffect, useReducer } from "react";
import { themeChanges } from "../../../theme/canvas.ts";
import { type CardState, sleeps, stateOf } from "../state/card-state.ts";

export interface Dot {
  readonly id: number;
  readonly cell: number;
  readonly state: CardState;
}

/** A mark on one dot, besides its state. */
export interface DotMarks {
  readonly selected: number | null;
  readonly active: number | null;
}

/** Shapes of the state marks, within a square of 14 units. */
const SHAPES: Readonly<Record<CardState, string>> = {
  running: "M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2z",
  gate: "M3 2h3v10H3zM8 2h3v10H8z",
  blocked: "M5.4 1.2a6 6 0 1 0 7.4 8.3A5.2 5.2 0 0 1 5.4 1.2z",
  ended:
    "M7 2.2a4.8 4.8 0 1 0 0 9.6A4.8 4.8 0 1 0 7 2.2zm0 2.4a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 1 1 0-4.8z",
  failed:
    "M3.4 1.6 7 5.2l3.6-3.6 1.8 1.8L8.8 7l3.6 3.6-1.8 1.8L7 8.8l-3.6 3.6-1.8-1.8L5.2 7 1.6 3.4z",
};

const eachState = <T>(of: (state: CardState) => T): Readonly<Record<CardState, T>> => ({
  running: of("running"),
  gate: of("gate"),
  blocked: of("blocked"),
  ended: of("ended"),
  failed: of("failed"),
});

/** How many are in each state. */
export function countStates(members: readonly GroupMember[]): Readonly<Record<CardState, number>> {
  const counts: Record<CardState, number> = { ...eachState(() => 0) };
  for (const { view } of members) if (view !== null) counts[stateOf(view)]++;
  return counts;
}

export const dotsOf = (members: readonly GroupMember[]): readonly Dot[] =>
  members.flatMap(({ actor, view, cell }) =>
    view === null ? [] : [{ id: actor, cell, state: stateOf(view) }],
  );

/** A server's conversations as dots, in the order given: blocked in a call of their own or not. */
export function conversationDots(view: ActorView, sockets: readonly number[]): readonly Dot[] {
  const blocked = new Set(view.open.filter(sleeps).map(({ socket }) => socket));
  return sockets.map((id, cell) => ({ id, cell, state: blocked.has(id) ? "blocked" : "running" }));
}

/** The colour of those that run, as that of their card's edge: whose they are, and what they speak. */
export type DotEdge = "data" | "data-2" | "udp" | "ack";

/** Of a group of clients. */
export const edgeOf = ({ role, type }: Pick<Actor, "role" | "type">): DotEdge =>
  role === "outsider" ? "ack" : type === "SOCK_DGRAM" ? "udp" : "data";

/**
 * Draws dots: a thousand take a millisecond.
 * @param scale device pixels for one px of the stage
 */
export function drawDots(
  canvas: HTMLCanvasElement,
  grid: DotGrid,
  dots: readonly Dot[],
  marks: DotMarks,
  edge: DotEdge,
  scale: number,
): void {
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  const [width, height] = [grid.columns * grid.cell, grid.rows * grid.cell];
  const pixels = { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
  if (canvas.width !== pixels.width) canvas.width = pixels.width;
  if (canvas.height !== pixels.height) canvas.height = pixels.height;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  const colours = dotColours();
  const middle = (cell: number) => ({
    x: ((cell % grid.columns) + 0.5) * grid.cell,
    y: (Math.floor(cell / grid.columns) + 0.5) * grid.cell,
  });
  const stamps = stampsOf(grid.cell, scale, edge, colours);
  for (const { state, cell } of dots) {
    const { x, y } = middle(cell);
    // On whole pixels of the screen, or it would be blurred.
    const [left, top] = [x - grid.cell / 2, y - grid.cell / 2].map(
      (at) => Math.round(at * scale) / scale,
    );
    const side = stamps[state].width / scale;
    pen.drawImage(stamps[state], left ?? 0, top ?? 0, side, side);
  }
  for (const [id, colour] of [
    [marks.active, colours.focus],
    [marks.selected, colours.ink],
  ] as const) {
    const dot = id === null ? undefined : dots.find((one) => one.id === id);
    if (dot === undefined) continue;
    const { x, y } = middle(dot.cell);
    pen.strokeStyle = colour;
    pen.lineWidth = 1.75;
    pen.strokeRect(x - grid.cell / 2 + 1, y - grid.cell / 2 + 1, grid.cell - 2, grid.cell - 2);
  }
}

type Colours = ReturnType<typeof readColours>;
type Stamps = Readonly<Record<CardState, ImageBitmap>>;

/** The marks of all states as small pictures: a thousand of them are then only copied. */
const stamps = new Map<string, Stamps>();
/** More sizes than a person zooms through; the oldest ones are forgotten. */
const MAX_STAMPS = 24;

function stampsOf(cell: number, scale: number, edge: DotEdge, colours: Colours): Stamps {
  const key = `${cell} ${scale} ${edge}`;
  const made = stamps.get(key);
  if (made !== undefined) return made;
  if (stamps.size >= MAX_STAMPS) stamps.clear();
  const of = { ...colours, running: colours[edge] };
  const fresh = eachState((state) => stampOf(state, cell, scale, of[state]));
  stamps.set(key, fresh);
  return fresh;
}

/** A bitmap and no canvas: of a canvas the browser would take a picture at each use. */
function stampOf(state: CardState, cell: number, scale: number, colour: string): ImageBitmap {
  const side = Math.ceil(cell * scale);
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext("2d");
  if (pen === null) return canvas.transferToImageBitmap();
  const size = Math.min(13, cell - 1.5) / 14;
  pen.setTransform(scale * size, 0, 0, scale * size, 0, 0);
  const edge = (cell / size - 14) / 2;
  pen.translate(edge, edge);
  pen.fillStyle = colour;
  pen.fill(new Path2D(SHAPES[state]), state === "ended" ? "evenodd" : "nonzero");
  return canvas.transferToImageBitmap();
}

let known: Colours | null = null;

/** For who draws dots: it is done again when the theme has changed, be it the whole machine's. */
export function useNewColours(): void {
  const [, again] = useReducer((times: number) => times + 1, 0);
  useEffect(
    () =>
      themeChanges(() => {
        known = null;
        again();
      }),
    [],
  );
}

/**
 * Read anew when the theme has changed: to ask the style sheet in every frame is dear, and so is
 * the first time while a frame is being made, so the stage asks when it comes.
 */
export function dotColours(): Colours {
  if (known === null) {
    known = readColours();
    stamps.clear();
  }
  return known;
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name);
  return {
    data: of("--data"),
    "data-2": of("--data-2"),
    udp: of("--udp"),
    ack: of("--ack"),
    gate: of("--inject"),
    blocked: of("--setup"),
    ended: of("--ink-3"),
    failed: of("--error"),
    ink: of("--ink"),
    focus: of("--focus"),
  };
}

/** The largest dots of which `count` fit into an area; as small as 3 px. */
export function fittingGrid(count: number, width: number, height: number): DotGrid {
  let cell = 14;
  const columns = () => Math.max(1, Math.floor(width / cell));
  while (cell > 3 && Math.ceil(count / columns()) * cell > height) cell -= 0.5;
  return { x: 0, y: 0, cell, columns: columns(), rows: Math.max(1, Math.ceil(count / columns())) };
}
