import { addressText, type CallArgs, type CallResult, type Verb } from "@sockscope/protocol";
import {
  type Call,
  durationText,
  instantText,
  pythonException,
  returnsNothing,
  type SocketView,
  sizeText,
  type Trace,
} from "@sockscope/trace";
import type { ReactNode } from "react";
import {
  actorName,
  callErrnoText,
  countText,
  type Dictionary,
  useText,
  whenText,
} from "../../../i18n/index.ts";
import { callCode } from "../text/call-code.ts";
import { consumptionText, holdsText } from "../text/consumption.ts";
import { nodeNote } from "../text/node-note.ts";
import { verbText } from "../text/verb-text.ts";
import { Notice, Row, Rows, TruthRow } from "./rows.tsx";

/** One call: what was asked, what it gave, how long it took, where its bytes went. */
export function CallSheet(props: {
  readonly trace: Trace;
  readonly call: Call;
  /** Steps that have happened at the instant that is shown. */
  readonly steps: number;
  /** Its bytes: they stand between the facts and what to notice. */
  readonly children: ReactNode;
}) {
  const { trace, call, steps } = props;
  const text = useText();
  const { inspector } = text;
  const { rows } = inspector;
  const socket = socketOf(trace, call);
  const ended = call.endedStep !== null && call.endedStep < steps ? call.ended : null;
  const flights = trace.flightsOf(call.id);
  const outside = flights.some(({ truth }) => truth === "inferred");
  const verbOf = (id: number) => trace.calls.get(id)?.verb;
  const holds = ended === null ? null : holdsText(inspector, flights, call, verbOf);
  const python = ended === null ? null : pythonException(trace, call);
  const isStream = trace.actor(call.actor)?.type !== "SOCK_DGRAM";
  const note = nodeNote(call, ended?.result, ended?.error?.errno, {
    stream: isStream,
    slept: ended !== null && call.endedStep !== call.beganStep,
  });
  const arrived = ended === null ? [] : flights.filter(({ taken }) => taken === call.id);
  const left =
    arrived.map((flight) => whenText(text, flight)).find((when) => when !== null) ?? null;
  const stream = streamText(props, socket, text, ended !== null);
  return (
    <>
      <Rows>
        <Row name={rows.call}>
          <code>{callCode(call, variableOf(trace, call, socket))}</code>
        </Row>
        <Row name={rows.by}>{byText(trace, call, socket, text)}</Row>
        <Row name={rows.at}>{inspector.atTime(call.beganStep + 1, instantText(call.began.t))}</Row>
        <Row name={rows.took}>
          {ended === null
            ? call.abandonedStep !== null && call.abandonedStep < steps
              ? inspector.neverReturned
              : inspector.stillInside
            : durationText(ended.t - call.began.t)}
        </Row>
        {ended?.error !== undefined && (
          <Row name={rows.error}>
            <strong className="error">
              {inspector.number(ended.error.errno, ended.error.number)}
            </strong>
            {python !== null && <span className="means">{inspector.python(python)}</span>}
            <span className="means">
              {callErrnoText(text, trace, call, ended.error.errno) ?? inspector.unknownErrno}
            </span>
          </Row>
        )}
        {ended?.error === undefined && ended !== null && (
          <Row name={rows.result}>
            {returned(call.verb, ended.result, inspector.results, isStream)}
          </Row>
        )}
        {stream !== null && <Row name={rows.stream}>{stream}</Row>}
        {call.args.payload !== undefined && ended?.error === undefined && (
          <Row name={rows.takenBy}>{consumptionText(inspector.taken, flights, call, steps)}</Row>
        )}
        {holds !== null && <Row name={rows.holds}>{holds}</Row>}
        {left !== null && <Row name={rows.left}>{left}</Row>}
        <TruthRow truth={call.began.truth} />
        {outside && (
          <Row name="">
            <span className="means">{inspector.flightTruth.inferred}</span>
          </Row>
        )}
      </Rows>
      {props.children}
      <Notice>{verbText(text, call, isStream)}</Notice>
      {note !== null && <Notice title={text.nodeNotes.title}>{text.nodeNotes[note]}</Notice>}
    </>
  );
}

function socketOf(trace: Trace, call: Call): SocketView | undefined {
  return trace
    .stageAt(call.beganStep + 1)
    .actors.find(({ actor }) => actor.id === call.actor)
    ?.sockets.find(({ id }) => id === call.socket);
}

function variableOf(trace: Trace, call: Call, socket: SocketView | undefined): string {
  if (socket?.accepted === true) return "conn";
  return trace.actor(call.actor)?.role === "server" ? "server" : "client";
}

function byText(
  trace: Trace,
  call: Call,
  socket: SocketView | undefined,
  text: Dictionary,
): string {
  const actor = trace.actor(call.actor);
  const name = actor === undefined ? "" : actorName(text, actor);
  if (socket?.accepted !== true || socket.peer === null) return name;
  return text.inspector.inConversation(name, addressText(socket.peer));
}

/** Where in its direction of the stream the bytes stand; null for what is no stream. */
function streamText(
  { trace, call }: { readonly trace: Trace; readonly call: Call },
  socket: SocketView | undefined,
  text: Dictionary,
  ended: boolean,
): string | null {
  const sending = call.args.payload !== undefined;
  const { payload, offset }: CallArgs | CallResult = sending
    ? call.args
    : ((ended ? call.result : null) ?? {});
  if (payload === undefined || offset === undefined) return null;
  if (payload.length === 0) return text.inspector.streamEnd(countText(offset));
  const name = (id: number | undefined) => {
    const actor = id === undefined ? undefined : trace.actor(id);
    return actor === undefined ? text.inspector.someone : actorName(text, actor);
  };
  const [own, other] = [name(call.actor), name(socket?.other?.actor)];
  const [from, to] = sending ? [own, other] : [other, own];
  return text.inspector.streamBytes(
    countText(offset),
    countText(offset + payload.length - 1),
    from,
    to,
  );
}

function returned(
  verb: Verb,
  result: CallResult | undefined,
  text: Dictionary["inspector"]["results"],
  isStream: boolean,
): string {
  if (result === undefined) return text.none;
  const size = sizeText(result.payload?.length ?? 0);
  const address = result.address === undefined ? "" : addressText(result.address);
  switch (verb) {
    case "socket":
      return text.socket;
    case "accept":
      return text.accepted(address);
    case "recv":
      if (result.cutFrom !== undefined) return text.cut(size, sizeText(result.cutFrom));
      return isStream && result.payload?.length === 0 ? text.end : text.bytes(size);
    case "recvfrom":
      if (result.cutFrom !== undefined) return text.cut(size, sizeText(result.cutFrom));
      return address === "" ? text.bytes(size) : text.from(size, address);
    case "send":
    case "sendto":
      return text.sent(sizeText(result.count ?? 0));
    case "getsockname":
    case "getpeername":
      return address;
    case "getsockopt":
      return String(result.value ?? "");
    default:
      return returnsNothing(verb) ? text.none : (verb satisfies never);
  }
}
