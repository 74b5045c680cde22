export * from "./call-text.ts";
export { visibleFor } from "./packets.ts";
export { createTrace } from "./trace.ts";
export * from "./types.ts";
