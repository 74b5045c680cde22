import { addressText } from "@sockscope/protocol";
import type { ActorView, End, SocketPhase, SocketView } from "../types.ts";
import type { CardPlace } from "./card-place.ts";
import type { Route, Routes } from "./routes.ts";
import { conversationsOf, forsakenAt, queuedAt } from "./server-card.ts";

/** A TCP connection between two cards, or one that is being made. */
export interface Wire {
  /** The socket that asked for it; an outsider's: the server's socket. */
  readonly id: number;
  readonly from: End;
  readonly to: End;
  readonly route: Route;
  readonly state: "connecting" | "queued" | "open";
  /** Which directions have been finished by a FIN: from `from`, and from `to`. */
  readonly fromDone: boolean;
  readonly toDone: boolean;
}

const GONE: ReadonlySet<SocketPhase> = new Set([
  "unbound",
  "bound",
  "closed",
  "TIME-WAIT",
  "RESET",
  "LISTEN",
]);
const hasSentFin = (phase: SocketPhase | undefined): boolean =>
  phase === "FIN-WAIT" || phase === "LAST-ACK" || phase === "TIME-WAIT";
const hasGotFin = (phase: SocketPhase | undefined): boolean =>
  phase === "CLOSE-WAIT" || phase === "LAST-ACK" || phase === "TIME-WAIT";

export function wiresOf(cards: readonly CardPlace[], routes: Routes): readonly Wire[] {
  const views = cards.flatMap(({ view }) => (view === null ? [] : [view]));
  const sockets = new Map(views.flatMap((view) => view.sockets.map((one) => [one.id, one])));
  const queued = new Set(views.flatMap(queuedAt));
  const forsaken = new Set(views.flatMap(forsakenAt));
  const accepted = views.flatMap((view) => [
    ...conversationsOf(view),
    ...view.sockets.filter(({ id }) => queued.has(id)),
  ]);
  const byClient = new Map<number, SocketView>();
  for (const one of accepted) {
    if (one.other !== null && one.other.socket !== null) byClient.set(one.other.socket, one);
  }
  const wires: Wire[] = [];
  for (const view of views) {
    for (const socket of view.sockets) {
      const ends = endsOf(socket, byClient, sockets, views);
      const route = ends === null ? null : routes.between(ends.from, ends.to);
      if (ends === null || route === null) continue;
      const { from, to } = ends;
      if (to.socket !== null && forsaken.has(to.socket)) continue;
      const one = from.socket === null ? undefined : sockets.get(from.socket)?.phase;
      const other = to.socket === null ? undefined : sockets.get(to.socket)?.phase;
      const connecting = socket.phase === "SYN-SENT" && other !== "ESTABLISHED";
      const waits = to.socket !== null && queued.has(to.socket);
      wires.push({
        id: socket.id,
        from,
        to,
        route,
        state: connecting ? "connecting" : waits ? "queued" : "open",
        fromDone: hasSentFin(one) || hasGotFin(other),
        toDone: hasSentFin(other) || hasGotFin(one),
      });
    }
  }
  return wires;
}

/** The ends of the wire that a socket stands for; null if it has none, or its other end has it. */
function endsOf(
  socket: SocketView,
  byClient: ReadonlyMap<number, SocketView>,
  sockets: ReadonlyMap<number, SocketView>,
  views: readonly ActorView[],
): Pick<Wire, "from" | "to"> | null {
  if (socket.type !== "SOCK_STREAM" || GONE.has(socket.phase)) return null;
  const self = { actor: socket.actor, socket: socket.id };
  if (socket.accepted) {
    // Two ends of ours are joined by one wire: that of the end that asked for it.
    const outside = socket.other?.socket === null;
    return outside && socket.other !== null ? { from: socket.other, to: self } : null;
  }
  const server = byClient.get(socket.id);
  if (server !== undefined) return { from: self, to: { actor: server.actor, socket: server.id } };
  const other = socket.phase === "SYN-SENT" ? answering(socket, views) : socket.other;
  const target = other?.socket == null ? undefined : sockets.get(other.socket);
  // Its conversation may be over while this end still has to close.
  if (target !== undefined && target.phase !== "LISTEN" && GONE.has(target.phase)) return null;
  return other === null ? null : { from: self, to: other };
}

/** Who stands at the address that a socket is connecting to. */
function answering(socket: SocketView, views: readonly ActorView[]): End | null {
  const { peer } = socket;
  if (peer === null) return null;
  for (const { actor, sockets } of views) {
    const listener = sockets.find(
      ({ phase, local }) =>
        phase === "LISTEN" &&
        local?.port === peer.port &&
        (local.address === peer.address || ["0.0.0.0", "::"].includes(local.address)),
    );
    if (listener !== undefined) return { actor: actor.id, socket: listener.id };
    if (actor.address !== null && addressText(actor.address) === addressText(peer)) {
      return { actor: actor.id, socket: null };
    }
  }
  return socket.other;
}
