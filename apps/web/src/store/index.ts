export type { Mode } from "./clock.ts";
export type { Link, RunProblem, RunResult } from "./connection.ts";
export { useApp, useInThePast, useLiveStage, useStageView } from "./hooks.ts";
export { inspectStep, playhead } from "./playhead.ts";
export { type Lang, type ScaleKind, SPEEDS, type Theme } from "./preferences.ts";
export { clock, getTrace, openSession, run } from "./session.ts";
export { type AppState, type Notice, type Selection, store } from "./store.ts";
