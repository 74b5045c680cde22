import type { CallArgs, Event, EventOf, Verb } from "@sockscope/protocol";
import { Calls } from "../columns/calls.ts";
import { Events } from "../columns/events.ts";
import { Flights } from "../columns/flights.ts";
import type { Actor } from "../types/actor.ts";
import { Connections } from "./connections.ts";
import { Handshake } from "./handshake.ts";
import { KernelQueues } from "./kernel-queues.ts";
import { KernelReadings } from "./kernel-readings.ts";
import { endsStream, LinkMarks } from "./link-marks.ts";
import { Pairing } from "./pairing.ts";
import { type SocketRecord, socketRecord } from "./records.ts";
import { Segments } from "./segments.ts";
import { SocketFold } from "./socket-fold.ts";
import { SocketIndex } from "./socket-index.ts";
import { Steps } from "./steps.ts";
import { StreamEnd } from "./stream-end.ts";
import { isConnected } from "./tcp-phase.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** These say nothing that a reading of the kernel's tables could be older than. */
const isAside = (kind: Event["kind"]): boolean =>
  kind === "gate.reached" || kind === "kernel.read" || kind === "peer.known";

/** Folds events, in their order, into steps, calls, actors, flights and the state of sockets. */
export class History {
  readonly events = new Events();
  readonly calls = new Calls(this.events);
  readonly index = new SocketIndex();
  readonly kernelQueues = new KernelQueues();
  readonly flights: Flights = new Flights(
    this.calls,
    (socket) => this.index.byId.get(socket)?.actor ?? 0,
    (step, after) => this.steps.timeAt(step, after),
  );
  readonly steps: Steps = new Steps(this.events, this.flights, this.calls);
  readonly actors: Mutable<Actor>[] = [];
  readonly actorById = new Map<number, Mutable<Actor>>();
  /** The kernel is asked in this session: what nobody has seen may be settled later. */
  asksKernel = false;
  /** The places of the calls of each program that have not returned. */
  private readonly openCalls = new Map<number, number[]>();
  private readonly fold = new SocketFold();
  private readonly segments = new Segments(this.steps, this.flights, this.index);
  private readonly pairing = new Pairing(this.flights, this.index);
  private readonly handshake = new Handshake(this.segments, this.index);
  private readonly ends = new StreamEnd(
    ...([this.steps, this.segments, this.flights, this.index, this.fold] as const),
  );
  private readonly connections = new Connections(
    ...([this.steps, this.index, this.kernelQueues, this.pairing] as const),
    ...([this.fold, this.handshake, this.ends] as const),
  );
  private readonly readings = new KernelReadings(
    ...([this.index, this.pairing, this.fold, this.segments] as const),
    ...([this.handshake, this.ends, this.connections] as const),
  );
  private readonly link = new LinkMarks(this.flights, this.pairing, this.index, this.ends);

  /** Whether its kernel had a connection after `step`, or may have had one of which more will be told. */
  isOpen({ tracks }: SocketRecord, step: number): boolean {
    const phase = tracks.phaseAt(step);
    if (phase === "unknown") return this.asksKernel;
    return isConnected(phase) || phase === "LISTEN";
  }

  /** @returns the index of an older step that has changed (it got its call's end), or null */
  add(event: Event): number | null {
    this.handshake.beforeEvent(event);
    this.events.add(event);
    this.ends.now = event.t;
    // These are recorded before the kernel hears of them.
    this.segments.after = event.kind === "socket.closed" || event.kind === "link.passed";
    // Most events are of these two kinds.
    if (event.kind === "call.began") {
      this.began(event, this.touch(event.socket, event.t));
      return null;
    }
    if (event.kind === "call.ended") return this.ended(event, this.touch(event.socket, event.t));
    if ("socket" in event && !isAside(event.kind)) this.touch(event.socket, event.t);
    switch (event.kind) {
      case "actor.added":
        this.actorAdded(event);
        return null;
      case "actor.removed": {
        const actor = this.actorById.get(event.actor);
        if (actor !== undefined) actor.removedStep = this.steps.next;
        if (actor?.role === "outsider") this.index.removeOutsider(event.actor);
        break;
      }
      case "actor.ended":
        this.actorEnded(event);
        return null;
      case "socket.named":
        this.connections.named(event.socket, event.address, this.steps.next);
        this.steps.addEvent(event);
        this.connections.synIfConnecting(event.socket);
        return null;
      case "connection.queued":
        this.connections.queued(event);
        return null;
      case "datagram.arrived": {
        const step = this.steps.addEvent(event);
        const socket = this.index.byId.get(event.socket);
        if (socket === undefined) return null;
        this.pairing.arrive(socket, event, step);
        this.fold.datagram(socket, step);
        return null;
      }
      case "datagram.dropped": {
        const socket = this.index.byId.get(event.socket);
        if (socket !== undefined) this.pairing.dropped(socket, event, this.steps.next);
        break;
      }
      case "socket.closed": {
        const step = this.steps.addEvent(event);
        this.connections.closed(event.socket, event.t, event, step);
        return null;
      }
      case "lab.began":
        this.asksKernel = event.platform === "linux" && event.protocol >= ASKS_SINCE;
        // Nothing has happened on the stage yet: the first step is the first actor's.
        return null;
      case "link.fault":
        this.faulted(event);
        return null;
      case "link.passed":
        this.passed(event);
        return null;
      case "kernel.read":
        this.readings.take(event, this.steps.addEvent(event));
        return null;
      case "peer.known":
        this.connections.peerKnown(event, this.steps.addEvent(event));
        return null;
      case "gate.set":
      case "gate.reached":
      case "breakpoint.set":
      case "breakpoint.removed":
      case "link.set":
      case "limit.met":
      case "actor.known":
      case "actor.printed":
        break;
      default:
        event satisfies never;
    }
    this.steps.addEvent(event);
    return null;
  }

  /** An event is about this socket, and so about its other end. */
  private touch(id: number | null, t: number): SocketRecord | undefined {
    const socket = this.socket(id);
    if (socket === undefined) return undefined;
    socket.touched = t;
    if (socket.otherRecord !== null) socket.otherRecord.touched = t;
    return socket;
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
    if (role === "outsider" && address !== null) this.connections.meetOutsider(type, address, id);
  }

  private actorEnded(event: EventOf<"actor.ended">): void {
    const step = this.steps.addEvent(event);
    for (const slot of this.openCalls.get(event.actor) ?? []) this.calls.abandon(slot, step);
    this.openCalls.delete(event.actor);
    const actor = this.actorById.get(event.actor);
    if (actor !== undefined) actor.endedStep = step;
    if (actor?.role === "outsider") this.index.removeOutsider(event.actor);
  }

  private began(event: EventOf<"call.began">, socket: SocketRecord | undefined): void {
    const step = this.steps.addEvent(event);
    const slot = this.calls.add(event.call, this.events.length - 1, step);
    const open = this.openCalls.get(event.actor);
    if (open === undefined) this.openCalls.set(event.actor, [slot]);
    else open.push(slot);
    if (socket === undefined) return;
    if (event.verb === "connect") {
      socket.peer = event.args.address ?? null;
      if (socket.type !== "SOCK_STREAM") return;
      socket.dialled = event.t;
      socket.synsAgain = 0;
      if (socket.local === null) return;
      this.handshake.dials(socket, event.call);
      this.kernelQueues.dials(socket, this.connections.listenerOf(socket));
    } else if (event.args.payload !== undefined) this.sends(socket, event, step);
  }

  private sends(socket: SocketRecord, event: EventOf<"call.began">, step: number): void {
    if (socket.type === "SOCK_DGRAM") return this.pairing.sendDatagram(socket, event, step);
    this.pairing.sendStream(socket, event, step);
    this.fold.handedOver(socket, event.args.payload?.length ?? 0, step);
  }

  private ended(event: EventOf<"call.ended">, socket: SocketRecord | undefined): number | null {
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
      const opened = socketRecord(event.result.socket, event.actor, type, null);
      this.index.add(opened);
      opened.tracks.setPhase(step, "unbound");
    }
    if (socket === undefined) return merged;
    if (event.error === undefined) this.returned(socket, event, step);
    else this.failed(socket, event, step);
    return merged;
  }

  /** What must have happened on the wire before this call could return so. */
  private before(socket: SocketRecord, event: EventOf<"call.ended">): void {
    if (socket.type !== "SOCK_STREAM") return;
    const { verb, error, result } = event;
    const sends = verb === "send" || verb === "sendall" || verb === "sendto";
    switch (error?.errno) {
      case "ECONNREFUSED":
        this.handshake.refused(socket);
        break;
      case "ECONNRESET":
        this.ends.wasReset(socket);
        break;
      case "EPIPE":
        // After its own shutdown that is no sign of the other end.
        if (sends && !socket.writeShut) this.ends.wasReset(socket);
        break;
      default:
    }
    if (verb === "connect") {
      if (error === undefined) this.connections.connected(socket, event);
      else this.kernelQueues.failed(socket, this.connections.listenerOf(socket));
    }
    if (verb === "accept") this.connections.accepted(socket, event);
    if (error !== undefined) return;
    if (verb === "recv" && result?.payload?.length === 0 && this.argsOf(event)?.size !== 0)
      this.ends.endRead(socket);
    if (sends && socket.other?.socket === null) socket.aliveAt = this.beganAt(event);
    // What the link has is not at the other end.
    if (sends && socket.otherRecord?.closed)
      if (socket.tracks.heldAt(this.steps.next) === 0 && (result?.count ?? 0) > 0)
        this.ends.answersWithReset(socket, this.beganAt(event));
  }

  /** What follows from what this call did. */
  private returned(socket: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const { verb, result } = event;
    const stream = socket.type === "SOCK_STREAM";
    const { tracks } = socket;
    switch (verb) {
      case "bind": {
        const local = result?.address ?? this.argsOf(event)?.address;
        if (local !== undefined) this.index.setBound(socket, local);
        tracks.setPhase(step, "bound");
        break;
      }
      case "listen":
        if (result?.address !== undefined) this.index.setBound(socket, result.address);
        if (result?.queue === "kernel") this.kernelQueues.opened(socket.id);
        socket.quietUntil = this.beganAt(event);
        tracks.setPhase(step, "LISTEN");
        break;
      case "accept":
        this.connections.wasAccepted(socket, event, step);
        break;
      case "recv":
      case "recvfrom": {
        const length = result?.payload?.length ?? 0;
        if (stream) {
          this.pairing.takeStream(socket, event, step);
          if (length > 0) this.fold.taken(socket, length, step);
          if (socket.otherRecord !== null) this.ends.settle(socket.otherRecord);
        } else if (result?.datagram !== undefined || length > 0) {
          this.pairing.takeDatagram(socket, event, step);
          this.fold.datagramTaken(socket, length, step);
        }
        break;
      }
      case "send":
      case "sendall":
      case "sendto":
        if (!stream) this.fold.sentDatagram(socket, result?.count ?? 0, step);
        break;
      case "connect":
        if (!stream) socket.peer = this.argsOf(event)?.address ?? null;
        else if (
          tracks.phase === "SYN-SENT" ||
          tracks.phase === "unbound" ||
          tracks.phase === "bound"
        )
          tracks.setPhase(step, "ESTABLISHED");
        this.joinsKernelQueue(event.call, step);
        break;
      case "setsockopt": {
        const { option, value } = this.argsOf(event) ?? {};
        if (option === "SO_LINGER") socket.resetsOnClose = value === 0;
        if (option === "SO_RCVBUF") socket.bufferSet = true;
        break;
      }
      case "shutdown":
        this.wasShut(socket, event);
        break;
      case "close":
        if (socket.heldEnd !== event.call)
          this.connections.closed(socket.id, this.beganAt(event), result ?? {}, step);
        break;
      default:
    }
  }

  private wasShut(socket: SocketRecord, event: EventOf<"call.ended">): void {
    const how = this.argsOf(event)?.how;
    if (how !== "SHUT_WR") socket.readShut = true;
    if (how === "SHUT_RD") return;
    socket.writeShut = true;
    if (socket.heldEnd !== event.call) this.ends.finish(socket, "shutdown", this.beganAt(event));
  }

  private failed(socket: SocketRecord, event: EventOf<"call.ended">, step: number): void {
    const { verb, error, call } = event;
    const { tracks, type } = socket;
    if (type === "SOCK_STREAM") {
      if (verb === "connect" && tracks.phase === "SYN-SENT") tracks.setPhase(step, "unbound");
      if (error?.errno === "ECONNRESET" && socket.handshake === "done")
        tracks.setPhase(step, "RESET");
    } else if (error?.errno === "ECONNREFUSED") this.pairing.refused(socket, step);
    // What waited for the connection was never given to anybody.
    socket.hasty = socket.hasty?.filter((one) => one.call !== call) ?? null;
    const length = this.argsOf(event)?.payload?.length ?? 0;
    // Node cannot take back what it was given: of a send whose time is over the rest is still sent.
    if (error?.errno === "EAGAIN" && type === "SOCK_STREAM") return;
    this.pairing.failed(call, verb, step);
    if (length > 0 && type === "SOCK_STREAM") this.fold.takenBack(socket, length, step);
  }

  private joinsKernelQueue(connect: number, step: number): void {
    const listener = this.socket(this.kernelQueues.joinedBy(connect));
    if (listener !== undefined) this.fold.joins(listener, step);
  }

  private faulted(event: EventOf<"link.fault">): void {
    const step = this.steps.addEvent(event);
    const { call, offset, length } = event;
    const socket = this.index.byId.get(event.socket);
    if (socket !== undefined && offset !== undefined && length > 0)
      if (this.link.keepsBack(event))
        this.fold.heldFrom(socket, offset, this.calls.get(call)?.beganStep ?? step, step);
    this.link.fault(event, step);
    // The link keeps the kernel from hearing that a stream ends.
    if (length === 0 && socket !== undefined && endsStream(this.verbOf(call)))
      socket.heldEnd = call;
  }

  /** What a call asked has reached the kernel: bytes, a connect, or the end of a stream. */
  private passed(event: EventOf<"link.passed">): void {
    const step = this.steps.addEvent(event);
    const { call, offset, length } = event;
    this.link.passed(event, step);
    const socket = this.index.byId.get(event.socket);
    if (socket === undefined) return;
    if (length > 0) {
      if (offset !== undefined) this.fold.passedTo(socket, offset + length, step);
      if (socket.type === "SOCK_STREAM") this.ends.answersWithReset(socket, event.t);
      return;
    }
    const verb = this.verbOf(call);
    if (verb === "connect" && socket.local !== null) this.handshake.syn(socket);
    if (!endsStream(verb)) return;
    if (socket.heldEnd === call) socket.heldEnd = null;
    if (verb === "close") this.connections.closed(event.socket, event.t, {}, step);
    else this.ends.finish(socket, "shutdown", event.t);
  }

  private verbOf(call: number): Verb | null {
    const slot = this.calls.slotOf(call);
    return slot < 0 ? null : this.calls.beganEvent(slot).verb;
  }

  /** When its call began, in ns. */
  private beganAt({ call, t }: EventOf<"call.ended">): number {
    const slot = this.calls.slotOf(call);
    return slot < 0 ? t : this.events.timeAt(this.calls.began.at(slot));
  }

  private argsOf({ call }: EventOf<"call.ended">): CallArgs | undefined {
    const slot = this.calls.slotOf(call);
    return slot < 0 ? undefined : this.calls.beganEvent(slot).args;
  }

  private socket(id: number | null): SocketRecord | undefined {
    return id === null ? undefined : this.index.byId.get(id);
  }
}

/** From this protocol on the kernel is asked. */
const ASKS_SINCE = 3;
