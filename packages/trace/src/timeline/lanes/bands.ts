import type { DrawItem } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";
import {
  type StateBand,
  stateBands,
  stateLine,
  type WaitingBand,
  waitingBands,
  waitingFill,
} from "../marks/bands.ts";
import type { BandTarget } from "../marks/targets.ts";
import type { LanesGeometry } from "./geometry.ts";

/** A socket that changes its state more often than this in the visible steps shows no states. */
const MAX_CHANGES = 200;
/** Half the height of the target of a state's line, in px. */
const STATE = 4;

/** The states of the sockets, along the foot of their rows. */
export function statesOf(lanes: LanesGeometry): readonly StateBand[] {
  const bands: StateBand[] = [];
  const off = lanes.rowHeight - (lanes.roomy ? 11 : 4);
  for (const { row, place } of lanes.lanes) {
    if (row.socket === null || row.actor.type === "SOCK_DGRAM") continue;
    if (row.tracks.phases.changes(lanes.from, lanes.to) > MAX_CHANGES) continue;
    for (const band of stateBands(row, lanes, lanes.top(place) + off)) bands.push(band);
  }
  return bands;
}

export function* stateLines(lanes: LanesGeometry, bands: readonly StateBand[]): Iterable<DrawItem> {
  const alpha = { past: 0.85, future: 0.28 };
  for (const band of bands) yield* stateLine(lanes, band, lanes.roomy ? 4 : 3, alpha);
}

/** What waits at a socket, and its box on the foot of the bar. */
export interface WaitingBox {
  readonly band: WaitingBand;
  readonly box: Box;
  /** The middle of the bar. */
  readonly bar: number;
}

/** The height of a box is its share of the most that ever waited. */
export function waitingOf(lanes: LanesGeometry): readonly WaitingBox[] {
  const boxes: WaitingBox[] = [];
  if (lanes.dense) return boxes;
  const high = lanes.roomy ? 16 : 12;
  for (const { row, place } of lanes.lanes) {
    const bar = lanes.bar(place);
    const foot = bar + (lanes.roomy ? 9 : 6);
    for (const band of waitingBands(row, lanes, foot)) {
      const { start, end, kind, amount } = band;
      const h = Math.max(3, (high * amount) / row.tracks[kind].most);
      boxes.push({ band, box: { x: start, y: foot - h, w: end - start, h }, bar });
    }
  }
  return boxes;
}

export function* fills(lanes: LanesGeometry, waiting: readonly WaitingBox[]): Iterable<DrawItem> {
  for (const { band, box } of waiting) {
    yield* waitingFill(lanes, band, box, { radius: 0, alpha: 0.34 * lanes.dim(band.from) });
  }
}

/** Where a pointer finds the states of the sockets and what waits at them. */
export const bandTargets = (
  states: readonly StateBand[],
  waiting: readonly WaitingBox[],
): readonly BandTarget[] => [
  ...states.map((band) => ({
    ...band,
    box: { x: band.start, y: band.cross - STATE, w: band.end - band.start, h: 2 * STATE },
  })),
  ...waiting.map(({ band, box }) => ({ ...band, box })),
];
