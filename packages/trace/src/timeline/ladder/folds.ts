import { type DrawItem, SMALL } from "../draw/draw-list.ts";
import type { Labels } from "../draw/labels.ts";
import { MIN_COUNTED_FOLD } from "../framed/folded-scale.ts";
import { HEAD, type LadderGeometry } from "./geometry.ts";

/** Between the words of a fold and the right edge, and between them and its line, in px. */
const FROM_EDGE = 14;
const APART = 10;

/** Rows that are folded: a quiet line, and how many there are where that is worth the words. */
export function* folds(ladder: LadderGeometry, labels: Labels): Iterable<DrawItem> {
  const { scale, viewport, measure, words } = ladder.input;
  for (const { from, to } of scale.folds) {
    const [top, bottom] = [ladder.along(from), ladder.along(to)];
    const y = (top + bottom) / 2;
    if (y < HEAD || y > viewport.height) continue;
    const text = to - from < MIN_COUNTED_FOLD ? "" : words.folded(to - from);
    const w = measure(text, SMALL);
    const right = viewport.width - FROM_EDGE;
    const box = { x: right - w - APART, y: top, w: w + APART, h: bottom - top };
    const labelled = text !== "" && labels.place([box]) !== null;
    const line = { kind: "line", tone: "line", width: 1, dash: "solid", head: "none" } as const;
    yield { ...line, x1: 24, y1: y, x2: labelled ? right - w - APART : right, y2: y, alpha: 1 };
    if (!labelled) continue;
    const at = { kind: "text", x: right, y, align: "right", plate: "panel" } as const;
    yield { ...at, text, font: SMALL, tone: "ink-2", alpha: 1 };
  }
}
