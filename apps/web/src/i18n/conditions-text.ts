import { type ConditionsEvent, callText, durationText, sizeText } from "@sockscope/trace";
import type { Dictionary } from "./en.ts";

/** What the gate, a breakpoint or the link did, as a phrase beside its actor's name. */
export function conditionsText({ conditions: say }: Dictionary, event: ConditionsEvent): string {
  switch (event.kind) {
    case "gate.set": {
      const said = say.gateSet(event.mode, durationText((event.pause ?? 0) * 1e6));
      return event.scope === "all" ? say.gateSetAll(said) : said;
    }
    case "gate.reached": {
      const call = callText(event.verb, event.args);
      return event.at === "call" ? say.stands(call) : say.standsInside(call);
    }
    case "breakpoint.set":
      return say.breakpointSet(event.breakpoint, event.when);
    case "breakpoint.removed":
      return say.breakpointRemoved(event.breakpoint);
    case "link.set":
      return event.conditions === null ? say.linkReset : say.linkSet;
    case "link.fault": {
      const delay = event.delay === undefined ? "" : durationText(event.delay);
      // Only a stream's bytes can be none: then it was a connect that was touched.
      if (event.length === 0 && event.copy === undefined && event.offset === undefined)
        return say.connectFault(event.fault, delay);
      return say.fault(event.fault, sizeText(event.length), delay);
    }
    case "link.passed":
      return say.passed(sizeText(event.length));
    case "limit.met":
      return say.limits[event.limit];
    default:
      return event satisfies never;
  }
}
