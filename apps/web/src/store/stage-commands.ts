import type { RunResult } from "./connection.ts";
import { playhead } from "./playhead.ts";
import { getTrace, run } from "./session.ts";
import { store } from "./store.ts";

/**
 * Runs a demonstration on an empty stage, live. Its ports are fixed, and a server that is still
 * there would hold them. A refusal is told to the whole page.
 */
export async function runLesson(lesson: string): Promise<RunResult> {
  playhead.live();
  const trace = getTrace();
  const empty = trace.stageAt(trace.steps.length).actors.length === 0;
  const cleared = empty ? ({ ok: true, actors: [] } as const) : await run({ do: "clear" });
  const result = cleared.ok ? await run({ do: "lesson", lesson }) : cleared;
  if (!result.ok) store.getState().notify(result.problem);
  return result;
}
