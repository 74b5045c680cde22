import type { StagePath } from "./path.ts";
import type { Point } from "./shapes.ts";

/** A way in the direction of its packets. */
export interface Lane {
  readonly length: number;
  readonly end: Point;
  /** 1: the receiver is to the right. */
  readonly toward: 1 | -1;
  /** Where packets wait: on the side that the wire does not come from; 1 below it, -1 above it. */
  readonly side: 1 | -1;
  at(distance: number): Point;
  /** The last distance up to `from` that is at least `apart` px to the side of a point. */
  clearOf(point: Point, apart: number, from: number): number;
}

/** `along`: in the direction of the path. */
export function laneOf(path: StagePath, along: boolean): Lane {
  const { end } = along ? path : { end: path.start };
  const at = (distance: number) => path.at(along ? distance : path.length - distance);
  const before = at(path.length - 1);
  return {
    length: path.length,
    end,
    toward: before.x <= end.x ? 1 : -1,
    side: sideOf(path.length, at) ?? (along ? 1 : -1),
    at,
    clearOf(point, apart, from) {
      let distance = from;
      while (distance > 0) {
        const missing = apart - Math.abs(at(distance).x - point.x);
        if (missing <= 1e-6) break;
        // Moving back by less than what is missing cannot be enough on a curve either.
        distance -= Math.max(missing, 0.05);
      }
      return Math.max(0, distance);
    },
  };
}

/** The side that the last part of a way does not come from; null where it is level. */
function sideOf(length: number, at: Lane["at"]): Lane["side"] | null {
  const end = at(length);
  for (let back = 4; back < length; back += 4) {
    const { y } = at(length - back);
    if (Math.abs(y - end.y) > 0.5) return y < end.y ? 1 : -1;
  }
  return null;
}
