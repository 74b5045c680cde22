/** Where the lifelines stand, in px from the left of the whole drawing. */
export interface Columns {
  readonly x: ReadonlyMap<number, number>;
  readonly spacing: number;
  readonly width: number;
  readonly middle: number;
  /** Lifelines whose labels stand to their left: the first, where there is room for that. */
  readonly labelsLeft: ReadonlySet<number>;
  readonly leftRoom: number;
  /** Too narrow for whole names. */
  readonly narrow: boolean;
}

/** Room for labels left of the first lifeline and right of the last, where there is enough. */
const LEFT = { min: 40, max: 244 };
const RIGHT = { min: 236, max: 276 };
const SPACING = { min: 56, narrow: 120, max: 400 };

export function layoutColumns(actors: readonly number[], width: number): Columns {
  const gaps = Math.max(1, actors.length - 1);
  const tight = (width - LEFT.max - RIGHT.max) / gaps < SPACING.narrow;
  const left = tight ? LEFT.min : LEFT.max;
  const right = tight ? RIGHT.min : RIGHT.max;
  const spacing = Math.max(SPACING.min, Math.min(SPACING.max, (width - left - right) / gaps));
  const needed = left + right + spacing * gaps;
  // A few lifelines stand in the middle of what room there is.
  const first = left + Math.max(0, (width - needed) / 2);
  return {
    x: new Map(actors.map((actor, i) => [actor, first + i * spacing])),
    spacing: actors.length === 1 ? SPACING.max : spacing,
    width: Math.max(width, needed),
    middle: first + (spacing * gaps) / 2,
    labelsLeft: new Set(tight ? [] : actors.slice(0, 1)),
    leftRoom: first - 10,
    narrow: tight,
  };
}
