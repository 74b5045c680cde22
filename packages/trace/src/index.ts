export { type ErrnoCause, errnoCause } from "./explain/errno-cause.ts";
export { keptBytes } from "./model/kept.ts";
export { BEHIND, underWay } from "./model/packets.ts";
export * from "./model/types.ts";
export * from "./stage/index.ts";
export * from "./text/call-text.ts";
export * from "./text/layers.ts";
export * from "./text/reading-news.ts";
export { type ConditionsEvent, rowLabel, type TimelineWords } from "./text/row-label.ts";
export * from "./timeline/axis/camera.ts";
export * from "./timeline/axis/scale.ts";
export * from "./timeline/draw/draw-list.ts";
export * from "./timeline/draw/svg.ts";
export { Filter } from "./timeline/filter/filter.ts";
export type { FilterNames } from "./timeline/filter/matcher.ts";
export { parseQuery } from "./timeline/filter/query.ts";
export type { Piece, Pieces } from "./timeline/index/pieces.ts";
export { Row } from "./timeline/index/rows.ts";
export * from "./timeline/index/scenes.ts";
export { type TimelineIndex, timelineIndex } from "./timeline/index/timeline-index.ts";
export * from "./timeline/index/what-matters.ts";
export {
  FUTURE,
  HEAD,
  type LadderInput,
  type StepRange,
  type Viewport,
} from "./timeline/ladder/geometry.ts";
export * from "./timeline/ladder/ladder.ts";
export { AXIS, gutterOf, laneRows, PAD, rowHeight } from "./timeline/lanes/geometry.ts";
export * from "./timeline/lanes/lanes.ts";
export { flightLabel, isStruck, isUnseen } from "./timeline/marks/flight-label.ts";
export * from "./timeline/marks/targets.ts";
export * from "./timeline/overview/cross-axis.ts";
export * from "./timeline/overview/minimap.ts";
export * from "./timeline/overview/ribbon.ts";
export { createTrace } from "./trace.ts";
