import type { Event } from "@sockscope/protocol";
import type { Actor, Call, Flight, Step, Trace } from "@sockscope/trace";
import type { Selection } from "../../store/index.ts";

type SegmentStep = Extract<Step, { kind: "segment" }>;

/** What the inspector explains. */
export type Subject =
  | { readonly kind: "nothing" }
  | { readonly kind: "call"; readonly call: Call; readonly step: number }
  | { readonly kind: "segment"; readonly flight: Flight; readonly step: SegmentStep }
  | { readonly kind: "event"; readonly event: Event; readonly step: Step }
  | { readonly kind: "actor"; readonly actor: Actor };

/** The selected thing; where nothing is, what happened in the newest of `step` steps. */
export function subjectOf(trace: Trace, selection: Selection | null, step: number): Subject {
  switch (selection?.kind) {
    case "actor": {
      const actor = trace.actor(selection.actor);
      return actor === undefined ? ofStep(trace, step - 1) : { kind: "actor", actor };
    }
    case "call": {
      const call = trace.calls.get(selection.call);
      if (call === undefined) return ofStep(trace, step - 1);
      return { kind: "call", call, step: call.beganStep };
    }
    case "step":
      return ofStep(trace, selection.step);
    case undefined:
      return ofStep(trace, step - 1);
    default:
      return selection satisfies never;
  }
}

function ofStep(trace: Trace, index: number): Subject {
  const step = trace.steps.get(index);
  if (step === undefined) return { kind: "nothing" };
  if (step.kind === "segment") return { kind: "segment", flight: step.flight, step };
  const { event } = step;
  if (event.kind === "call.began" || event.kind === "call.ended") {
    const call = trace.calls.get(event.call);
    if (call !== undefined) return { kind: "call", call, step: index };
  }
  return { kind: "event", event, step };
}

/** Whether the playhead stands right behind what is explained. */
export function atPlayhead(subject: Subject, step: number): boolean {
  switch (subject.kind) {
    case "nothing":
    case "actor":
      return true;
    case "call":
      return subject.step === step - 1 || subject.call.endedStep === step - 1;
    case "segment":
    case "event":
      return subject.step.index === step - 1;
    default:
      return subject satisfies never;
  }
}
