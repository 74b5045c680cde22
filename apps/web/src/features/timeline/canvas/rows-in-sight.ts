import type { Scale, Scene, StepRange } from "@sockscope/trace";

/** Half a px of a row may be cut off: nobody sees that. */
const ROUNDING = 0.5;

/**
 * The steps of a scene whose whole room lies in the visible part of the axis, as stretches [from, to).
 * @param visible where that part begins and how long it is, in px of the axis
 */
export function rowsInSight(
  scale: Scale,
  scene: Scene,
  { scroll, room }: { readonly scroll: number; readonly room: number },
): readonly StepRange[] {
  const folded = (step: number): boolean =>
    scale.folds.some(({ from, to }) => step >= from && step < to);
  const whole = (step: number): boolean =>
    !folded(step) &&
    scale.at(step) >= scroll - ROUNDING && scale.at(step + 1) <= scroll + room + ROUNDING;
  const first = Math.max(scene.from, Math.floor(scale.positionAt(scroll)));
  const last = Math.min(scene.to, Math.ceil(scale.positionAt(scroll + room)) + 1);
  const ranges: { from: number; to: number }[] = [];
  for (let step = first; step < last; step++) {
    if (!whole(step)) continue;
    const before = ranges.at(-1);
    if (before?.to === step) before.to = step + 1;
    else ranges.push({ from: step, to: step + 1 });
  }
  return ranges;
}
