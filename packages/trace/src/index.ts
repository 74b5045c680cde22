export * from "./call-text.ts";
export { type ErrnoCause, errnoCause } from "./errno-cause.ts";
export { keptBytes } from "./kept.ts";
export * from "./layers.ts";
export { BEHIND, underWay } from "./packets.ts";
export * from "./reading-news.ts";
export * from "./stage/index.ts";
export * from "./timeline/across.ts";
export * from "./timeline/camera.ts";
export * from "./timeline/draw-list.ts";
export { Filter } from "./timeline/filter.ts";
export type { FilterNames } from "./timeline/filter-match.ts";
export { parseQuery } from "./timeline/filter-terms.ts";
export { flightLabel, isStruck, isUnseen } from "./timeline/flight-label.ts";
export * from "./timeline/ladder.ts";
export {
  FUTURE,
  HEAD,
  type LadderInput,
  type StepRange,
  type Viewport,
} from "./timeline/ladder-geometry.ts";
export * from "./timeline/lanes.ts";
export { AXIS, gutterOf, laneRows, PAD, rowHeight } from "./timeline/lanes-geometry.ts";
export * from "./timeline/minimap.ts";
export type { Piece, Pieces } from "./timeline/pieces.ts";
export * from "./timeline/ribbon.ts";
export { type ConditionsEvent, rowLabel, type TimelineWords } from "./timeline/row-label.ts";
export { Row } from "./timeline/rows.ts";
export * from "./timeline/scale.ts";
export * from "./timeline/scenes.ts";
export * from "./timeline/svg.ts";
export * from "./timeline/targets.ts";
export { type TimelineIndex, timelineIndex } from "./timeline/timeline-index.ts";
export * from "./timeline/what-matters.ts";
export { createTrace } from "./trace.ts";
export * from "./types.ts";
