import { bottom, intersect, type Point, type Rect, right } from "./shapes.ts";

/** How far from a card a wire keeps: half of the smallest gap, less half of its own width. */
const CLEAR = 7;
/** A turn costs as much as so many px: few corners read better than a short way. */
const TURN = 40;

/** Whether a straight level or upright piece passes through a card. */
const blocked = (a: Point, b: Point, walls: readonly Rect[]): boolean => {
  const piece = {
    x: Math.min(a.x, b.x) - 0.01,
    y: Math.min(a.y, b.y) - 0.01,
    width: Math.abs(a.x - b.x) + 0.02,
    height: Math.abs(a.y - b.y) + 0.02,
  };
  return walls.some((wall) => intersect(piece, wall));
};

interface Stop {
  readonly column: number;
  readonly row: number;
  readonly level: boolean;
  readonly cost: number;
  readonly from: Stop | null;
}

/**
 * A way of level and upright pieces around all cards: the shortest, with few turns. It leaves
 * `start` and reaches `end` level. Null if there is none.
 * @param out +1 if it leaves to the right; @param back +1 if it reaches `end` from its right
 */
export function detour(
  start: Point,
  end: Point,
  cards: readonly Rect[],
  out: 1 | -1,
  back: 1 | -1,
): readonly Point[] | null {
  const from = { x: start.x + out * CLEAR, y: start.y };
  const to = { x: end.x + back * CLEAR, y: end.y };
  const walls = cards.map(({ x, y, width, height }) => ({
    x: x - CLEAR + 1,
    y: y - CLEAR + 1,
    width: width + 2 * CLEAR - 2,
    height: height + 2 * CLEAR - 2,
  }));
  const sorted = (all: readonly number[]) => [...new Set(all)].sort((a, b) => a - b);
  const xs = sorted([from.x, to.x, ...cards.flatMap((c) => [c.x - CLEAR, right(c) + CLEAR])]);
  const ys = sorted([from.y, to.y, ...cards.flatMap((c) => [c.y - CLEAR, bottom(c) + CLEAR])]);
  const [goalColumn, goalRow] = [xs.indexOf(to.x), ys.indexOf(to.y)];
  const pointAt = ({ column, row }: Stop): Point => ({ x: xs[column] ?? 0, y: ys[row] ?? 0 });
  const rest = ({ column, row }: Stop) =>
    Math.abs((xs[column] ?? 0) - to.x) + Math.abs((ys[row] ?? 0) - to.y);

  const open = new Cheapest<Stop>((stop) => stop.cost + rest(stop));
  const done = new Set<number>();
  open.push({
    column: xs.indexOf(from.x),
    row: ys.indexOf(from.y),
    level: true,
    cost: 0,
    from: null,
  });
  for (let stop = open.pop(); stop !== undefined; stop = open.pop()) {
    const key = (stop.column * ys.length + stop.row) * 2 + (stop.level ? 1 : 0);
    if (done.has(key)) continue;
    done.add(key);
    if (stop.column === goalColumn && stop.row === goalRow)
      return [start, ...corners(stop, pointAt), end];
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const [column, row] = [stop.column + dx, stop.row + dy];
      if (column < 0 || row < 0 || column >= xs.length || row >= ys.length) continue;
      const level = dy === 0;
      const next = { column, row, level, cost: 0, from: stop };
      const [a, b] = [pointAt(stop), pointAt(next)];
      if (blocked(a, b, walls)) continue;
      const turn = level === stop.level ? 0 : TURN;
      open.push({ ...next, cost: stop.cost + Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + turn });
    }
  }
  return null;
}

/** The way to a stop, without the points that lie within a straight piece. */
function corners(last: Stop, pointAt: (stop: Stop) => Point): readonly Point[] {
  const all: Point[] = [];
  for (let stop: Stop | null = last; stop !== null; stop = stop.from) all.unshift(pointAt(stop));
  return all.filter((point, i) => {
    const [before, after] = [all[i - 1], all[i + 1]];
    if (before === undefined || after === undefined) return true;
    return !(
      (before.x === point.x && point.x === after.x) ||
      (before.y === point.y && point.y === after.y)
    );
  });
}

/** A binary heap. */
class Cheapest<T> {
  private readonly all: { readonly one: T; readonly rank: number }[] = [];

  constructor(private readonly rankOf: (one: T) => number) {}

  push(one: T): void {
    const { all } = this;
    const item = { one, rank: this.rankOf(one) };
    let at = all.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = all[parent];
      if (other === undefined || other.rank <= item.rank) break;
      all[at] = other;
      at = parent;
    }
    all[at] = item;
  }

  pop(): T | undefined {
    const { all } = this;
    const first = all[0];
    const item = all.pop();
    if (first === undefined || item === undefined || all.length === 0) return first?.one;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= all.length) break;
      if ((all[child + 1]?.rank ?? Number.POSITIVE_INFINITY) < (all[child]?.rank ?? 0)) child++;
      const lower = all[child];
      if (lower === undefined || lower.rank >= item.rank) break;
      all[at] = lower;
      at = child;
    }
    all[at] = item;
    return first.one;
  }
}
