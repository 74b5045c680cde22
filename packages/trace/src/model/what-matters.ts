import type { Event, Verb } from "@sockscope/protocol";
import type { StepRows } from "../columns/step-rows.ts";
import type { Step } from "../types/step.ts";

/** Calls that only ask or set something. */
const ASIDES: ReadonlySet<Verb> = new Set([
  "settimeout",
  "setsockopt",
  "getsockopt",
  "getsockname",
  "getpeername",
]);

/** What is known better by them matters where it is drawn: in the segments that follow. */
const ASIDE: ReadonlySet<Event["kind"]> = new Set(["socket.named", "kernel.read", "peer.known"]);

/** Whether a step is worth a stop of its own: an acknowledgement and the like are not. */
export function matters(step: Step): boolean {
  if (step.kind === "segment") {
    return step.flight.cargo.kind !== "segment" || step.flight.cargo.flags !== "ACK";
  }
  const { event } = step;
  if (ASIDE.has(event.kind)) return false;
  if (event.kind === "call.began" || event.kind === "call.ended") {
    return !ASIDES.has(event.verb) || step.ended?.error !== undefined;
  }
  return true;
}

/** The position just behind the next step that matters, or behind the last one. */
export function nextThatMatters(steps: StepRows, position: number): number {
  for (let i = Math.floor(position); i < steps.length; i++) {
    const step = steps.get(i);
    if (step !== undefined && matters(step)) return i + 1;
  }
  return steps.length;
}

/** The position just behind the last step that matters before this one, or 0. */
export function previousThatMatters(steps: StepRows, position: number): number {
  for (let i = Math.ceil(position) - 2; i >= 0; i--) {
    const step = steps.get(i);
    if (step !== undefined && matters(step)) return i + 1;
  }
  return 0;
}
