export * from "./call-text.ts";
export { visibleFor } from "./packets.ts";
export * from "./timeline/draw-list.ts";
export * from "./timeline/ladder.ts";
export type { TimelineWords } from "./timeline/row-label.ts";
export * from "./timeline/scale.ts";
export * from "./timeline/scenes.ts";
export { createTrace } from "./trace.ts";
export * from "./types.ts";
