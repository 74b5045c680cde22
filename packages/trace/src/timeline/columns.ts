/** Where the lifelines stand, in px from the left of the whole drawing. */
export interface Columns {
  readonly x: ReadonlyMap<number, number>;
  readonly spacing: number;
  readonly width: number;
  readonly middle: number;
  /** Lifelines whose labels stand to their left: only the first, the others' stand to the right. */
  readonly labelsLeft: ReadonlySet<number>;
  readonly leftRoom: number;
  readonly rightRoom: ReadonlyMap<number, number>;
}

const LEFT = 226;
const RIGHT = 290;
const NARROWEST = 170;
const WIDEST = 400;

export function layoutColumns(actors: readonly number[], width: number): Columns {
  const gaps = Math.max(1, actors.length - 1);
  const spacing = Math.max(NARROWEST, Math.min(WIDEST, (width - LEFT - RIGHT) / gaps));
  const needed = LEFT + RIGHT + spacing * gaps;
  // A few lifelines stand in the middle of what room there is.
  const left = LEFT + Math.max(0, (width - needed) / 2);
  const x = new Map(actors.map((actor, i) => [actor, left + i * spacing]));
  const last = actors.at(-1);
  const rightRoom = new Map(
    actors.map((actor) => [actor, actor === last ? RIGHT - 70 : spacing - 20]),
  );
  return {
    x,
    spacing: actors.length === 1 ? WIDEST : spacing,
    width: Math.max(width, needed),
    middle: left + (spacing * gaps) / 2,
    labelsLeft: new Set(actors.slice(0, 1)),
    leftRoom: left - 10,
    rightRoom,
  };
}
