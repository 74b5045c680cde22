import type { Tone } from "../../tones/tone.ts";
import { type DrawItem, fit, type Measure, SMALL } from "../draw/draw-list.ts";
import type { Pieces } from "../index/pieces.ts";
import type { Row } from "../index/rows.ts";

/**
 * Where the bytes of one direction are at one instant:
 * [0, read) [read, landed) [landed, lost) [lost, sent) are read, waiting, lost, under way.
 */
export interface RibbonState {
  readonly sent: number;
  /** Up to here it is lost: by the link, by a reset, or because its reader has closed. */
  readonly lost: number;
  /** Up to here they have arrived: behind this they are lost or under way. */
  readonly landed: number;
  readonly read: number;
  /** All that this direction ever carries, as far as is known. */
  readonly total: number;
  /** Its receiver is not on this stage: what has arrived may have been read. */
  readonly readUnseen: boolean;
}

/**
 * The bytes that `from` sends to `to` when the playhead stands at `position` (steps), and what is on its
 * way is `behind` it, as on the stage.
 */
export function ribbonState(
  from: Row | null,
  to: Row | null,
  position: number,
  behind = 0,
): RibbonState {
  const sends = from?.sends ?? null;
  const reads = to?.reads ?? null;
  const read = endOf(reads, position);
  // Of an end that nobody sees here, what was read tells what was sent.
  const sent = from === null ? read : Math.max(read, endOf(sends, position));
  const step = Math.ceil(position) - 1;
  const reset = Math.min(from?.tracks.resetStep ?? step + 1, to?.tracks.resetStep ?? step + 1);
  const over = (to?.tracks.overStep ?? step + 1) <= step;
  // On its way for one step at least, and for as long as the link has it; never past a reset.
  const travelled = endOf(sends, position - behind - 1 + 1e-9);
  const arrived = from === null ? 0 : from.tracks.landedAt(Math.min(step, reset));
  const inTime = reset <= step ? endOf(sends, reset) : travelled;
  const landed = over ? read : Math.max(read, Math.min(arrived, travelled, inTime));
  const lost = over || reset <= step ? Math.max(landed, travelled) : landed;
  const ever = Number.POSITIVE_INFINITY;
  const total = Math.max(endOf(sends, ever), endOf(reads, ever));
  return { sent, lost, landed, read, total, readUnseen: to === null };
}

/** Where the last piece that has happened at `position` ends, in bytes of the stream. */
function endOf(pieces: Pieces | null, position: number): number {
  const last = pieces?.get(pieces.before(position) - 1);
  return last === undefined ? 0 : last.offset + last.length;
}

export interface RibbonInput {
  readonly from: Row | null;
  readonly to: Row | null;
  readonly position: number;
  readonly behind: number;
  readonly title: string;
  /** In words: under way, lost, waiting, read. */
  readonly says: (state: RibbonState) => string;
  readonly fromServer: boolean;
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly measure: Measure;
}

/** Notches that are closer together than this, in px, are not drawn. */
const MIN_NOTCH_DISTANCE = 3;

/** One direction of a stream as a strip of bytes: its sends are notched above, its reads below. */
export function* drawRibbon(input: RibbonInput): Iterable<DrawItem> {
  const { from, to, position, behind, box, measure, title, says, fromServer } = input;
  const state = ribbonState(from, to, position, behind);
  const tone: Tone = fromServer ? "data-2" : "data";
  const names = Math.min(250, box.w * 0.26);
  const words = Math.min(330, box.w * 0.36);
  const text = { kind: "text", font: SMALL, plate: false, alpha: 1, y: box.y + box.h / 2 } as const;
  yield {
    ...text,
    x: box.x,
    text: fit(title, SMALL, names - 12, measure),
    align: "left",
    tone: "ink",
  };
  const label = fit(says(state), SMALL, words - 12, measure);
  yield { ...text, x: box.x + box.w, text: label, align: "right", tone: "ink-2" };
  const [left, room] = [box.x + names, Math.max(10, box.w - names - words)];
  const x = (bytes: number) => left + (state.total === 0 ? 0 : (bytes / state.total) * room);
  const bar = (a: number, b: number, fill: Tone, alpha: number) => {
    const [y, w, h] = [box.y + 4, Math.max(0, x(b) - x(a)), box.h - 8];
    return { kind: "rect", x: x(a), y, w, h, radius: 0, fill, stroke: null, alpha } as const;
  };
  yield { ...bar(0, state.total, "line", 1), w: room };
  yield bar(0, state.read, tone, 0.32);
  yield bar(state.read, state.landed, tone, 1);
  yield bar(state.landed, state.lost, "error", 1);
  yield bar(state.lost, state.sent, "inject", 1);
  yield* notches(from?.sends ?? null, position, room / Math.max(1, state.total), x, box.y, 5);
  yield* notches(
    to?.reads ?? null,
    position,
    room / Math.max(1, state.total),
    x,
    box.y + box.h - 5,
    5,
  );
}

function* notches(
  pieces: Pieces | null,
  position: number,
  pxPerByte: number,
  x: (bytes: number) => number,
  y: number,
  h: number,
): Iterable<DrawItem> {
  const count = pieces?.before(position) ?? 0;
  const last = pieces?.get(count - 1);
  if (last === undefined) return;
  // Where they would run into one another they say nothing.
  if (((last.offset + last.length) * pxPerByte) / count < MIN_NOTCH_DISTANCE) return;
  for (let n = 0; n < count; n++) {
    const piece = pieces?.get(n);
    if (piece === undefined) return;
    const at = x(piece.offset + piece.length);
    const line = {
      kind: "line",
      x1: at,
      y1: y,
      x2: at,
      y2: y + h,
      tone: "ink",
      width: 1.5,
    } as const;
    yield { ...line, dash: "solid", head: "none", alpha: 1 };
  }
}
