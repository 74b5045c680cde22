import { plainEventText } from "@sockscope/protocol";
import {
  callText,
  isConditionsEvent,
  portText,
  resultText,
  type Step,
  sizeText,
} from "@sockscope/trace";
import {
  actorName,
  conditionsText,
  type Dictionary,
  errnoName,
  failure,
  previewText,
  readingText,
  visibleText,
} from "../../../i18n/index.ts";
import { getTrace } from "../../../store/index.ts";

/** What a step says beside its actor's name, in one line of text. */
export function stepLine(step: Step, text: Dictionary): string {
  const { timeline } = text;
  if (step.kind === "segment") {
    const { cargo, to } = step.flight;
    const receiver = to === null ? undefined : getTrace().actor(to.actor);
    const flags = cargo.kind === "segment" ? cargo.flags : "";
    return receiver === undefined ? flags : `${flags} → ${actorName(text, receiver)}`;
  }
  const { event, ended } = step;
  switch (event.kind) {
    case "call.began":
      return `${callText(event.verb, event.args)}${ended === null ? "" : outcome(text, ended)}`;
    case "call.ended":
      return `${event.verb}${outcome(text, event)}`;
    case "lab.began":
      return timeline.labBegan;
    case "actor.added":
      return timeline.appears;
    case "actor.removed":
      return timeline.removed;
    case "actor.known":
      return timeline.known(
        event.process && `${visibleText(event.process.name)} (${event.process.pid})`,
      );
    case "actor.ended":
      return event.error === undefined
        ? timeline.ended[event.how]
        : `${timeline.ended[event.how]}: ${failure(text, event.error).code}`;
    case "actor.printed":
      return timeline.printed(previewText(new TextEncoder().encode(event.text), 60));
    case "socket.named":
      return timeline.named(portText(event.address));
    case "connection.queued":
      return timeline.queued(portText(event.peer));
    case "datagram.arrived":
      return timeline.arrived(sizeText(event.length));
    case "datagram.dropped":
      return timeline.dropped(event.count, sizeText(event.length));
    case "kernel.read":
      return timeline.kernel.says(readingText(text, getTrace(), event));
    case "peer.known": {
      const other = getTrace().actor(event.other);
      return timeline.peerKnown(other === undefined ? "" : actorName(text, other));
    }
    case "socket.closed":
      return timeline.closedBySystem;
    default:
      return isConditionsEvent(event)
        ? conditionsText(text, event, getTrace())
        : plainEventText(event);
  }
}

type Ended = Extract<Extract<Step, { kind: "event" }>["ended"], object>;

function outcome(text: Dictionary, ended: Ended): string {
  if (ended.error !== undefined)
    return ` ✕ ${errnoName(text, getTrace(), ended.call, ended.error.errno)}`;
  const result = ended.result === undefined ? "" : resultText(ended.verb, ended.result);
  return result === "" ? " → ok" : ` → ${result}`;
}
