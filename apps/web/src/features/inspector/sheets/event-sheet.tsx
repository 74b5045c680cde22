import { type Event, type KernelSocket, kernelSocketText } from "@sockscope/protocol";
import {
  type Flight,
  instantText,
  intervalTexts,
  isStruck,
  type Step,
  type Trace,
} from "@sockscope/trace";
import {
  actorName,
  type Dictionary,
  stepSentence,
  touchesCall,
  useText,
  whenText,
} from "../../../i18n/index.ts";
import { tupleText } from "../text/call-code.ts";
import { verbText } from "../text/verb-text.ts";
import { Failure, Notice, Row, Rows, TruthRow } from "./rows.tsx";

/** A segment: its flags, and what it can follow from. */
export function SegmentSheet(props: {
  readonly trace: Trace;
  readonly flight: Flight;
  readonly step: Step;
  /** The playhead, in steps. */
  readonly now: number;
}) {
  const { trace, flight, step, now } = props;
  const text = useText();
  const { inspector } = text;
  const { rows } = inspector;
  const name = (id: number | undefined) => {
    const actor = id === undefined ? undefined : trace.actor(id);
    return actor === undefined ? inspector.someone : actorName(text, actor);
  };
  const { cargo } = flight;
  const what = cargo.kind === "segment" ? cargo.flags : cargo.kind;
  const struck = isStruck(flight, now);
  const when = whenText(text, flight);
  return (
    <>
      <Rows>
        <Row name={rows.segment}>
          <code>{struck ? <s>{what}</s> : what}</code>
        </Row>
        <Row name={rows.from}>{name(flight.from?.actor)}</Row>
        <Row name={rows.to}>{name(flight.to?.actor)}</Row>
        {when !== null && <Row name={rows.when}>{when}</Row>}
        <Row name={when === null ? rows.at : rows.reportedAt}>
          {inspector.atTime(step.index + 1, instantText(step.t))}
        </Row>
        <TruthRow truth={flight.truth} />
        {struck && (
          <Row name={rows.corrected}>
            <strong>{inspector.corrected((flight.replacedStep ?? 0) + 1)}</strong>
          </Row>
        )}
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
        {event.kind === "kernel.read" && <Reading trace={trace} event={event} step={step} />}
        <Row name={rows.at}>{atTime(step.index + 1, instantText(step.t))}</Row>
        <TruthRow truth={event.truth} />
      </Rows>
      <Notice>{meaning(text, event, trace)}</Notice>
    </>
  );
}

/** Both rows of the kernel's table, and while what it was read. */
function Reading(props: {
  readonly trace: Trace;
  readonly event: Extract<Event, { kind: "kernel.read" }>;
  readonly step: Step;
}) {
  const { trace, event, step } = props;
  const { inspector } = useText();
  const { rows } = inspector;
  const row = (socket: KernelSocket | null) =>
    socket === null ? inspector.noSuchSocket : <code>{kernelSocketText(socket)}</code>;
  const { flights } = trace.columns;
  const struck = flights.replacedAt(step.index).map((id) => flights.starts.at(id) + 1);
  const socket = trace
    .stageAt(step.index + 1)
    .actors.flatMap(({ sockets }) => sockets)
    .find(({ id }) => id === event.socket);
  return (
    <>
      {socket !== undefined && (
        <Row name={rows.connection}>
          <code>{tupleText(socket.local, socket.peer, inspector.unnamed)}</code>
        </Row>
      )}
      <Row name={rows.kernelOwn}>{row(event.own)}</Row>
      {event.peer !== undefined && <Row name={rows.kernelPeer}>{row(event.peer)}</Row>}
      {event.at !== undefined && (
        <Row name={rows.read}>{inspector.readBetween(...intervalTexts(event.at))}</Row>
      )}
      {struck.length > 0 && (
        <Row name={rows.corrected}>{inspector.corrects(struck.join(", "))}</Row>
      )}
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
