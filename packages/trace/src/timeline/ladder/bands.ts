import { FUTURE, labelEnd } from "../axis/playhead.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";
import {
  type Band,
  bandText,
  stateBands,
  stateLine,
  waitingBands,
  waitingFill,
} from "../marks/bands.ts";
import type { BandTarget } from "../marks/targets.ts";
import { HEAD, type LadderGeometry } from "./geometry.ts";

/** The height of the name of a state, in px: it stands between two rows of labels. */
export const BAND_LINE = 14;
/** The breadth of what waits, in px; it lies around the line of the state. */
const FILL = { min: 4, max: 9 };

/** The bands beside each lifeline: states, unread bytes, accept queues of its sockets. */
export function bandsOf(ladder: LadderGeometry): readonly Band[] {
  const bands: Band[] = [];
  if (ladder.dense) return bands;
  const add = (band: Band) => {
    if (band.end - band.start >= 1) bands.push(band);
  };
  for (const [row, x] of ladder.bandRows()) {
    if (row.actor.type === "SOCK_STREAM") for (const band of stateBands(row, ladder, x)) add(band);
    for (const band of waitingBands(row, ladder, x)) add(band);
  }
  return bands;
}

/** What waits below, lines of the states above it. */
export function* bandItems(ladder: LadderGeometry, bands: readonly Band[]): Iterable<DrawItem> {
  for (const band of bands) {
    if (band.kind === "state") continue;
    const { kind, amount, row, cross, start, end, from } = band;
    const w = FILL.min + ((FILL.max - FILL.min) * amount) / Math.max(1, row.tracks[kind].most);
    const box = { x: cross - w / 2, y: start, w, h: end - start };
    yield* waitingFill(ladder, band, box, { radius: 2, alpha: 0.4 * ladder.dim(from) });
  }
  for (const band of bands) {
    if (band.kind !== "state") continue;
    const dim = ladder.dim(band.from);
    yield* stateLine(ladder, band, 3, { past: 0.9 * dim, future: FUTURE * 0.7 * dim });
  }
}

/** Where a pointer finds them. */
export const bandTargets = (bands: readonly Band[]): readonly BandTarget[] =>
  bands.map((band) => ({
    ...band,
    box: { x: band.cross - 4, y: band.start, w: 8, h: band.end - band.start },
  }));

/** The name of a state stands where the state begins, what waits where there is most room for it. */
export function bandLabel(ladder: LadderGeometry, band: Band): { text: string; ys: number[] } {
  const { words, viewport } = ladder.input;
  const top = Math.max(HEAD, band.start);
  const bottom = labelEnd(band.start, Math.min(viewport.height, band.end), ladder.now);
  const text = bandText(band, words);
  if (band.kind === "state") {
    const ys = [16, 0, 32, 48].map((dy) => top + dy);
    return { text, ys: ys.filter((y) => y + BAND_LINE / 2 <= bottom) };
  }
  const running = band.start < ladder.now.px && band.end >= ladder.now.px - 0.5;
  return { text, ys: between(top, bottom, running) };
}

/** A shorter fill has no label: one that changes with every row says enough by its breadth. */
const LONG = 40;
const between = (top: number, bottom: number, running: boolean): number[] => {
  if (bottom - top < LONG) return [];
  // What is still waiting is labelled where it began: the middle would move with the playhead.
  const ys = running
    ? [20, 36, 52, 68].map((dy) => top + dy)
    : [0, 16, -16, 32].map((dy) => (top + bottom) / 2 + dy);
  return ys.filter((y) => y > top && y + BAND_LINE / 2 <= bottom);
};

/** Places for a label of this width beside a band. */
export const bandBoxes = (edge: number, left: boolean, w: number, ys: readonly number[]): Box[] =>
  ys.map((y) => ({ x: left ? edge - w : edge, y: y - BAND_LINE / 2, w, h: BAND_LINE }));
