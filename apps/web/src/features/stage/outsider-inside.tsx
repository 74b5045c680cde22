import { addressText, type KernelSocket } from "@sockscope/protocol";
import { type ActorView, portText, type SocketView, sizeText } from "@sockscope/trace";
import { useText, visibleText } from "../../i18n/index.ts";
import { useStageView } from "../../store/index.ts";

/** More connections than this are counted. */
const SHOWN = 2;

/** A program that is not ours: whose process it is, and what the kernel says of its ends. */
export function OutsiderInside({
  view,
  side,
}: {
  readonly view: ActorView;
  readonly side: "left" | "right";
}) {
  const text = useText().stage;
  const { address, type } = view.actor;
  const ends = useEnds(view.actor.id);
  const { process } = view;
  const seenFrom = side === "left" ? text.outsiderLeft : text.outsiderRight;
  return (
    <>
      <p className="address">{address === null ? "" : addressText(address)}</p>
      <p className="outsider-note" title={seenFrom}>
        {process === null ? (
          seenFrom
        ) : (
          <code>{`${visibleText(process.name)} (${process.pid})`}</code>
        )}
      </p>
      {type === "SOCK_STREAM" && view.ended === null && (
        <div className="outsider-ends">
          {ends.length === 0 && (
            <p className="outsider-end none" title={text.noLongerWhy}>
              {text.noLonger}
            </p>
          )}
          {ends.length > SHOWN && <p className="outsider-end">{text.connections(ends.length)}</p>}
          {ends.length <= SHOWN &&
            ends.map((one) => <End key={one.id} socket={one} several={ends.length > 1} />)}
        </div>
      )}
    </>
  );
}

/** Our ends of its connections, as far as they are open. */
function useEnds(actor: number): readonly SocketView[] {
  return useStageView().actors.flatMap(({ sockets }) =>
    sockets.filter((socket) => socket.other?.actor === actor && isOpen(socket)),
  );
}

/** Its end may be there still: the kernel has said so last, or said nothing and ours is there. */
function isOpen({ phase, otherRead, type }: SocketView): boolean {
  if (type !== "SOCK_STREAM") return false;
  return otherRead !== null
    ? otherRead.state !== "CLOSED"
    : phase !== "closed" && phase !== "RESET";
}

/** One of its ends, by the kernel's own table. */
function End({ socket, several }: { readonly socket: SocketView; readonly several: boolean }) {
  const text = useText().stage;
  const { otherRead, peer } = socket;
  return (
    <p className="outsider-end">
      {several && peer !== null && <span className="peer">{portText(peer)}</span>}
      {otherRead !== null && (
        <>
          <span className="phase observed" title={text.observedPhase(otherRead.state ?? "")}>
            {otherRead.state}
          </span>
          {!several && <Queues row={otherRead} />}
        </>
      )}
    </p>
  );
}

function Queues({ row: { receiveQueue, sendQueue } }: { readonly row: KernelSocket }) {
  const text = useText().stage;
  if (receiveQueue === 0 && sendQueue === 0) return null;
  return (
    <span className="outsider-queues" title={text.queuesWhy}>
      {text.queues(sizeText(receiveQueue), sizeText(sendQueue))}
    </span>
  );
}
