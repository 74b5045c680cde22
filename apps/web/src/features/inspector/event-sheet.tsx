import type { Event } from "@sockscope/protocol";
import { type Flight, instantText, type Step, type Trace } from "@sockscope/trace";
import {
  actorName,
  type Dictionary,
  stepSentence,
  touchesCall,
  useText,
} from "../../i18n/index.ts";
import { Failure, Notice, Row, Rows, TruthRow } from "./rows.tsx";
import { verbText } from "./verb-text.ts";

/** A segment: its flags, and what it can follow from. */
export function SegmentSheet(props: {
  readonly trace: Trace;
  readonly flight: Flight;
  readonly step: Step;
}) {
  const { trace, flight, step } = props;
  const text = useText();
  const { inspector } = text;
  const { rows } = inspector;
  const name = (id: number | undefined) => {
    const actor = id === undefined ? undefined : trace.actor(id);
    return actor === undefined ? inspector.someone : actorName(text, actor);
  };
  const { cargo } = flight;
  return (
    <>
      <Rows>
        <Row name={rows.segment}>
          <code>{cargo.kind === "segment" ? cargo.flags : cargo.kind}</code>
        </Row>
        <Row name={rows.from}>{name(flight.from?.actor)}</Row>
        <Row name={rows.to}>{name(flight.to?.actor)}</Row>
        <Row name={rows.at}>{inspector.atTime(step.index + 1, instantText(step.t))}</Row>
        <TruthRow truth={flight.truth} />
      </Rows>
      {cargo.kind === "segment" && (
        <Notice>
          {inspector.segments[cargo.flags]}
          {flight.truth === "injected" && ` ${inspector.flightTruth.injected}`}
        </Notice>
      )}
    </>
  );
}

/** Whatever else happened. */
export function EventSheet(props: {
  readonly trace: Trace;
  readonly event: Event;
  readonly step: Step;
}) {
  const { trace, event, step } = props;
  const text = useText();
  const { rows, atTime } = text.inspector;
  return (
    <>
      <Rows>
        <Row name={rows.event}>{stepSentence(text, trace, step)}</Row>
        {event.kind === "actor.ended" && event.error !== undefined && (
          <Row name={rows.error}>
            <Failure error={event.error} />
          </Row>
        )}
        <Row name={rows.at}>{atTime(step.index + 1, instantText(step.t))}</Row>
        <TruthRow truth={event.truth} />
      </Rows>
      <Notice>{meaning(text, event, trace)}</Notice>
    </>
  );
}

function meaning(text: Dictionary, event: Event, trace: Trace): string {
  const { events } = text.inspector;
  if (event.kind === "call.began" || event.kind === "call.ended") {
    const { verb, args } = trace.calls.get(event.call) ?? { verb: event.verb };
    return verbText(text, { verb, args }, trace.actor(event.actor)?.type !== "SOCK_DGRAM");
  }
  if (event.kind === "actor.added" && event.role === "outsider") return events["actor.outside"];
  if (event.kind === "actor.ended" && event.how === "left") return events["actor.left"];
  if (event.kind === "gate.reached" && event.at === "return") return events["gate.inside"];
  if ((event.kind === "link.fault" || event.kind === "link.passed") && touchesCall(event)) {
    if (event.kind === "link.passed") return events["link.passedCall"];
    if (trace.calls.get(event.call)?.verb !== "connect") return events["link.heldEnd"];
  }
  return events[event.kind];
}
