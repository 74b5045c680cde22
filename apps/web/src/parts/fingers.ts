/** In px of whatever is pointed at. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A pointer that moved less than this (px) has clicked, not dragged. */
export const CLICK = 4;

export const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** What two fingers have done since the last event: moved their middle by (dx, dy), and apart. */
export interface Pinch {
  readonly dx: number;
  readonly dy: number;
  /** How many times as far apart they are. */
  readonly factor: number;
  readonly middle: Point;
}

/** Where the pointers are that are down. */
export class Fingers {
  private readonly places = new Map<number, Point>();

  get count(): number {
    return this.places.size;
  }

  /** One of those that are down. */
  get any(): Point | undefined {
    return this.places.values().next().value;
  }

  down(id: number, at: Point): void {
    this.places.set(id, at);
  }

  /** Where it was before; undefined if it is not down. */
  move(id: number, at: Point): Point | undefined {
    const before = this.places.get(id);
    if (before !== undefined) this.places.set(id, at);
    return before;
  }

  /** As `move`, of one finger of two. Null if there are not two, or it is not one of them. */
  pinch(id: number, at: Point): Pinch | null {
    const before = this.move(id, at);
    const other = [...this.places].find(([finger]) => finger !== id)?.[1];
    if (this.count !== 2 || before === undefined || other === undefined) return null;
    return {
      dx: (at.x - before.x) / 2,
      dy: (at.y - before.y) / 2,
      factor: apart(at, other) / Math.max(1, apart(before, other)),
      middle: { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 },
    };
  }

  up(id: number): void {
    this.places.delete(id);
  }
}

/** How far a wheel was turned, in px: some count in lines. */
export const wheelPx = ({ deltaX, deltaY, deltaMode }: WheelEvent): Point => {
  const px = deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  return { x: deltaX * px, y: deltaY * px };
};
