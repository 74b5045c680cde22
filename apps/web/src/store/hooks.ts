import type { StageView, Trace } from "@sockscope/trace";
import { useStore } from "zustand";
import { getTrace } from "./session/session.ts";
import { type AppState, mayAct, store } from "./store.ts";

/** A part of the state; the component renders again when that part changes. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(store, select);
}

/** The trace that is shown; the component renders again when it has grown or was replaced. */
export function useTrace(): Trace {
  useApp((state) => state.revision);
  return getTrace();
}

/** The stage as it is at the playhead. */
export function useStageView(): StageView {
  return useTrace().stageAt(useApp((state) => state.step));
}

/** The stage as it is now, wherever the playhead stands: what commands act on. */
export function useLiveStage(): StageView {
  return useTrace().stageAt(useApp((state) => state.steps));
}

/** False for a viewer from outside, who may only look: then nothing that acts is offered. */
export function useMayAct(): boolean {
  return useApp(mayAct);
}

/** Whether the playhead has left the newest step behind it, on purpose. A recording is all past. */
export function useInThePast(): boolean {
  return useApp(
    ({ replay, mode, step, steps }) => replay !== null || (mode !== "live" && step < steps),
  );
}
