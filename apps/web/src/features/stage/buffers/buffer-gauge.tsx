import { type SocketView, sizeText } from "@sockscope/trace";
import { useText } from "../../../i18n/index.ts";
import { TruthStroke } from "../../../parts/truth-mark.tsx";
import { useUnreadAt, useWaitingAt } from "./unread.ts";

/** How full (0 to 1) a tank is drawn: each doubling adds the same, 64 KiB fill it. */
const level = (bytes: number): number => Math.min(1, Math.log2(1 + bytes) / 16);

/**
 * What a socket has sent and the other end has not read: in its send buffer, on the way or in the
 * other's buffer, nobody here can tell which. Nothing where the other end is not seen.
 */
export function SentGauge({ socket }: { readonly socket: SocketView }) {
  const text = useText().stage;
  const bytes = useUnreadAt(socket.other?.socket ?? null);
  if (bytes === 0 || socket.type !== "SOCK_STREAM") return null;
  const amount = sizeText(bytes);
  const height = Math.max(3, Math.round(12 * level(bytes)));
  return (
    <span className="tank sent" title={text.notReadYet(amount)}>
      <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true">
        <rect className="tank-fill" x="1" y={13 - height} width="9" height={height} />
        <path className="tank-wall" d="M.75.5V13.25H10.25V.5" />
        <path className="tank-out" d="M12.5 7h4M14.6 4.6 17 7l-2.4 2.4" />
      </svg>
      {amount}
      <span className="hidden-text">{text.notReadYet(amount)}</span>
    </span>
  );
}

/** What the link keeps of what a socket has sent: bytes, and perhaps the end of its stream. */
export function HeldGauge({ socket: { held, endHeld } }: { readonly socket: SocketView }) {
  const text = useText().stage;
  if (held === 0 && !endHeld) return null;
  const amount = [...(held > 0 ? [sizeText(held)] : []), ...(endHeld ? ["FIN"] : [])].join(" + ");
  return (
    <span className="tank held" title={text.held(amount)}>
      <TruthStroke truth="injected" width={18} />
      <span aria-hidden="true">{amount}</span>
      <span className="hidden-text">{text.held(amount)}</span>
    </span>
  );
}

/** What a program has asked for at the end of its stream, and the kernel was not seen to do yet. */
export function EndFollows({
  socket: { pendingEnd },
  short = false,
}: {
  readonly socket: SocketView;
  readonly short?: boolean;
}) {
  const text = useText().stage;
  if (pendingEnd === null) return null;
  const { behind } = pendingEnd;
  const endText = behind === null ? text.endFollows : text.finFollows(sizeText(behind));
  return (
    <span className="tank follows" title={`${endText}. ${text.finFollowsWhy}`}>
      <TruthStroke truth="inferred" width={16} />
      {short ? <span aria-hidden="true">FIN</span> : endText}
      {short && <span className="hidden-text">{endText}</span>}
    </span>
  );
}

/** How many datagrams found no room at a socket. */
export function Drops({ socket: { dropped } }: { readonly socket: SocketView }) {
  const text = useText().stage;
  if (dropped === 0) return null;
  return (
    <span className="tank drops" title={text.dropped(dropped)}>
      <span aria-hidden="true">✕ {dropped}</span>
      <span className="hidden-text">{text.dropped(dropped)}</span>
    </span>
  );
}

/** What waits at a socket to be received; nothing if nothing does. What is drawn on its way does not. */
export function BufferGauge({
  socket,
  short = false,
}: {
  readonly socket: SocketView;
  short?: boolean;
}) {
  const text = useText().stage;
  const unread = useWaitingAt(socket);
  if (unread === 0) return null;
  const bytes = socket.type === "SOCK_STREAM";
  const more = socket.unreadTruth === "minimum" ? socket.underWay : 0;
  const size = bytes ? sizeText(unread) : String(unread);
  const amount = socket.unreadTruth === "minimum" ? text.lowerBound(size) : size;
  const title = bytes ? text.unreadBytes(amount) : text.unreadDatagrams(unread);
  const height = Math.max(3, Math.round(12 * (bytes ? level(unread) : Math.min(1, unread / 8))));
  return (
    <span
      className={`tank ${bytes ? "" : "udp"}`}
      title={more > 0 ? `${title}. ${text.underWayWhy(sizeText(more))}` : title}
    >
      <svg width="11" height="14" viewBox="0 0 11 14" aria-hidden="true">
        <rect className="tank-fill" x="1" y={13 - height} width="9" height={height} />
        <path className="tank-wall" d="M.75.5V13.25H10.25V.5" />
      </svg>
      {short ? amount : text.unread(amount)}
      {more > 0 && (
        <span className={short ? "hidden-text" : "under-way"}>{text.underWay(sizeText(more))}</span>
      )}
    </span>
  );
}
