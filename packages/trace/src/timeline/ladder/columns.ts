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
const LEFT = { least: 40, most: 244 };
const RIGHT = { least: 236, most: 276 };
const SPACING = { least: 56, narrow: 120, most: 400 };

export function layoutColumns(actors: readonly number[], width: number): Columns {
  const gaps = Math.max(1, actors.length - 1);
  const tight = (width - LEFT.most - RIGHT.most) / gaps < SPACING.narrow;
  const left = tight ? LEFT.least : LEFT.most;
  const right = tight ? RIGHT.least : RIGHT.most;
  const spacing = Math.max(SPACING.least, Math.min(SPACING.most, (width - left - right) / gaps));
  const needed = left + right + spacing * gaps;
  // A few lifelines stand in the middle of what room there is.
  const first = left + Math.max(0, (width - needed) / 2);
  return {
    x: new Map(actors.map((actor, i) => [actor, first + i * spacing])),
    spacing: actors.length === 1 ? SPACING.most : spacing,
    width: Math.max(width, needed),
    middle: first + (spacing * gaps) / 2,
    labelsLeft: new Set(tight ? [] : actors.slice(0, 1)),
    leftRoom: first - 10,
    narrow: tight,
  };
}
