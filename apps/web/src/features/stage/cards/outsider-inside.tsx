import { addressText, type KernelSocket } from "@sockscope/protocol";
import { type ActorView, type SocketView, sizeText } from "@sockscope/trace";
import { useText, visibleText } from "../../../i18n/index.ts";
import { useStageView } from "../../../store/index.ts";

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
  const [only] = ends.length === 1 ? ends : [];
  const seenFrom = side === "left" ? text.outsiderLeft : text.outsiderRight;
  return (
    <>
      <p className="address">
        {address === null ? "" : addressText(address)}
        {only?.otherRead != null && <StateTag row={only.otherRead} />}
      </p>
      <p className="outsider-note" title={seenFrom}>
        {process === null ? (
          seenFrom
        ) : (
          <code>{`${visibleText(process.name)} (${process.pid})`}</code>
        )}
      </p>
      {type === "SOCK_STREAM" && view.ended === null && (
        <p className="outsider-end">
          {ends.length === 0 && <span title={text.noLongerWhy}>{text.noLonger}</span>}
          {only !== undefined &&
            (hasQueues(only.otherRead) ? <Queues row={only.otherRead} /> : process && seenFrom)}
          {ends.length > 1 && <Several ends={ends} />}
        </p>
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

/** Its end is in this state, by the kernel's own table. */
function StateTag({ row: { state } }: { readonly row: KernelSocket }) {
  const text = useText().stage;
  if (state === null) return null;
  return (
    <span className={`phase ${state.toLowerCase()} observed`} title={text.observedPhase(state)}>
      {state}
    </span>
  );
}

/** One card for all connections of a process: how many, and in which states their ends are. */
function Several({ ends }: { readonly ends: readonly SocketView[] }) {
  const text = useText().stage;
  const states = new Set(ends.flatMap(({ otherRead }) => otherRead?.state ?? []));
  return (
    <>
      {text.connections(ends.length)}
      {[...states].map((state) => (
        <span key={state} className={`phase ${state.toLowerCase()} observed`}>
          {state}
        </span>
      ))}
    </>
  );
}

const hasQueues = (row: KernelSocket | null): row is KernelSocket =>
  row !== null && row.receiveQueue + row.sendQueue > 0;

function Queues({ row: { receiveQueue, sendQueue } }: { readonly row: KernelSocket }) {
  const text = useText().stage;
  return (
    <span className="outsider-queues" title={text.queuesWhy}>
      {text.queues(sizeText(receiveQueue), sizeText(sendQueue))}
    </span>
  );
}
