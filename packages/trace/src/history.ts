import type { Address, CallArgs, Event, EventOf, SocketType, Verb } from "@sockscope/protocol";
import { Calls } from "./columns/calls.ts";
import { Events } from "./columns/events.ts";
import { Flights } from "./columns/flights.ts";
import { KernelQueues } from "./kernel-queues.ts";
import { endsStream, LinkMarks } from "./link-marks.ts";
import { Pairing } from "./pairing.ts";
import { endOf, type SocketRecord, socketRecord } from "./records.ts";
import { SocketIndex } from "./socket-index.ts";
import { Steps } from "./steps.ts";
import { TcpInference } from "./tcp-inference.ts";
import type { Actor, End } from "./types.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Folds events, in their order, into steps, calls, actors and flights. */
export class History {
  readonly events = new Events();
  readonly calls = new Calls(this.events);
  readonly index = new SocketIndex();
  readonly kernelQueues = new KernelQueues();
  readonly flights = new Flights(this.calls, (socket) => this.index.byId.get(socket)?.actor ?? 0);
  readonly steps = new Steps(this.events, this.flights, this.calls);
  readonly actors: Mutable<Actor>[] = [];
  readonly actorById = new Map<number, Mutable<Actor>>();
  private readonly eofSeen = new Set<number>();
  /** The places of the calls of each program that have not returned. */
  private readonly openCalls = new Map<number, number[]>();
  private readonly pairing = new Pairing(this.flights, this.index);
  private readonly tcp = new TcpInference(this.steps, this.flights, this.index);
  private readonly link = new LinkMarks(this.flights, this.pairing, this.index, this.tcp);

  /** @returns the index of an older step that has changed (it got its call's end), or null */
  add(event: Event): number | null {
    this.tcp.beforeEvent(event);
    this.events.add(event);
    switch (event.kind) {
      case "call.began":
        this.began(event);
        return null;
      case "call.ended":
        return this.ended(event);
      case "actor.added":
        this.actorAdded(event);
        return null;
      case "actor.removed": {
        const actor = this.actorById.get(event.actor);
        if (actor !== undefined) actor.removedStep = this.steps.next;
        break;
      }
      case "actor.ended":
        this.actorEnded(event);
        return null;
      case "socket.named":
        this.named(event.socket, event.address);
        this.steps.addEvent(event);
        this.synIfConnecting(event.socket);
        return null;
      case "connection.queued":
        this.queued(event);
        return null;
      case "datagram.arrived": {
        const socket = this.index.byId.get(event.socket);
        if (socket !== undefined) this.pairing.arrive(socket, event, this.steps.next);
        break;
      }
      case "datagram.dropped": {
        const socket = this.index.byId.get(event.socket);
        if (socket !== undefined) this.pairing.dropped(socket, event, this.steps.next);
        break;
      }
      case "socket.closed":
        this.steps.addEvent(event);
        this.closed(event.socket);
        return null;
      case "lab.began":
        // Nothing has happened on the stage yet: the first step is the first actor's.
        return null;
      case "link.fault":
        this.link.fault(event, this.steps.addEvent(event));
        this.heldBack(event);
        return null;
      case "link.passed":
        this.link.passed(event, this.steps.addEvent(event));
        this.letThrough(event);
        return null;
      case "gate.set":
      case "gate.reached":
      case "breakpoint.set":
      case "breakpoint.removed":
      case "link.set":
      case "limit.met":
      case "actor.known":
      case "actor.printed":
      case "kernel.read":
      case "peer.known":
        break;
      default:
        event satisfies never;
    }
    this.steps.addEvent(event);
    return null;
  }

  private actorAdded(event: EventOf<"actor.added">): void {
    const { actor: id, role, type, program, number } = event;
    const address = event.address ?? null;
    const addedStep = this.steps.addEvent(event);
    const still = { endedStep: null, removedStep: null };
    const { make = null, group = null } = event;
    const actor = { id, role, type, program, number, make, group, address, addedStep, ...still };
    this.actors.push(actor);
    this.actorById.set(id, actor);
    if (role === "outsider" && address !== null) this.meetOutsider(type, address, id);
  }

  /** Sockets that talk to this address have found their other end. */
  private meetOutsider(type: SocketType, address: Address, actor: number): void {
    this.index.addOutsider(type, address, actor);
    if (type !== "SOCK_STREAM") return;
    for (const socket of this.index.byId.values()) {
      if (socket.closed || socket.other !== null || !same(socket.peer, address)) continue;
      if (socket.accepted) this.meet(endOf(socket), { actor, socket: null });
      else if (socket.handshake === "none") this.tcp.syn(socket);
    }
  }

  private actorEnded(event: EventOf<"actor.ended">): void {
    const step = this.steps.addEvent(event);
    for (const slot of this.openCalls.get(event.actor) ?? []) this.calls.abandon(slot, step);
    this.openCalls.delete(event.actor);
    const actor = this.actorById.get(event.actor);
    if (actor !== undefined) actor.endedStep = step;
    if (actor?.role === "outsider" && actor.address !== null) {
      this.index.removeOutsider(actor.type, actor.address);
    }
  }

  private began(event: EventOf<"call.began">): void {
    const step = this.steps.addEvent(event);
    const slot = this.calls.add(event.call, this.events.length - 1, step);
    const open = this.openCalls.get(event.actor);
    if (open === undefined) this.openCalls.set(event.actor, [slot]);
    else open.push(slot);
    const socket = this.socket(event.socket);
    if (socket === undefined) return;
    switch (event.verb) {
      case "connect":
        socket.peer = event.args.address ?? null;
        if (socket.type === "SOCK_STREAM" && socket.local !== null) {
          this.tcp.dials(socket, event.call);
          this.kernelQueues.dials(socket, this.listenerOf(socket));
        }
        break;
      case "send":
      case "sendall":
        if (socket.type === "SOCK_STREAM") this.pairing.sendStream(socket, event, step);
        else this.pairing.sendDatagram(socket, event, step);
        break;
      case "sendto":
        this.pairing.sendDatagram(socket, event, step);
        break;
      default:
    }
  }

  private ended(event: EventOf<"call.ended">): number | null {
    const socket = this.socket(event.socket);
    if (socket !== undefined) this.before(socket, event);
    const merged = this.steps.merge(event);
    const step = merged ?? this.steps.addEvent(event);
    const slot = this.calls.slotOf(event.call);
    if (slot >= 0) {
      this.calls.end(slot, this.events.length - 1, step);
      const open = this.openCalls.get(event.actor);
      const at = open?.indexOf(slot) ?? -1;
      if (at >= 0) open?.splice(at, 1);
    }
    if (event.verb === "socket" && event.result?.socket !== undefined) {
      const type = this.argsOf(event)?.type ?? "SOCK_STREAM";
      this.index.add(socketRecord(event.result.socket, event.actor, type, null));
    }
    if (socket !== undefined) this.after(socket, event, step);
    return merged;
  }

  /** What must have happened on the wire before this call could return so. */
  private before(socket: SocketRecord, event: EventOf<"call.ended">): void {
    if (socket.type !== "SOCK_STREAM") return;
    const { verb, error, result } = event;
    if (error?.errno === "ECONNREFUSED") this.tcp.refused(socket);
    if (error?.errno === "ECONNRESET") this.tcp.wasReset(socket);
    if (verb === "connect") {
      if (error === undefined) this.connected(socket, event);
      else this.kernelQueues.failed(socket, this.listenerOf(socket));
    }
    if (verb === "accept") this.accepted(socket, event);
    if (verb === "recv" && result?.payload?.length === 0 && socket.other !== null) {
      if (!this.eofSeen.has(socket.id)) this.tcp.finishedBy(socket.other, socket);
      this.eofSeen.add(socket.id);
    }
  }

  /** What follows from what this call did. */
  private after(socket: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const { verb, error, result } = event;
    if (error !== undefined) {
      // What waited for the connection was never given to anybody.
      socket.hasty = socket.hasty?.filter(({ call }) => call !== event.call) ?? null;
      // Node cannot take back what it was given: of a send whose time is over the rest is still sent.
      const goesOn = error.errno === "EAGAIN" && socket.type === "SOCK_STREAM";
      if (!goesOn) this.pairing.failed(event.call, verb, step);
      return;
    }
    switch (verb) {
      case "bind": {
        const local = result?.address ?? this.argsOf(event)?.address;
        if (local !== undefined) this.index.setBound(socket, local);
        break;
      }
      case "listen":
        if (result?.address !== undefined) this.index.setBound(socket, result.address);
        if (result?.queue === "kernel") this.kernelQueues.opened(socket.id);
        break;
      case "recv":
        if (socket.type === "SOCK_STREAM") this.pairing.takeStream(socket, event, step);
        else this.pairing.takeDatagram(socket, event, step);
        break;
      case "recvfrom":
        this.pairing.takeDatagram(socket, event, step);
        break;
      case "connect":
        if (socket.type === "SOCK_DGRAM") socket.peer = this.argsOf(event)?.address ?? null;
        break;
      case "setsockopt": {
        const { option, value } = this.argsOf(event) ?? {};
        if (option === "SO_LINGER") socket.resetsOnClose = value === 0;
        break;
      }
      case "shutdown":
        if (socket.heldEnd !== event.call && this.argsOf(event)?.how !== "SHUT_RD")
          this.tcp.finish(socket, false);
        break;
      case "close":
        if (socket.heldEnd !== event.call) this.closed(socket.id);
        break;
      default:
    }
  }

  /** The link keeps the kernel from hearing that a stream ends. */
  private heldBack({ socket: id, call, length }: EventOf<"link.fault">): void {
    const socket = length === 0 ? this.index.byId.get(id) : undefined;
    if (socket !== undefined && endsStream(this.verbOf(call))) socket.heldEnd = call;
  }

  /** What a call asked has reached the kernel: a connect, or the end of a stream. */
  private letThrough({ socket: id, call, length }: EventOf<"link.passed">): void {
    const socket = length === 0 ? this.index.byId.get(id) : undefined;
    if (socket === undefined) return;
    const verb = this.verbOf(call);
    if (verb === "connect" && socket.local !== null) this.tcp.syn(socket);
    if (!endsStream(verb)) return;
    if (socket.heldEnd === call) socket.heldEnd = null;
    if (verb === "close") this.closed(id);
    else this.tcp.finish(socket, false);
  }

  private named(id: number, address: Address): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined) return;
    if (socket.type === "SOCK_DGRAM") this.index.setBound(socket, address);
    else {
      socket.local = address;
      this.kernelQueues.dials(socket, this.listenerOf(socket));
    }
    this.index.setPair(socket);
  }

  /** Who listens at the address that a client connects to. */
  private listenerOf({ peer }: SocketRecord): SocketRecord | undefined {
    return peer === null ? undefined : this.index.at("SOCK_STREAM", peer);
  }

  /** The SYN is told once the client's address is known, so that both ends have a name. */
  private synIfConnecting(id: number): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined || socket.type !== "SOCK_STREAM" || socket.local === null) return;
    this.index.setPair(socket);
    if (socket.peer !== null) this.tcp.syn(socket);
  }

  private connected(socket: SocketRecord, event: EventOf<"call.ended">): void {
    if (socket.local === null && event.result?.address !== undefined) {
      this.named(socket.id, event.result.address);
    }
    if (socket.other !== null || socket.peer === null) return;
    const listener = this.listenerOf(socket);
    const outsider = this.index.outsider("SOCK_STREAM", socket.peer);
    this.kernelQueues.connected(socket, listener, event.call);
    if (listener !== undefined) this.meet(endOf(listener), endOf(socket));
    else if (outsider !== undefined) {
      this.meet({ actor: outsider, socket: null }, endOf(socket));
    }
  }

  private queued(event: EventOf<"connection.queued">): void {
    const connection = socketRecord(event.connection, event.actor, "SOCK_STREAM", event.socket);
    connection.local = event.local;
    connection.peer = event.peer;
    connection.queued = true;
    this.adopt(connection, event.peer);
    this.steps.addEvent(event);
  }

  /** A server's end of a connection has been seen for the first time. */
  private adopt(connection: SocketRecord, peer: Address): void {
    const listener = this.socket(connection.listener);
    // The kernel gives it its listener's options.
    connection.resetsOnClose = listener?.resetsOnClose ?? false;
    this.index.add(connection);
    this.index.setPair(connection);
    const client = this.index.partner(connection);
    const outsider = this.index.outsider("SOCK_STREAM", peer);
    if (client !== undefined && !client.accepted) {
      this.meet(endOf(connection), endOf(client));
    } else if (outsider !== undefined) {
      this.meet(endOf(connection), { actor: outsider, socket: null });
    }
  }

  /** `accept` returned a connection: one that nobody saw in a queue is the kernel's own. */
  private accepted(listener: SocketRecord, event: EventOf<"call.ended">): void {
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
    this.adopt(connection, address);
  }

  /** Both ends of a connection are known, the server's perhaps only as its listener. */
  private meet(server: End, client: End): void {
    this.tcp.established(server, client);
    const serverSocket = this.socket(server.socket);
    const clientSocket = this.socket(client.socket);
    if (serverSocket?.accepted && clientSocket !== undefined) {
      this.pairing.link(clientSocket, serverSocket);
      this.pairing.link(serverSocket, clientSocket);
    } else {
      if (clientSocket !== undefined) clientSocket.other = server;
      if (serverSocket?.accepted) serverSocket.other = client;
      this.index.met++;
    }
    if (clientSocket !== undefined) this.pairing.sendHasty(clientSocket, this.steps.next);
  }

  private closed(id: number): void {
    const socket = this.index.byId.get(id);
    if (socket === undefined || socket.closed) return;
    socket.closed = true;
    if (socket.type === "SOCK_STREAM") this.tcp.finish(socket, true);
    this.pairing.drop(socket, this.steps.next);
    this.index.release(socket);
    this.kernelQueues.closed(id);
    // The kernel resets what nobody accepted.
    for (const waiting of this.index.byId.values()) {
      if (waiting.listener === id && waiting.queued) this.forsake(waiting);
    }
  }

  private forsake(connection: SocketRecord): void {
    connection.queued = false;
    connection.closed = true;
    this.tcp.breakOff(connection);
    this.pairing.drop(connection, this.steps.next);
  }

  private verbOf(call: number): Verb | null {
    const slot = this.calls.slotOf(call);
    return slot < 0 ? null : this.calls.beganEvent(slot).verb;
  }

  private argsOf({ call }: EventOf<"call.ended">): CallArgs | undefined {
    const slot = this.calls.slotOf(call);
    return slot < 0 ? undefined : this.calls.beganEvent(slot).args;
  }

  private socket(id: number | null): SocketRecord | undefined {
    return id === null ? undefined : this.index.byId.get(id);
  }
}

const same = (a: Address | null, b: Address): boolean =>
  a !== null && a.address === b.address && a.port === b.port;
