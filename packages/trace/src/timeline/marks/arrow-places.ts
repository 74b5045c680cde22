import { type Box, type Ends, within } from "../draw/labels.ts";

/** Parts of an arrow at which its label is tried, best first. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
/** From this slope on a label may stand beside its arrow and not only above or below. */
const STEEP = 0.4;
/** Between a label and an arrow that it stands beside, in px. */
const BESIDE = 5;

/**
 * Places for a label of w by h px at an arrow, best first, all of them in sight.
 * @param seen the part of the arrow that is in sight
 * @param few so few arrows are in sight that it is worth trying more places
 */
export function arrowPlaces(
  whole: Ends,
  seen: Ends,
  { w, h }: { readonly w: number; readonly h: number },
  view: Box,
  few: boolean,
): Box[] {
  const { x1, y1, x2, y2 } = seen;
  const cut = seen.y1 !== whole.y1 || seen.y2 !== whole.y2;
  const slope = Math.abs((y2 - y1) / (x2 - x1 || 1));
  // On a steep arrow a label has to stand further off, or the line would run through it.
  const off = h / 2 + 2 + Math.min((slope * w) / 2, 3 * h);
  const aside = w / 2 + h / 2 / Math.max(slope, STEEP) + BESIDE;
  const shifts = [
    ...[-off, off].map((dy) => [0, dy] as const),
    ...(slope < STEEP || !(few || cut) ? [] : [-aside, aside]).map((dx) => [dx, 0] as const),
  ];
  const places = PARTS.flatMap((fraction) =>
    shifts.map(([dx, dy]) => ({
      ...{
        x: x1 + (x2 - x1) * fraction + dx - w / 2,
        y: y1 + (y2 - y1) * fraction + dy - h / 2,
        w,
        h,
      },
    })),
  );
  // Past the end of a short piece it would lie on a lifeline, or on what stands beside that.
  const [left, right] = [Math.min(whole.x1, whole.x2), Math.max(whole.x1, whole.x2)];
  return places.filter(
    (box) => within(box, view) && (!cut || (box.x >= left && box.x + w <= right)),
  );
}
