import { AXIS, HEAD, laneRows, rowHeight, type Scale, timelineIndex } from "@sockscope/trace";
import type { Picture } from "../canvas/timeline-source.ts";
import type { TimelineView } from "../canvas/timeline-view.ts";
import {
  ladderParts,
  lanesParts,
  type PictureLimits,
  roomAlong,
  wholeScale,
} from "./picture-parts.ts";

/** One of the pictures of a whole. It is drawn only when it is needed. */
export interface WholePart {
  readonly name: string;
  readonly draw: () => Picture;
}

/**
 * The whole scene, every lifeline or row and every step, in as many pictures as the limits require.
 * What the user sees stays as it is.
 */
export function wholePictures(view: TimelineView, limits: PictureLimits): readonly WholePart[] {
  const { layout } = view;
  const { width, height } = view.size;
  const { trace, only, keepsRow } = view.source();
  const scene = view.scene();
  const rows = laneRows({ scene, only, keepsRow }, timelineIndex(trace)).length;
  const high = rowHeight(rows, height - AXIS);
  const widthAt = (scale: Scale, scrollY: number) => {
    const viewport = { width, height: HEAD + 1, scrollX: 0, scrollY };
    const { drawing } = view.drawingOf(scene, scale, viewport);
    return "columns" in drawing ? drawing.columns.width : width;
  };
  const now = view.scale();
  const cross = layout === "ladder" ? widthAt(now, 0) : AXIS + rows * high;
  const room = roomAlong(layout, limits, Math.ceil(cross / limits.cross));
  const scale = wholeScale(now, layout, scene, trace, room);
  const parts =
    layout === "ladder"
      ? ladderParts(scale, limits, (scrollY) => widthAt(scale, scrollY))
      : lanesParts(scale, limits, { count: rows, height: high });
  return parts.map(({ viewport, name }) => ({
    name,
    draw: () => ({
      items: view.drawingOf(scene, scale, viewport).drawing.items,
      ...{ width: viewport.width, height: viewport.height, theme: view.theme },
    }),
  }));
}
