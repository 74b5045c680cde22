import { addressText, type Event, plainEventText } from "@sockscope/protocol";
import {
  callText,
  isConditionsEvent,
  resultText,
  type Step,
  sizeText,
  type Trace,
} from "@sockscope/trace";
import { conditionsText } from "./conditions-text.ts";
import type { Dictionary } from "./en/en.ts";
import { actorName } from "./names.ts";
import { readingText } from "./reading-text.ts";
import { visibleText } from "./visible-text.ts";
import { whenAmongOthers } from "./when-text.ts";

/** What happened in a step, as one sentence. */
export function stepSentence(text: Dictionary, trace: Trace, step: Step): string {
  const say = text.sentences;
  const name = (id: number | undefined) => {
    const actor = id === undefined ? undefined : trace.actor(id);
    return actor === undefined ? say.somebody : actorName(text, actor);
  };
  if (step.kind === "segment") {
    const { cargo, from, to } = step.flight;
    const flags = cargo.kind === "segment" ? cargo.flags : sizeText(cargo.length);
    const truth = text.inspector.truths[step.flight.truth].name;
    const when = whenAmongOthers(text, trace, step.flight);
    return say.segment(flags, name(from?.actor), name(to?.actor), truth, when);
  }
  const { event } = step;
  const about = (happened: Event, said: string): string => {
    const actor = subjectOf(happened);
    return actor === "all" ? said : say.about(name(actor), said);
  };
  switch (event.kind) {
    case "call.began": {
      const call = callText(event.verb, event.args);
      const who = name(event.actor);
      if (step.ended?.error !== undefined) return say.fails(who, call, step.ended.error.errno);
      return step.ended === null ? say.sleeps(who, call) : say.calls(who, call);
    }
    case "call.ended": {
      const who = name(event.actor);
      if (event.error !== undefined) return say.fails(who, event.verb, event.error.errno);
      const result = event.result === undefined ? "" : resultText(event.verb, event.result);
      return say.returns(who, event.verb, result);
    }
    case "actor.added":
      return say.added(name(event.actor));
    case "actor.printed":
      return say.printed(name(event.actor), visibleText(event.text));
    case "actor.ended":
      return say.ended(name(event.actor), text.inspector.how[event.how]);
    case "actor.removed":
      return say.removed(name(event.actor));
    case "actor.known":
      return event.process === null
        ? say.knownThere(name(event.actor))
        : say.known(name(event.actor), visibleText(event.process.name), event.process.pid);
    case "socket.named":
      return say.named(name(event.actor), addressText(event.address));
    case "connection.queued":
      return say.queued(name(event.actor), addressText(event.peer));
    case "datagram.arrived":
      return say.arrived(name(event.actor), sizeText(event.length), addressText(event.address));
    case "datagram.dropped": {
      const { actor, count, length, address } = event;
      return say.dropped(name(actor), count, sizeText(length), addressText(address));
    }
    case "kernel.read":
      return say.kernel(name(event.actor), readingText(text, trace, event));
    case "peer.known":
      return say.peerKnown(name(event.actor), name(event.other));
    case "socket.closed":
      return say.closed(name(event.actor));
    case "lab.began":
      return say.began;
    default:
      return about(
        event,
        isConditionsEvent(event) ? conditionsText(text, event, trace) : plainEventText(event),
      );
  }
}

/** The actor whom an event is about, or "all". */
function subjectOf(event: Event): number | "all" {
  if (event.kind === "gate.set") return event.scope;
  return "actor" in event ? event.actor : "all";
}
