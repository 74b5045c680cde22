import type { Breakpoint, EventOf } from "@sockscope/protocol";
import {
  type Actor,
  type ConditionsEvent,
  callText,
  durationText,
  sizeText,
  type Trace,
} from "@sockscope/trace";
import type { Dictionary } from "./en/en.ts";
import { actorName } from "./names.ts";

type Who = (actor: number) => Actor | undefined;

/** When a breakpoint stops somebody, and whom, if it is not meant for all. */
export function breakpointText(text: Dictionary, id: number, when: Breakpoint, who: Who): string {
  const condition = text.conditions.breakpointSet(id, when);
  const actor = when.actor === undefined ? undefined : who(when.actor);
  return actor === undefined
    ? condition
    : text.conditions.breakpointFor(condition, actorName(text, actor));
}

/** The link held, or let pass, a call and not bytes: a `connect`, or the end of a stream. */
export const touchesCall = ({
  length,
  copy,
  offset,
}: EventOf<"link.fault"> | EventOf<"link.passed">): boolean =>
  length === 0 && copy === undefined && offset === undefined;

/** What the gate, a breakpoint or the link did, as a phrase beside its actor's name. */
export function conditionsText(
  text: Dictionary,
  event: ConditionsEvent,
  trace: Pick<Trace, "actor" | "calls">,
): string {
  const { conditions: say } = text;
  const who: Who = (actor) => trace.actor(actor);
  const verbOf = (call: number) => trace.calls.get(call)?.verb ?? "connect";
  switch (event.kind) {
    case "gate.set": {
      const text = say.gateSet(event.mode, durationText((event.pause ?? 0) * 1e6));
      return event.scope === "all" ? say.gateSetAll(text) : text;
    }
    case "gate.reached": {
      const call = callText(event.verb, event.args);
      if (event.breakpoint !== undefined) return say.stopsAt(event.breakpoint, call, event.at);
      return event.at === "call" ? say.stands(call) : say.standsInside(call);
    }
    case "breakpoint.set":
      return breakpointText(text, event.breakpoint, event.when, who);
    case "breakpoint.removed":
      return say.breakpointRemoved(event.breakpoint);
    case "link.set":
      return event.conditions === null ? say.linkReset : say.linkSet;
    case "link.fault": {
      const delay = event.delay === undefined ? "" : durationText(event.delay);
      // Only a stream's bytes can be none: then it was the call itself that was touched.
      if (touchesCall(event)) {
        const verb = verbOf(event.call);
        return verb === "connect" ? say.connectFault(event.fault, delay) : say.endHeld(verb);
      }
      return say.fault(event.fault, sizeText(event.length), delay);
    }
    case "link.passed":
      return touchesCall(event)
        ? say.callPassed(verbOf(event.call))
        : say.passed(sizeText(event.length));
    case "limit.met":
      return say.limits[event.limit];
    default:
      return event satisfies never;
  }
}
