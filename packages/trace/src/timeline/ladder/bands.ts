import { phaseOf, phaseTruthOf } from "../../model/phases.ts";
import type { SocketPhase } from "../../model/types.ts";
import { shade, toldUntil } from "../axis/playhead.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Box } from "../draw/labels.ts";
import type { Row } from "../index/rows.ts";
import { phaseTone } from "../lanes/bands.ts";
import type { BandTarget } from "../marks/targets.ts";
import { HEAD, type LadderGeometry } from "./geometry.ts";
import { DASH } from "./marks.ts";

/** How high the name of a state is, in px: it stands between two rows of labels. */
export const BAND_LINE = 14;
/** A fill is at least and at most so wide, in px; it lies around the line of the state. */
const FILL = { least: 4, most: 9 };

type Told =
  | {
      readonly kind: "state";
      readonly phase: SocketPhase;
      readonly truth: "observed" | "inferred";
    }
  | { readonly kind: "unread" | "queue"; readonly amount: number };

/** A stretch along the lifeline in which a socket is in one state, or so much waits at it. */
export type Band = Told & {
  readonly row: Row;
  /** The middle of its line. */
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  readonly from: number;
};

/** What the sockets of each lifeline are in, beside it: states, unread bytes, accept queues. */
export function bandsOf(ladder: LadderGeometry): readonly Band[] {
  const found: Band[] = [];
  if (ladder.dense) return found;
  for (const [row, x] of ladder.bandRows()) {
    const part = (from: number, to: number, told: Told) => {
      const y1 = Math.max(HEAD - 20, ladder.middle(from));
      const last = to >= ladder.to ? ladder.y(Math.min(ladder.input.scene.to, to)) : null;
      const y2 = Math.min(ladder.input.viewport.height + 20, last ?? ladder.middle(to));
      if (y2 - y1 >= 1) found.push({ ...told, row, x, y1, y2, from });
    };
    if (row.actor.type === "SOCK_STREAM")
      for (const { from, to, value } of row.tracks.phases.between(ladder.from, ladder.to)) {
        const [phase, truth] = [phaseOf(value), phaseTruthOf(value)];
        if (phase !== "unbound" && phase !== "closed")
          part(from, to, { kind: "state", phase, truth });
      }
    for (const kind of ["unread", "queue"] as const) {
      const track = kind === "unread" ? row.tracks.unread : row.tracks.queue;
      for (const { from, to, value } of track.between(ladder.from, ladder.to))
        if (value > 0) part(from, to, { kind, amount: value });
    }
  }
  return found;
}

/** Fills below, lines of the states above them. */
export function* bandItems(ladder: LadderGeometry, bands: readonly Band[]): Iterable<DrawItem> {
  for (const band of bands) if (band.kind !== "state") yield* fill(ladder, band);
  for (const band of bands) if (band.kind === "state") yield* line(ladder, band);
}

function* line(
  ladder: LadderGeometry,
  { phase, truth, x, y1, y2, from }: Extract<Band, { kind: "state" }>,
): Iterable<DrawItem> {
  const now = ladder.y(ladder.input.position);
  const dash = DASH[truth];
  const look = { kind: "line", x1: x, x2: x, tone: phaseTone(phase), dash, head: "none" } as const;
  const dim = ladder.dim(from);
  if (y1 < now) yield { ...look, width: 3, y1, y2: Math.min(y2, now), alpha: 0.9 * dim };
  if (y2 > now)
    yield { ...look, width: 3, y1: Math.max(y1, now), y2, alpha: ladder.future * 0.7 * dim };
}

function* fill(
  ladder: LadderGeometry,
  { kind, amount, row, x, y1, y2, from }: Extract<Band, { kind: "unread" | "queue" }>,
): Iterable<DrawItem> {
  const most = kind === "unread" ? row.tracks.unread.most : row.tracks.queue.most;
  const w = FILL.least + ((FILL.most - FILL.least) * amount) / Math.max(1, most);
  const datagrams = row.actor.type === "SOCK_DGRAM";
  const incoming = row.actor.role === "server" ? "data" : "data-2";
  const tone = kind === "queue" ? "setup" : datagrams ? "udp" : incoming;
  const box = { kind: "rect", x: x - w / 2, y: y1, w, h: y2 - y1, radius: 2 } as const;
  const rect = { ...box, fill: tone, stroke: tone, alpha: 0.4 * ladder.dim(from) } as const;
  yield* shade(rect, ladder.now);
}

/** Where a pointer finds them. */
export const bandTargets = (bands: readonly Band[]): readonly BandTarget[] =>
  bands.map((band) => ({
    ...band,
    box: { x: band.x - 4, y: band.y1, w: 8, h: band.y2 - band.y1 },
  }));

/** The name of a state where it begins, what waits where there is most room for it. */
export function bandLabel(ladder: LadderGeometry, band: Band): { text: string; ys: number[] } {
  const { words } = ladder.input;
  const datagrams = band.row.actor.type === "SOCK_DGRAM";
  const top = Math.max(HEAD, band.y1);
  const seen = Math.min(ladder.input.viewport.height, band.y2);
  const bottom = toldUntil(band.y1, seen, ladder.now);
  const running = band.y1 < ladder.now.px && band.y2 >= ladder.now.px - 0.5;
  switch (band.kind) {
    case "state": {
      const ys = [16, 0, 32, 48].map((dy) => top + dy);
      return {
        text: words.phase(band.phase),
        ys: ys.filter((y) => y + BAND_LINE / 2 <= bottom),
      };
    }
    case "unread":
      return {
        text: words.unread(band.amount, datagrams, band.row.leastAt(band.from)),
        ys: between(top, bottom, running),
      };
    case "queue":
      return {
        text: words.inQueue(band.amount, band.row.kernelQueue),
        ys: between(top, bottom, running),
      };
  }
}

/** A fill that changes with every row says all that there is to say by its width. */
const LONG = 40;
const between = (top: number, bottom: number, running: boolean): number[] => {
  if (bottom - top < LONG) return [];
  // What goes on is told where it began: the middle would move with the playhead.
  const ys = running
    ? [20, 36, 52, 68].map((dy) => top + dy)
    : [0, 16, -16, 32].map((dy) => (top + bottom) / 2 + dy);
  return ys.filter((y) => y > top && y + BAND_LINE / 2 <= bottom);
};

/** Places for a label of this width beside a band. */
export const bandBoxes = (edge: number, left: boolean, w: number, ys: readonly number[]): Box[] =>
  ys.map((y) => ({ x: left ? edge - w : edge, y: y - BAND_LINE / 2, w, h: BAND_LINE }));
