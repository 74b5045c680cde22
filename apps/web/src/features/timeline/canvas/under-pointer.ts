import {
  AXIS,
  gutterOf,
  HEAD,
  type Hit,
  hitTest,
  PAD,
  rowAt,
  type Scale,
  type Scene,
  stepAt,
  type Viewport,
} from "@sockscope/trace";
import type { Frame, Layout, Point } from "./timeline-source.ts";

/** The width of the rail beside the ladder, in px. */
const RAIL = 24;

/** The px of a point along the axis of time, from where the visible steps begin. */
export const alongAxis = (layout: Layout, width: number, { x, y }: Point): number =>
  layout === "ladder" ? y - HEAD : x - gutterOf(width) - PAD;

/** The step at a point; null beside the axis of time, and where there is none. */
export function stepUnder(
  layout: Layout,
  { scene, scale }: { readonly scene: Scene; readonly scale: Scale },
  viewport: Viewport,
  point: Point,
): number | null {
  const { width, scrollX } = viewport;
  if (layout === "ladder") return stepAt(scene, scale, viewport, point.y);
  if (point.y < 0 || point.x < gutterOf(width)) return null;
  const position = scale.positionAt(alongAxis(layout, width, point) + scrollX);
  const step = scale.kind === "steps" ? Math.floor(position) : position - 1;
  return step >= scene.from && step < scene.to ? step : null;
}

/** The mark at a point. Names and axis hide what is below them. */
export function hitUnder(
  layout: Layout,
  frame: Frame | null,
  width: number,
  { x, y }: Point,
): Hit | null {
  const outside = layout === "ladder" ? y < HEAD : y < AXIS || x < gutterOf(width);
  return frame === null || outside ? null : hitTest(frame.of.drawing.targets, x, y);
}

/** Whether a drag from here moves the playhead: on the rail of the axis. */
export function isOnRail(layout: Layout, width: number, { x, y }: Point): boolean {
  if (layout === "ladder") return x < RAIL && y >= HEAD;
  return y < AXIS && x >= gutterOf(width);
}

/** The actor whose name is at a point. */
export function actorUnder({ of }: Frame, viewport: Viewport, { x, y }: Point): number | null {
  if (of.layout === "lanes") {
    if (x > gutterOf(viewport.width)) return null;
    return rowAt(of.drawing, viewport, y)?.actor.id ?? null;
  }
  if (y > HEAD) return null;
  const { columns } = of.drawing;
  for (const [actor, at] of columns.x) {
    if (Math.abs(at - viewport.scrollX - x) < columns.spacing / 2) return actor;
  }
  return null;
}
