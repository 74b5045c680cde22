import type { Point } from "./shapes.ts";

/** A line that packets move along. Distances are px from its start. */
export interface StagePath {
  /** As SVG's `d`. */
  readonly d: string;
  readonly length: number;
  readonly start: Point;
  readonly end: Point;
  at(distance: number): Point;
}

/** Straight pieces of a curve: enough to place packets on it and to test what it crosses. */
const PIECES = 24;

type Curve = readonly [Point, Point, Point, Point];

function pointOn([a, b, c, d]: Curve, t: number): Point {
  const u = 1 - t;
  const [wa, wb, wc, wd] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return {
    x: wa * a.x + wb * b.x + wc * c.x + wd * d.x,
    y: wa * a.y + wb * b.y + wc * c.y + wd * d.y,
  };
}

const round = (value: number): string => String(Math.round(value * 10) / 10);
const text = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

const isFlat = ([a, b, c, d]: Curve): boolean => a.y === b.y && c.y === d.y && a.y === d.y;

function svgOf(curves: readonly Curve[], start: Point): string {
  const pieces = curves.map((curve) =>
    isFlat(curve) ? `H${round(curve[3].x)}` : `C${curve.slice(1).map(text).join(" ")}`,
  );
  return `M${text(start)}${pieces.join("")}`;
}

function pathAlong(curves: readonly Curve[], start: Point): StagePath {
  const points: Point[] = [start];
  for (const curve of curves) {
    const pieces = isFlat(curve) ? 1 : PIECES;
    for (let i = 1; i <= pieces; i++) points.push(pointOn(curve, i / pieces));
  }
  const reached: number[] = [0];
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1] ?? start, points[i] ?? start];
    reached.push((reached[i - 1] ?? 0) + Math.hypot(to.x - from.x, to.y - from.y));
  }
  const length = reached.at(-1) ?? 0;
  const end = points.at(-1) ?? start;
  return {
    d: svgOf(curves, start),
    length,
    start,
    end,
    at(distance) {
      if (distance <= 0) return start;
      if (distance >= length) return end;
      let [low, high] = [0, reached.length - 1];
      while (high - low > 1) {
        const half = (low + high) >> 1;
        if ((reached[half] ?? 0) <= distance) low = half;
        else high = half;
      }
      const [from, to] = [points[low] ?? start, points[high] ?? end];
      const span = (reached[high] ?? 0) - (reached[low] ?? 0);
      const fraction = span === 0 ? 0 : (distance - (reached[low] ?? 0)) / span;
      return { x: from.x + (to.x - from.x) * fraction, y: from.y + (to.y - from.y) * fraction };
    },
  };
}

/** An even S, or a straight piece where the height stays. */
function sCurve(from: Point, to: Point): Curve {
  const half = (from.x + to.x) / 2;
  return [from, { x: half, y: from.y }, { x: half, y: to.y }, to];
}

const between = (points: readonly Point[]): readonly Curve[] =>
  points.slice(1).map((to, i) => sCurve(points[i] ?? to, to));

/** Through all points in turn. */
export function pathThrough(points: readonly Point[]): StagePath {
  return pathAlong(between(points), points[0] ?? { x: 0, y: 0 });
}

/** Level and upright pieces with rounded corners. */
export function pathAlongCorners(points: readonly Point[], radius: number): StagePath {
  const start = points[0] ?? { x: 0, y: 0 };
  const curves: Curve[] = [];
  const straight = (from: Point, to: Point): Curve => [
    from,
    toward(from, to, 1 / 3),
    toward(from, to, 2 / 3),
    to,
  ];
  let at = start;
  points.slice(1).forEach((corner, i) => {
    const next = points[i + 2];
    const before = points[i] ?? at;
    if (next === undefined) {
      curves.push(straight(at, corner));
      return;
    }
    const [came, goes] = [distance(before, corner), distance(corner, next)];
    const cut = Math.min(radius, came / 2, goes / 2);
    const enter = toward(corner, before, cut / Math.max(1e-9, came));
    const leave = toward(corner, next, cut / Math.max(1e-9, goes));
    const bend: Curve = [enter, toward(enter, corner, 0.6), toward(leave, corner, 0.6), leave];
    curves.push(straight(at, enter), bend);
    at = leave;
  });
  return pathAlong(curves, start);
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);
const toward = (from: Point, to: Point, fraction: number): Point => ({
  x: from.x + (to.x - from.x) * fraction,
  y: from.y + (to.y - from.y) * fraction,
});

/** Between two cards of one column: to its edge, around `reach` px beyond it, and back. */
export function pathAround(
  out: readonly Point[],
  back: readonly Point[],
  reach: number,
): StagePath {
  const start = out[0] ?? { x: 0, y: 0 };
  const from = out.at(-1) ?? start;
  const edge = back.at(-1) ?? start;
  // To oneself: the bow needs two feet.
  const to = from.x === edge.x && from.y === edge.y ? { x: edge.x, y: edge.y + 24 } : edge;
  const bow: Curve = [from, { x: from.x + reach, y: from.y }, { x: to.x + reach, y: to.y }, to];
  const home = between([to, ...back.toReversed().slice(1)]);
  return pathAlong([...between(out), bow, ...home], start);
}
