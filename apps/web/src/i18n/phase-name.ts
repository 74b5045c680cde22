import type { SocketPhase, Trace } from "@sockscope/trace";
import type { Dictionary } from "./en/en.ts";

/** A state by its name in the RFC; of one that nobody has seen, whether somebody still may. */
export function phaseName({ timeline }: Dictionary, trace: Trace, phase: SocketPhase): string {
  if (phase !== "unknown") return phase;
  return trace.asksKernel ? timeline.phaseNotYet : timeline.phaseNotHere;
}
