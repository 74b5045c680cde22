/** A place taken by a label, in px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Whether a straight line runs through a box. */
export function crosses(box: Box, line: Line): boolean {
  const [from, to] = partIn(box, line);
  return from < to;
}

/** The part of a straight line that lies in a box; null for none. */
export function clip(line: Line, box: Box): Line | null {
  const [from, to] = partIn(box, line);
  if (from >= to) return null;
  const { x1, y1, x2, y2 } = line;
  const [dx, dy] = [x2 - x1, y2 - y1];
  return { x1: x1 + dx * from, y1: y1 + dy * from, x2: x1 + dx * to, y2: y1 + dy * to };
}

/** The part of a line, from 0 to 1, that lies between a box's sides and between its edges. */
function partIn(box: Box, { x1, y1, x2, y2 }: Line): readonly [from: number, to: number] {
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

/** Gives out places in the order of their rank: who comes later and finds none is left out. */
export class Labels {
  readonly boxes: Box[] = [];
  private readonly bands = new Map<number, Box[]>();

  /** @returns the first of these boxes that is free, now taken, or null */
  place(candidates: readonly Box[]): Box | null {
    const free = candidates.find((box) => !this.taken(box));
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
  free(y: number, from: number, to: number): readonly (readonly [number, number])[] {
    const across = (this.bands.get(Math.floor(y / BAND)) ?? [])
      .filter((box) => box.y < y && y < box.y + box.h)
      .sort((a, b) => a.x - b.x);
    const stretches: [number, number][] = [];
    let x = from;
    for (const box of across) {
      if (box.x > x) stretches.push([x, Math.min(box.x, to)]);
      x = Math.max(x, box.x + box.w);
    }
    if (x < to) stretches.push([x, to]);
    return stretches;
  }

  /** The same for a vertical line at `x` from `from` down to `to`. */
  freeDown(x: number, from: number, to: number): readonly (readonly [number, number])[] {
    const across = this.boxes
      .filter((box) => box.x < x && x < box.x + box.w)
      .sort((a, b) => a.y - b.y);
    const stretches: [number, number][] = [];
    let y = from;
    for (const box of across) {
      if (box.y > y) stretches.push([y, Math.min(box.y, to)]);
      y = Math.max(y, box.y + box.h);
    }
    if (y < to) stretches.push([y, to]);
    return stretches;
  }

  private taken(box: Box): boolean {
    return bandsOf(box).some((band) => this.bands.get(band)?.some((other) => overlaps(box, other)));
  }
}

function bandsOf(box: Box): number[] {
  const bands: number[] = [];
  for (let band = Math.floor(box.y / BAND); band <= Math.floor((box.y + box.h) / BAND); band++) {
    bands.push(band);
  }
  return bands;
}
