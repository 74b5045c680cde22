import {
  type ActorView,
  endInKernel,
  portText,
  type ServerInside,
  type Slot,
  type SocketView,
} from "@sockscope/trace";
import { useLayoutEffect, useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import { BufferGauge, EndFollows, HeldGauge, SentGauge } from "../buffers/buffer-gauge.tsx";
import { conversationDots, drawDots, fittingGrid, useNewColours } from "../group/dots.ts";
import { callOf, mainSocket } from "../state/card-state.ts";
import { AtGateLine, gateOf } from "./at-gate.tsx";
import { AddressLine, PhaseTag } from "./client-card.tsx";
import { CurrentCall } from "./current-call.tsx";
import { LastWords } from "./last-words.tsx";

interface InsideProps {
  readonly view: ActorView;
  readonly inside: ServerInside;
  /** The number of each conversation, counted by its server. */
  readonly numberOf: (socket: number) => number;
  /** Of the stage on the screen. */
  readonly scale: number;
}

const at = ({ x, y, width, height }: Slot["rect"]) => ({ left: x, top: y, width, height });

/** The inside of a TCP server's card: what listens, each conversation, and who waits. */
export function ServerCardInside({ view, inside, numberOf, scale }: InsideProps) {
  const text = useText().stage;
  const sockets = new Map(view.sockets.map((socket) => [socket.id, socket]));
  const talks = new Set(inside.rows.flatMap(({ sockets: some }) => some));
  const call = callOf(view, (one) => one.socket === null || !talks.has(one.socket));
  const open = call !== null && view.open.includes(call);
  const gate = gateOf(view, (one) => one.socket === null || !talks.has(one.socket));
  const listening = view.sockets.some(({ phase }) => phase === "LISTEN");
  const idle = listening && talks.size === 0;
  return (
    <>
      <AddressLine
        socket={mainSocket(view)}
        concurrency={view.ended === null ? view.actor.concurrency : null}
      />
      {inside.rows.map((slot, row) => {
        const socket = sockets.get(slot.sockets[0] ?? 0);
        return (
          <div
            key={slot.rect.y}
            className={listening ? "slot" : "slot empty"}
            style={at(slot.rect)}
          >
            {socket === undefined ? (
              row === 0 && idle && <p className="none">{text.noConversation}</p>
            ) : (
              <Conversation
                view={view}
                socket={socket}
                number={numberOf(socket.id)}
                whole={slot.rect.height > 30}
              />
            )}
          </div>
        );
      })}
      {inside.rest !== null && inside.rest.sockets.length > 0 && (
        <div className="slot rest" style={at(inside.rest.rect)}>
          {text.conversations(inside.rest.sockets.length)}
          {inside.rest.rect.height > 40 && (
            <ConversationDots view={view} slot={inside.rest} scale={scale} />
          )}
        </div>
      )}
      {listening && <WaitingRoom slot={inside.waiting} low={inside.low} sockets={view.sockets} />}
      <div className={inside.low ? "server-foot low" : "server-foot"}>
        <div className="card-line">
          {gate !== null && <AtGateLine view={view} at={gate} />}
          {gate === null && (call !== null || view.last === null) && (
            <CurrentCall call={call} open={open} />
          )}
        </div>
        {!inside.low && <LastWords view={view} />}
      </div>
    </>
  );
}

function Conversation(props: {
  readonly view: ActorView;
  readonly socket: SocketView;
  readonly number: number;
  readonly whole: boolean;
}) {
  const { view, socket, number, whole } = props;
  const text = useText();
  const call = callOf(view, (one) => one.socket === socket.id);
  const open = call !== null && view.open.includes(call);
  const gate = gateOf(view, (one) => one.socket === socket.id);
  const peer = socket.peer === null ? "" : portText(socket.peer);
  const tag = socket.phase === "ESTABLISHED" ? null : <PhaseTag socket={socket} />;
  return (
    <section
      data-socket={socket.id}
      className={`conversation ${whole ? "whole" : "row"} ${open ? "open" : ""}`}
      aria-label={text.programs.conversation(number)}
    >
      <p className="conversation-name">
        {whole ? text.programs.conversation(number) : <b>{number}</b>}{" "}
        {(tag === null || !whole) && <span className="peer">{peer}</span>}
        {whole && tag}
        {whole && (
          <span className="tanks">
            <HeldGauge socket={socket} />
            <SentGauge socket={socket} />
            <BufferGauge socket={socket} short />
          </span>
        )}
      </p>
      {gate !== null && <AtGateLine view={view} at={gate} short={!whole} />}
      {gate === null && call !== null && !whole && <CurrentCall call={call} open={open} short />}
      {gate === null && call !== null && whole && (
        <div className="conversation-does">
          <CurrentCall call={call} open={open} />
          <EndFollows socket={socket} />
        </div>
      )}
      {!whole && call === null && tag}
      {!whole && (
        <span className="tanks">
          <HeldGauge socket={socket} />
          <EndFollows socket={socket} short />
          <SentGauge socket={socket} />
          <BufferGauge socket={socket} short />
        </span>
      )}
    </section>
  );
}

/** What does not fit into rows: still one mark each. */
function ConversationDots(props: {
  readonly view: ActorView;
  readonly slot: Slot;
  readonly scale: number;
}) {
  const { view, slot, scale } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useNewColours();
  const grid = fittingGrid(slot.sockets.length, slot.rect.width - 20, slot.rect.height - 30);
  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const dots = conversationDots(view, slot.sockets);
    const marks = { selected: null, active: null };
    drawDots(canvas.current, grid, dots, marks, "data-2", scale * devicePixelRatio);
  });
  const size = { width: grid.columns * grid.cell, height: grid.rows * grid.cell };
  return <canvas ref={canvas} className="rest-dots" aria-hidden="true" style={size} />;
}

const MAX_DOTS = 6;

function WaitingRoom({
  slot,
  low,
  sockets,
}: {
  readonly slot: Slot;
  /** All in one line. */
  readonly low: boolean;
  readonly sockets: readonly SocketView[];
}) {
  const text = useText().stage;
  const { length } = slot.sockets;
  const kernel = sockets.find(({ queueOf }) => queueOf === "kernel");
  const peers = new Map(sockets.map(({ id, peer }) => [id, peer]));
  for (const { socket, address } of kernel?.kernelQueue ?? [])
    peers.set(endInKernel(socket), address);
  // Where the last ones are only counted, a queue into which nobody sees has so many at least.
  const count = kernel === undefined ? text.inQueue : text.atLeast;
  return (
    <section
      className={`waiting-room ${low ? "low" : ""} ${kernel ? "inferred" : ""}`}
      style={at(slot.rect)}
      aria-label={text.waiting}
      title={kernel && text.kernelQueueWhy}
    >
      <p className="waiting-title">
        {kernel === undefined && (low ? text.waitingShort : text.waiting)}
        {kernel && (low ? text.kernelQueueShort : text.kernelQueue(kernel.backlog))}
        {kernel && !low && <span className="queue-of">{text.inferred}</span>}
      </p>
      <p className="waiting-line">
        {length === 0 && (
          <span className="none">
            {!kernel ? text.nobodyWaits : low ? text.noneOfOursShort : text.noneOfOurs}
          </span>
        )}
        {slot.sockets.slice(0, low ? 1 : length > 3 ? MAX_DOTS : 3).map((id) => {
          const peer = peers.get(id);
          const port = peer ? portText(peer) : "";
          return (
            <span key={id} className="waiting-dot" title={port}>
              {length <= (low ? 1 : 3) && port}
            </span>
          );
        })}
        {length > (low ? 1 : 3) && <span className="waiting-count">{count(length)}</span>}
        {kernel
          ? low && <span className="queue-of">{text.inferred}</span>
          : length < (low ? 1 : 3) && (
              <span className="queue-of" title={text.queueOfWhy}>
                {text.queueOf}
              </span>
            )}
      </p>
    </section>
  );
}
