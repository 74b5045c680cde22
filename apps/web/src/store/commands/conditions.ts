import type {
  Breakpoint,
  Command,
  GateMode,
  GateTarget,
  LinkConditions,
  LinkScope,
} from "@sockscope/protocol";
import { getTrace, run } from "../session/session.ts";
import { store } from "../store.ts";
import { playhead } from "./playhead.ts";

/** Of a slow program that nobody has chosen another pause for, in ms. */
export const DEFAULT_PAUSE = 500;

/** A refusal is told to the whole page. */
async function ask(command: Command): Promise<void> {
  const result = await run(command);
  if (!result.ok) store.getState().notify(result.problem);
}

/** `pause` in ms, for "slow" only. */
export function setGate(scope: GateTarget, mode: GateMode, pause: number): void {
  void ask({ do: "gate", scope, mode, ...(mode === "slow" && { pause }) });
}

/**
 * Lets the next call pass the gate, and goes to the newest step, where that is seen. Does nothing
 * while nobody stands there.
 */
export function passGate(scope: GateTarget): void {
  const trace = getTrace();
  const { actors } = trace.stageAt(trace.steps.length);
  const stands = actors.some(
    ({ actor, atGate }) =>
      atGate.length > 0 &&
      (scope === "all" ||
        (typeof scope === "object" ? scope.includes(actor.id) : actor.id === scope)),
  );
  if (!stands) return;
  playhead.live();
  void ask({ do: "next", scope });
}

export function setBreakpoint(when: Breakpoint): void {
  void ask({ do: "breakpoint", when });
}

export function removeBreakpoint(breakpoint: number): void {
  void ask({ do: "no-breakpoint", breakpoint });
}

/** Null conditions: this scope has none of its own any more. */
export function setLink(scope: LinkScope, conditions: LinkConditions | null, seed?: number): void {
  void ask({ do: "link", scope, conditions, ...(seed !== undefined && { seed }) });
}
