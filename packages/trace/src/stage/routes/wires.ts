import type { Address } from "@sockscope/protocol";
import type { End } from "../../types/flight.ts";
import type { SocketPhase, SocketView } from "../../types/socket.ts";
import type { ActorView } from "../../types/stage.ts";
import { conversationsOf, endInKernel, forsakenAt, queuedAt } from "../cards/server-card.ts";
import type { Route, Routes } from "./routes.ts";

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

/** The connections of a group with one server: one thick wire. */
export interface Bundle {
  readonly route: Route;
  readonly connecting: number;
  readonly queued: number;
  readonly open: number;
  /** Of those that are open: at least one FIN has gone. */
  readonly closing: number;
}

export interface AllWires {
  readonly wires: readonly Wire[];
  readonly bundles: readonly Bundle[];
}

const DISCONNECTED: ReadonlySet<SocketPhase> = new Set([
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

/** The wires between these programs, those of groups bundled. */
export function wiresOf(views: readonly ActorView[], routes: Routes): AllWires {
  const sockets = new Map(views.flatMap((view) => view.sockets.map((one) => [one.id, one])));
  const queued = new Set(views.flatMap(queuedAt));
  const forsaken = new Set(views.flatMap(forsakenAt));
  const accepted = views.flatMap((view) => [
    ...conversationsOf(view),
    ...view.sockets.filter(({ id }) => queued.has(id)),
  ]);
  const byClient = new Map<number, Pick<SocketView, "id" | "actor">>();
  for (const one of accepted) {
    if (one.other !== null && one.other.socket !== null) byClient.set(one.other.socket, one);
  }
  for (const { actor, sockets } of views)
    for (const { kernelQueue } of sockets)
      for (const { socket } of kernelQueue)
        byClient.set(socket, { id: endInKernel(socket), actor: actor.id });
  const wires: Wire[] = [];
  const bundles = new Map<string, { -readonly [K in keyof Bundle]: Bundle[K] }>();
  const listening = new Listening(views);
  for (const view of views) {
    for (const socket of view.sockets) {
      const dials = isDialling(view, socket);
      const ends = endsOf(socket, dials, byClient, sockets, listening);
      const route = ends === null ? null : routes.between(ends.from, ends.to);
      if (ends === null || route === null) continue;
      const { from, to } = ends;
      if (to.socket !== null && forsaken.has(to.socket)) continue;
      const one = from.socket === null ? undefined : sockets.get(from.socket)?.phase;
      const other = to.socket === null ? undefined : sockets.get(to.socket)?.phase;
      const connecting = dials && other !== "ESTABLISHED";
      const waits = to.socket !== null && queued.has(to.socket);
      const state = connecting ? "connecting" : waits ? "queued" : "open";
      const fromDone = hasSentFin(one) || hasGotFin(other);
      const toDone = hasSentFin(other) || hasGotFin(one);
      if (!route.shared) {
        wires.push({ id: socket.id, from, to, route, state, fromDone, toDone });
        continue;
      }
      const bundle = bundles.get(route.key) ?? {
        route: { ...route, wire: 0 },
        connecting: 0,
        queued: 0,
        open: 0,
        closing: 0,
      };
      bundle[state]++;
      if (state === "open" && (fromDone || toDone)) bundle.closing++;
      bundles.set(route.key, bundle);
    }
  }
  return { wires, bundles: [...bundles.values()] };
}

/** Its program is connecting it; on a slow link the kernel may not have heard of that yet. */
const isDialling = ({ open }: ActorView, { id, phase }: SocketView): boolean =>
  phase === "SYN-SENT" ||
  ((phase === "unbound" || phase === "bound") &&
    open.some(({ verb, socket }) => verb === "connect" && socket === id));

/** The ends of the wire that a socket stands for; null if it has none, or its other end has it. */
function endsOf(
  socket: SocketView,
  dials: boolean,
  byClient: ReadonlyMap<number, Pick<SocketView, "id" | "actor">>,
  sockets: ReadonlyMap<number, SocketView>,
  listening: Listening,
): Pick<Wire, "from" | "to"> | null {
  if (socket.type !== "SOCK_STREAM" || (DISCONNECTED.has(socket.phase) && !dials)) return null;
  const self = { actor: socket.actor, socket: socket.id };
  if (socket.accepted) {
    // Two ends of ours are joined by one wire: that of the end that asked for it.
    return socket.other?.socket === null ? { from: socket.other, to: self } : null;
  }
  const server = byClient.get(socket.id);
  if (server !== undefined) return { from: self, to: { actor: server.actor, socket: server.id } };
  const other = dials ? listening.answering(socket) : socket.other;
  const target = other?.socket == null ? undefined : sockets.get(other.socket);
  // Its conversation may be over while this end still has to close.
  if (target !== undefined && target.phase !== "LISTEN" && DISCONNECTED.has(target.phase))
    return null;
  return other === null ? null : { from: self, to: other };
}

/** Who stands at which address, found without asking everybody for each that connects. */
class Listening {
  private readonly byPort = new Map<number, { readonly address: string; readonly end: End }[]>();

  constructor(views: readonly ActorView[]) {
    for (const { actor, sockets } of views) {
      for (const { id, phase, local } of sockets) {
        if (phase === "LISTEN" && local !== null) {
          this.add(local, { actor: actor.id, socket: id });
        }
      }
      if (actor.address !== null) this.add(actor.address, { actor: actor.id, socket: null });
    }
  }

  /** Who stands at the address that a socket is connecting to. */
  answering({ peer, other }: SocketView): End | null {
    if (peer === null) return null;
    const found = this.byPort
      .get(peer.port)
      ?.find(({ address, end }) =>
        end.socket === null
          ? address === peer.address
          : [peer.address, "0.0.0.0", "::"].includes(address),
      );
    return found?.end ?? other;
  }

  private add({ address, port }: Address, end: End): void {
    const others = this.byPort.get(port);
    if (others === undefined) this.byPort.set(port, [{ address, end }]);
    else others.push({ address, end });
  }
}
