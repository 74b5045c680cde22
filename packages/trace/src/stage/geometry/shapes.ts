/** Pixels, from the top left of the stage before it is scaled. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const right = (rect: Rect): number => rect.x + rect.width;
export const bottom = (rect: Rect): number => rect.y + rect.height;
export const middle = (rect: Rect): number => rect.y + rect.height / 2;

/** Whether two areas share more than an edge. */
export const intersect = (a: Rect, b: Rect): boolean =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);

export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));
