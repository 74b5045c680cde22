/** A place taken by a label, in px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** A straight line, in px. */
export interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Whether a straight line runs through a box. */
export function crosses(box: Box, line: Ends): boolean {
  const [from, to] = overlapRange(box, line);
  return from < to;
}

/** The part of a straight line that lies in a box; null for none. */
export function clip(line: Ends, box: Box): Ends | null {
  const [from, to] = overlapRange(box, line);
  if (from >= to) return null;
  const { x1, y1, x2, y2 } = line;
  const [dx, dy] = [x2 - x1, y2 - y1];
  return { x1: x1 + dx * from, y1: y1 + dy * from, x2: x1 + dx * to, y2: y1 + dy * to };
}

/** The part of a line, from 0 to 1, that lies between a box's sides and between its edges. */
function overlapRange(box: Box, { x1, y1, x2, y2 }: Ends): readonly [from: number, to: number] {
  const between = (from: number, to: number, low: number, high: number): [number, number] => {
    if (from === to) return from > low && from < high ? [0, 1] : [1, 0];
    const [a, b] = [(low - from) / (to - from), (high - from) / (to - from)];
    return [Math.min(a, b), Math.max(a, b)];
  };
  const [left, right] = between(x1, x2, box.x, box.x + box.w);
  const [top, bottom] = between(y1, y2, box.y, box.y + box.h);
  return [Math.max(left, top, 0), Math.min(right, bottom, 1)];
}

/** Whether all of a box lies in another. */
export const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h;

/** Rows of this many px index the boxes, so that a thousand labels are not compared in pairs. */
const BAND = 32;

/** Gives places to labels in the order of their rank. A label that finds no free place is left out. */
export class Labels {
  readonly boxes: Box[] = [];
  private readonly bands = new Map<number, Box[]>();

  /** @returns the first of these boxes that is free, now taken, or null */
  place(candidates: readonly Box[]): Box | null {
    const free = candidates.find((box) => !this.isOccupied(box));
    if (free === undefined) return null;
    this.boxes.push(free);
    this.reserve(free);
    return free;
  }

  /** Keeps a place free of labels. */
  reserve(free: Box): void {
    for (const band of bandsOf(free)) {
      const boxes = this.bands.get(band);
      if (boxes === undefined) this.bands.set(band, [free]);
      else boxes.push(free);
    }
  }

  /** The stretches of a horizontal line at `y` from `from` to `to` that cross no label. */
  free(y: number, from: number, to: number): readonly Interval[] {
    const crossed = (this.bands.get(Math.floor(y / BAND)) ?? [])
      .filter((box) => box.y < y && y < box.y + box.h)
      .map((box): Interval => [box.x, box.x + box.w]);
    return without(crossed, from, to);
  }

  /** The same for a vertical line at `x` from `from` down to `to`. */
  freeDown(x: number, from: number, to: number): readonly Interval[] {
    const crossed = this.boxes
      .filter((box) => box.x < x && x < box.x + box.w)
      .map((box): Interval => [box.y, box.y + box.h]);
    return without(crossed, from, to);
  }

  private isOccupied(box: Box): boolean {
    return bandsOf(box).some((band) => this.bands.get(band)?.some((other) => overlaps(box, other)));
  }
}

type Interval = readonly [from: number, to: number];

/** The parts of the interval from `from` to `to` that lie in none of these intervals. */
function without(occupied: readonly Interval[], from: number, to: number): readonly Interval[] {
  const free: Interval[] = [];
  let end = from;
  for (const [low, high] of [...occupied].sort((a, b) => a[0] - b[0])) {
    if (low > end) free.push([end, Math.min(low, to)]);
    end = Math.max(end, high);
  }
  if (end < to) free.push([end, to]);
  return free;
}

function bandsOf(box: Box): number[] {
  const bands: number[] = [];
  for (let band = Math.floor(box.y / BAND); band <= Math.floor((box.y + box.h) / BAND); band++) {
    bands.push(band);
  }
  return bands;
}
