export * from "./address.ts";
export * from "./codec.ts";
export * from "./commands.ts";
export * from "./events.ts";
export * from "./limits.ts";
export * from "./messages.ts";
export * from "./version.ts";
