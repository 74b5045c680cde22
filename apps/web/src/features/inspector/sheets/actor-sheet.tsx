import { addressText, kernelSocketText } from "@sockscope/protocol";
import { type Actor, type ActorView, callText, type SocketView, sizeText } from "@sockscope/trace";
import {
  actorName,
  type Dictionary,
  phaseName,
  useText,
  visibleText,
} from "../../../i18n/index.ts";
import { TruthStroke } from "../../../parts/truth-mark.tsx";
import { getTrace, useStageView } from "../../../store/index.ts";
import { tupleText } from "../text/call-code.ts";
import { Failure, Row, Rows } from "./rows.tsx";

/** A program and its sockets, as they are at the playhead. */
export function ActorSheet({ actor }: { readonly actor: Actor }) {
  const text = useText();
  const { inspector } = text;
  const { rows } = inspector;
  const view = useStageView().actors.find((one) => one.actor.id === actor.id);
  const call = view?.open[0];
  return (
    <>
      <Rows>
        <Row name={rows.program}>
          <strong>{actorName(text, actor)}</strong>
        </Row>
        {actor.address !== null && (
          <Row name={rows.address}>
            <code>{addressText(actor.address)}</code>
          </Row>
        )}
        {actor.concurrency !== null && (
          <Row name={rows.concurrency}>{text.palette.concurrencies[actor.concurrency]}</Row>
        )}
        {view?.process != null && (
          <Row name={rows.process}>
            <code>{`${visibleText(view.process.name)} (${view.process.pid})`}</code>
          </Row>
        )}
        <Row name={rows.state}>{stateText(inspector, actor, view)}</Row>
        {view !== undefined && view.ended === null && actor.program !== null && (
          <Row name={rows.currentCall}>
            {call === undefined ? (
              inspector.idle
            ) : (
              <code>{inspector.blocked(callText(call.verb, call.args))}</code>
            )}
          </Row>
        )}
        {view?.ended?.error !== undefined && (
          <Row name={rows.error}>
            <Failure error={view.ended.error} />
          </Row>
        )}
        {view?.printed != null && <Row name={rows.printed}>{visibleText(view.printed)}</Row>}
      </Rows>
      {view !== undefined && actor.program !== null && <Sockets sockets={view.sockets} />}
      {actor.role === "outsider" && view?.ended === null && <OutsiderEnds actor={actor} />}
    </>
  );
}

function stateText(
  text: Dictionary["inspector"],
  actor: Actor,
  view: ActorView | undefined,
): string {
  if (view === undefined) return text.offStage;
  if (view.ended !== null) return text.how[view.ended.how];
  return actor.role === "outsider" ? text.outside : text.running;
}

function Sockets({ sockets }: { readonly sockets: readonly SocketView[] }) {
  const text = useText().inspector;
  return (
    <section>
      <h3>{text.sockets}</h3>
      {sockets.length === 0 && <p className="means">{text.noSockets}</p>}
      <ul className="sockets">
        {sockets.map((socket) => (
          <li key={socket.id}>
            <code>{tupleText(socket.local, socket.peer, text.unnamed)}</code>
            <span className="means">
              {text.socketOf[socket.type]} · <Phase socket={socket} />
              {socket.accepted && ` · ${text.accepted}`}
            </span>
            <span className="means">{amounts(text, socket)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the kernel says of the ends of a program that is not ours. */
function OutsiderEnds({ actor: { id, type } }: { readonly actor: Actor }) {
  const text = useText().inspector;
  const ours = useStageView().actors.flatMap(({ sockets }) => sockets);
  const ends = ours.filter(({ other }) => other?.actor === id && other.socket === null);
  return (
    <section>
      <h3>{text.sockets}</h3>
      {ends.length === 0 && type === "SOCK_STREAM" && <p className="means">{text.noLonger}</p>}
      <ul className="sockets">
        {ends.map(({ id: ours, local, peer, otherRead }) => (
          <li key={ours}>
            <code>{tupleText(peer, local, text.unnamed)}</code>
            <span className="means">
              {otherRead === null ? (
                text.otherUnknown
              ) : (
                <>
                  <code>{kernelSocketText(otherRead)}</code>{" "}
                  <TruthStroke truth="observed" width={16} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Phase({ socket: { phase, phaseTruth, local } }: { readonly socket: SocketView }) {
  const words = useText();
  const text = words.inspector;
  const how = phaseTruth === "observed" ? text.phaseObserved : text.phaseInferred;
  switch (phase) {
    case "unbound":
    case "bound":
    case "closed":
      return phase === "unbound" && local !== null ? text.phase.bound : text.phase[phase];
    default:
      return (
        <span className="phase" title={how}>
          {phaseName(words, getTrace(), phase)} <TruthStroke truth={phaseTruth} width={16} />
          <span className="hidden-text">{how}</span>
        </span>
      );
  }
}

function amounts(text: Dictionary["inspector"], socket: SocketView): string {
  if (socket.phase === "LISTEN")
    return socket.queueOf === "kernel"
      ? text.kernelQueue(socket.kernelQueue.length, socket.backlog)
      : text.queue(socket.queue.length, socket.backlog);
  const facts = [text.sentReceived(sizeText(socket.sent), sizeText(socket.received))];
  if (socket.unread > 0) {
    const stream = socket.type === "SOCK_STREAM";
    const size = sizeText(socket.unread);
    const amount = socket.unreadTruth === "minimum" ? text.least(size) : size;
    facts.push(stream ? text.unread(amount) : text.unreadDatagrams(socket.unread));
  }
  if (socket.underWay > 0) facts.push(text.underWay(sizeText(socket.underWay)));
  const { pendingEnd } = socket;
  if (pendingEnd !== null)
    facts.push(
      pendingEnd.behind === null ? text.endFollows : text.finFollows(sizeText(pendingEnd.behind)),
    );
  if (socket.dropped > 0) facts.push(text.dropped(socket.dropped));
  if (socket.held > 0) facts.push(text.held(sizeText(socket.held)));
  if (socket.endHeld) facts.push(text.endHeld);
  return facts.join(" · ");
}
