import {
  type Address,
  addressText,
  type CallResult,
  type EventOf,
  type SocketType,
} from "@sockscope/protocol";
import type { Steps } from "../../columns/steps.ts";
import type { End } from "../../types/flight.ts";
import type { SocketPhase } from "../../types/socket.ts";
import type { Pairing } from "../pairing/pairing.ts";
import type { SocketFold } from "../sockets/fold.ts";
import { endOf, type SocketRecord, socketRecord } from "../sockets/record.ts";
import type { SocketIndex } from "../sockets/socket-index.ts";
import { acceptedPhase, dialled } from "../sockets/tcp-phase.ts";
import type { Handshake } from "./handshake.ts";
import type { KernelQueues } from "./kernel-queues.ts";
import type { StreamEnd } from "./stream-end.ts";

/** What a closing has found (rule E25). */
type Left = Pick<CallResult, "unread" | "connection">;

/** A full accept queue makes clients try again after a second, and after two more. */
const TRIED_AGAIN = 4e9;

/** Brings the two ends of each connection together, as their addresses become known. */
export class Connections {
  constructor(
    private readonly steps: Steps,
    private readonly index: SocketIndex,
    private readonly kernelQueues: KernelQueues,
    private readonly pairing: Pairing,
    private readonly fold: SocketFold,
    private readonly handshake: Handshake,
    private readonly ends: StreamEnd,
  ) {}

  /** Sockets that talk to this address have found their other end. */
  pairOutsider(type: SocketType, address: Address, actor: number): void {
    this.index.addOutsider(type, address, actor);
    if (type === "SOCK_DGRAM") return this.pairing.datagrams.pairTarget(address, actor);
    for (const socket of this.index.byId.values()) {
      if (socket.closed || socket.other !== null || !same(socket.peer, address)) continue;
      const other = { actor, socket: null };
      if (socket.accepted) this.pairEnds(endOf(socket), other, this.listenedSince(socket));
      else if (socket.handshake === "none") this.handshake.syn(socket);
    }
  }

  /** The other end of a socket belongs to another outsider than was thought. */
  peerKnown({ socket: id, other: actor }: EventOf<"peer.known">, step: number): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined) return;
    // The next connection to this address most likely reaches the same actor.
    if (socket.peer !== null && !socket.accepted)
      this.index.addOutsider("SOCK_STREAM", socket.peer, actor);
    if (socket.other?.socket !== null || socket.other.actor === actor) return;
    socket.formerOthers = [...socket.formerOthers, { until: step, other: socket.other }];
    socket.other = { actor, socket: null };
    this.index.pairings++;
  }

  named(id: number, address: Address, step: number): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined) return;
    if (socket.type === "SOCK_DGRAM") this.index.setBound(socket, address);
    else {
      socket.local = address;
      this.kernelQueues.dials(socket, this.listenerOf(socket));
      // A kernel that has chosen the address of a stream is about to connect it.
      const { tracks } = socket;
      if (dialled(tracks.phase) !== tracks.phase) tracks.setPhase(step, dialled(tracks.phase));
    }
    this.index.setPair(socket);
  }

  /** Who listens at the address that a client connects to. */
  listenerOf({ peer }: SocketRecord): SocketRecord | undefined {
    return peer === null ? undefined : this.index.at("SOCK_STREAM", peer);
  }

  /** The SYN is told once the client's address is known, so that both ends have a name. */
  synIfConnecting(id: number): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined || socket.type !== "SOCK_STREAM" || socket.local === null) return;
    this.index.setPair(socket);
    if (socket.peer !== null) this.handshake.syn(socket);
  }

  /** Before the end of a `connect` has its step. */
  connected(socket: SocketRecord, event: EventOf<"call.ended">): void {
    if (socket.local === null && event.result?.address !== undefined)
      this.named(socket.id, event.result.address, this.steps.next);
    if (socket.other !== null || socket.peer === null) return;
    const listener = this.listenerOf(socket);
    const outsider = this.index.outsider("SOCK_STREAM", socket.peer);
    this.kernelQueues.connected(socket, listener, event.call);
    if (listener !== undefined) this.pairEnds(endOf(listener), endOf(socket), socket.dialled);
    else if (outsider !== undefined)
      this.pairEnds({ actor: outsider, socket: null }, endOf(socket), socket.dialled);
  }

  /** A connection has been seen in Node's accept queue; its event gets its step here. */
  queued(event: EventOf<"connection.queued">): void {
    const connection = socketRecord(event.connection, event.actor, "SOCK_STREAM", event.socket);
    connection.local = event.local;
    connection.peer = event.peer;
    connection.queued = true;
    this.registerAccepted(connection, event.peer);
    const step = this.steps.addEvent(event);
    const listener = this.index.byId.get(event.socket);
    if (listener !== undefined) this.fold.joins(listener, step);
    this.opened(connection, "ESTABLISHED", step);
  }

  /** A server's end of a connection has been seen for the first time. */
  private registerAccepted(connection: SocketRecord, peer: Address): void {
    const listener = this.index.find(connection.listener);
    // The kernel gives it its listener's options.
    connection.resetsOnClose = listener?.resetsOnClose ?? false;
    connection.bufferSet = listener?.bufferSet ?? false;
    this.index.add(connection);
    this.index.setPair(connection);
    const client = this.index.partner(connection);
    const outsider = this.index.outsider("SOCK_STREAM", peer);
    if (listener?.awaitingAccept.delete(addressText(peer))) connection.handshake = "done";
    connection.quietUntil = listener?.quietUntil ?? 0;
    if (client !== undefined && !client.accepted)
      this.pairEnds(endOf(connection), endOf(client), client.dialled);
    else if (outsider !== undefined) {
      const other = { actor: outsider, socket: null };
      this.pairEnds(endOf(connection), other, this.listenedSince(connection));
    }
  }

  /** From when on a connection to its listener can have been made. */
  private listenedSince(connection: SocketRecord): number {
    return this.index.find(connection.listener)?.quietUntil ?? 0;
  }

  private opened(connection: SocketRecord, phase: SocketPhase, step: number): void {
    const { tracks } = connection;
    if (tracks.phase === "unbound" || phase === "CLOSE-WAIT") tracks.setPhase(step, phase);
    this.fold.paired(connection, step);
  }

  /** `accept` returned a connection: one that nobody saw in a queue is the kernel's own. */
  accepted(listener: SocketRecord, event: EventOf<"call.ended">): void {
    const { socket, address } = event.result ?? {};
    if (socket === undefined || address === undefined) return;
    const queued = this.index.byId.get(socket);
    if (queued !== undefined) {
      queued.queued = false;
      return;
    }
    this.kernelQueues.accepted(listener.id, address, event.call);
    const connection = socketRecord(socket, event.actor, "SOCK_STREAM", listener.id);
    connection.local = listener.local;
    connection.peer = address;
    this.registerAccepted(connection, address);
  }

  /** The same, once the end of the `accept` has its step. */
  wasAccepted(listener: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const connection = this.index.find(event.result?.socket ?? null);
    if (connection === undefined) return;
    const client = this.kernelQueues.acceptedBy(event.call);
    if (connection.tracks.phase !== "unbound") this.fold.leaves(listener, step);
    else {
      // Whom the kernel has counted leaves, too.
      if (client !== null || listener.read) this.fold.leaves(listener, step);
      const phase = client === null ? undefined : this.index.find(client)?.tracks.phase;
      this.opened(connection, acceptedPhase(phase), step);
    }
  }

  /** The kernel's table shows a connection in the accept queue that no call has told of. */
  waits(listener: SocketRecord, address: Address): void {
    const name = addressText(address);
    const actor = this.index.outsider("SOCK_STREAM", address);
    if (actor === undefined || listener.awaitingAccept.has(name)) return;
    if (this.index.pairAt(address, listener.local) !== undefined) return;
    listener.awaitingAccept.add(name);
    this.handshake.established(endOf(listener), { actor, socket: null }, listener.quietUntil);
  }

  /** The kernel's table told how full the accept queue was at `from` (ns). */
  queueRead(listener: SocketRecord, waiting: number, from: number): void {
    if (waiting > 0) listener.lastFull = from;
    else if (from - listener.lastFull > TRIED_AGAIN)
      listener.quietUntil = Math.max(listener.quietUntil, from);
  }

  /** Both ends of a connection are known, the server's perhaps only as its listener. */
  private pairEnds(server: End, client: End, since: number): void {
    this.handshake.established(server, client, since);
    const serverSocket = this.index.find(server.socket);
    const clientSocket = this.index.find(client.socket);
    const step = this.steps.next;
    if (serverSocket?.accepted && clientSocket !== undefined) {
      this.fold.unpaired(clientSocket, step);
      this.fold.unpaired(serverSocket, step);
      this.pairing.streams.join(clientSocket, serverSocket);
      this.pairing.streams.join(serverSocket, clientSocket);
      serverSocket.finReceived = clientSocket.finSent;
      this.fold.paired(clientSocket, step);
    } else {
      if (clientSocket !== undefined) {
        clientSocket.other = server;
        clientSocket.otherRecord = serverSocket ?? null;
      }
      if (serverSocket?.accepted) {
        serverSocket.other = client;
        serverSocket.otherRecord = clientSocket ?? null;
      }
      this.index.pairings++;
    }
    if (clientSocket !== undefined) this.pairing.streams.sendPending(clientSocket, step);
  }

  closed(id: number, since: number, left: Left, step: number): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined || socket.closed) return;
    socket.closed = true;
    if (socket.type === "SOCK_STREAM") this.ends.finish(socket, "close", since, left);
    this.pairing.drop(socket, this.steps.next);
    this.fold.closed(socket, step);
    this.index.release(socket);
    // The kernel resets what nobody accepted.
    for (const client of this.kernelQueues.waitingAt(id)) this.ends.wasReset(client, since);
    this.kernelQueues.closed(id);
    for (const waiting of this.index.byId.values())
      if (waiting.listener === id && waiting.queued) this.abandon(waiting, since, step);
  }

  private abandon(connection: SocketRecord, since: number, step: number): void {
    connection.queued = false;
    connection.closed = true;
    this.ends.breakOff(connection, since);
    this.pairing.drop(connection, this.steps.next);
    this.fold.closed(connection, step);
  }
}

const same = (a: Address | null, b: Address): boolean =>
  a !== null && a.address === b.address && a.port === b.port;
