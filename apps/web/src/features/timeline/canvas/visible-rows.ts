import type { Scale, Scene, StepRange } from "@sockscope/trace";

/** Half a px of a row may be cut off: nobody sees that. */
const ROUNDING = 0.5;

/**
 * The steps of a scene whose whole room lies in the visible part of the axis, as stretches [from, to).
 * @param visible where that part begins and how long it is, in px of the axis
 */
export function visibleRows(
  scale: Scale,
  scene: Scene,
  { scroll, room }: { readonly scroll: number; readonly room: number },
): readonly StepRange[] {
  const [start, end] = [scroll - ROUNDING, scroll + room + ROUNDING];
  const whole = (step: number): boolean => scale.at(step) >= start && scale.at(step + 1) <= end;
  let first = Math.max(scene.from, Math.floor(scale.positionAt(scroll)));
  let last = Math.min(scene.to, Math.ceil(scale.positionAt(scroll + room)) + 1);
  while (first < last && !whole(first)) first++;
  while (last > first && !whole(last - 1)) last--;
  const ranges: StepRange[] = [];
  let from = first;
  for (const fold of scale.folds) {
    if (fold.to <= first || fold.from >= last) continue;
    if (fold.from > from) ranges.push({ from, to: fold.from });
    from = Math.max(from, fold.to);
  }
  if (last > from) ranges.push({ from, to: last });
  return ranges;
}
