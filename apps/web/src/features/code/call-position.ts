import type { CallSite, Verb } from "@sockscope/protocol";
import type { Actor, ActorView, AtGate, Call, Step, Trace } from "@sockscope/trace";
import type { Selection } from "../../store/index.ts";

/** What a program is about at one of its calls. */
export type State = "gate" | "held" | "inside" | "returned" | "failed";

/** One call of a program at one instant. */
export interface CallPosition {
  readonly state: State;
  readonly verb: Verb;
  /** Null where nobody looked from where the call was made. */
  readonly site: CallSite | null;
}

/** Whose calls are followed: all of a program, its main loop, or one conversation (its socket). */
export type Flow = "all" | "main" | number;

/** Whose code is shown, and which call of it if one was chosen. */
export interface Chosen {
  readonly actor: Actor;
  readonly call: Call | null;
}

/** The selected card, else who made the selected call or step, else who acted last before `step`. */
export function chosenOf(trace: Trace, selection: Selection | null, step: number): Chosen | null {
  if (selection?.kind === "actor") return chosen(trace.actor(selection.actor), null);
  if (selection?.kind === "call") {
    const call = trace.calls.get(selection.call);
    return call === undefined ? null : chosen(trace.actor(call.actor), call);
  }
  for (let at = selection?.kind === "step" ? selection.step : step - 1; at >= 0; at--) {
    const one = trace.steps.get(at);
    if (one === undefined || one.actor === null || !acts(one)) continue;
    return chosen(trace.actor(one.actor), null);
  }
  return null;
}

const chosen = (actor: Actor | undefined, call: Call | null): Chosen | null =>
  actor === undefined ? null : { actor, call };

/** A program does it, and not the system by itself. */
function acts(step: Step): boolean {
  return (
    step.kind === "event" &&
    ["actor.added", "gate.reached", "call.began", "call.ended"].includes(step.event.kind)
  );
}

/** Where a program stands at an instant; null before its first call. `step`: steps so far. */
export function callPositionOf(view: ActorView, flow: Flow, step: number): CallPosition | null {
  const calls = [...view.open, ...(view.last === null ? [] : [view.last])].filter(({ socket }) =>
    inFlow(view, flow, socket),
  );
  const newest = calls.reduce<Call | null>(
    (best, call) => (best === null || stepOf(call, step) > stepOf(best, step) ? call : best),
    null,
  );
  const gate = view.atGate.findLast(({ socket }) => inFlow(view, flow, socket));
  if (gate !== undefined && (newest === null || stepOf(newest, step) < step - 1))
    return atGate(gate, view);
  return newest === null ? null : ofCall(newest, step);
}

/** A chosen call, which may stand at a gate inside of itself. */
export function ofChosen(call: Call, view: ActorView | undefined, step: number): CallPosition {
  const position = ofCall(call, step);
  const held = view?.atGate.some((gate) => gate.call === call.id && gate.at === "return");
  return held && position.state === "inside" ? { ...position, state: "held" } : position;
}

/** A call as it is after so many steps. */
function ofCall(call: Call, step: number): CallPosition {
  const ended = call.endedStep !== null && call.endedStep < step;
  return {
    state: !ended ? "inside" : call.error === null ? "returned" : "failed",
    verb: call.verb,
    site: call.began.site ?? null,
  };
}

/** Calls that have not returned, of the whole program: where it is asleep, perhaps many times. */
export const asleepOf = (view: ActorView, step: number): readonly CallPosition[] =>
  view.open.map((call) => ofCall(call, step));

/** The newest thing that is known of a call at this instant: its end, or its beginning. */
const stepOf = ({ beganStep, endedStep }: Call, step: number): number =>
  endedStep !== null && endedStep < step ? endedStep : beganStep;

function atGate(gate: AtGate, view: ActorView): CallPosition {
  // One that waits to return has begun, and its beginning says where.
  const begun = view.open.find(({ id }) => id === gate.call)?.began;
  const state = gate.at === "return" ? "held" : "gate";
  return { state, verb: gate.verb, site: gate.site ?? begun?.site ?? null };
}

function inFlow(view: ActorView, flow: Flow, socket: number | null): boolean {
  if (flow === "all") return true;
  if (flow !== "main") return socket === flow;
  return view.sockets.find(({ id }) => id === socket)?.accepted !== true;
}
