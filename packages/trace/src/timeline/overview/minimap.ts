import type { Tone } from "../../tones/tone.ts";
import type { StepRange } from "../axis/input.ts";
import { evenScale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";
import { barEdges, bars } from "../marks/counts.ts";

export interface MinimapInput {
  readonly index: TimelineIndex;
  readonly width: number;
  readonly height: number;
  /** The playhead, in steps. */
  readonly position: number;
  /** The steps that the timeline has in sight. */
  readonly visible: StepRange;
  readonly range: StepRange | null;
  /** How many steps of [from, to) a filter has found; null: there is none. */
  readonly matchesIn: ((from: number, to: number) => number) | null;
}

/** Half a thumb: the first step stands so far from the left edge, in px. */
export const MINIMAP_PAD = 8;
/** The height of the marks of what was found, at the top. */
const MATCH_HEIGHT = 4;

/** The whole session on one strip: how much there was of what, and which part of it is in sight. */
export function* drawMinimap(input: MinimapInput): Iterable<DrawItem> {
  const { index, width, height, position, visible, range, matchesIn } = input;
  const steps = index.summary.length;
  const room = width - 2 * MINIMAP_PAD;
  if (steps === 0 || room <= 0) return;
  const px = room / steps;
  const scale = evenScale(0, steps, px);
  const x = (step: number) => MINIMAP_PAD + Math.max(0, Math.min(steps, step)) * px;
  const rect = (left: number, top: number, w: number, h: number, fill: Tone, alpha: number) =>
    ({ kind: "rect", x: left, y: top, w, h, radius: 0, fill, stroke: null, alpha }) as const;
  if (range !== null) {
    yield rect(x(range.from), 0, x(range.to) - x(range.from), height, "wash-setup", 1);
  }
  const now = x(position);
  const maxHeight = height - MATCH_HEIGHT - 4;
  // Few steps stand side by side, each as wide as there is room for it.
  const wide = Math.max(2.5, Math.min(10, px - 2));
  const all = [...bars(index.summary, barEdges(scale, 0, room))];
  const highest = Math.log2(all.reduce((high, { count }) => Math.max(high, count), 2));
  for (const bar of all) {
    const left = MINIMAP_PAD + bar.px;
    const h = bar.failed ? maxHeight : maxHeight * (0.3 + (0.6 * Math.log2(bar.count)) / highest);
    const alpha = left < now ? 0.9 : 0.4;
    yield rect(left, height - 2 - h, wide, h, bar.failed ? "error" : bar.tone, alpha);
  }
  if (matchesIn !== null) {
    for (let left = 0; left < room; left += 3) {
      if (matchesIn(Math.floor(left / px), Math.max(Math.ceil((left + 3) / px), 1)) === 0) continue;
      yield rect(MINIMAP_PAD + left, 0, 3, MATCH_HEIGHT, "ink", 1);
    }
  }
  const [left, right] = [x(visible.from), x(visible.to)];
  if (right - left < room - 1) {
    const frame = {
      kind: "rect",
      x: left,
      y: 1,
      w: Math.max(4, right - left),
      h: height - 2,
    } as const;
    yield { ...frame, radius: 3, fill: "ink", stroke: null, alpha: 0.06 };
    yield { ...frame, radius: 3, fill: null, stroke: "ink", alpha: 1 };
  }
}
