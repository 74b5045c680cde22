import type { Event } from "@sockscope/protocol";
import type { SocketRecord } from "../sockets/record.ts";
import { isConnected } from "../sockets/tcp-phase.ts";
import { ActorFold } from "./actor-fold.ts";
import { CallFold } from "./call-fold.ts";
import { LinkFold } from "./link-fold.ts";
import { Parts } from "./parts.ts";

/** The first protocol whose servers read the kernel's tables. */
const ASKS_SINCE = 3;

/** These events say nothing that a reading of the kernel's tables could be older than. */
const isAside = (kind: Event["kind"]): boolean =>
  kind === "gate.reached" || kind === "kernel.read" || kind === "peer.known";

/** Folds events, in their order, into steps, calls, actors, flights and the state of sockets. */
export class History {
  private readonly parts = new Parts();
  private readonly actorFold = new ActorFold(this.parts);
  private readonly callFold = new CallFold(this.parts);
  private readonly linkFold = new LinkFold(this.parts);
  readonly events = this.parts.events;
  readonly calls = this.parts.calls;
  readonly index = this.parts.index;
  readonly kernelQueues = this.parts.kernelQueues;
  readonly flights = this.parts.flights;
  readonly steps = this.parts.steps;
  readonly actors = this.actorFold.all;
  readonly actorById = this.actorFold.byId;
  /** The kernel is asked in this session: what nobody has seen may be settled later. */
  asksKernel = false;

  /** Whether its kernel had a connection after `step`, or may have had one that is settled later. */
  isOpen({ tracks }: SocketRecord, step: number): boolean {
    const phase = tracks.phaseAt(step);
    if (phase === "unknown") return this.asksKernel;
    return isConnected(phase) || phase === "LISTEN";
  }

  /** @returns the index of an older step that has changed (it got its call's end), or null */
  add(event: Event): number | null {
    const { parts } = this;
    parts.handshake.beforeEvent(event);
    this.events.add(event);
    parts.ends.now = event.t;
    // These are recorded before the kernel hears of them.
    parts.segments.after = event.kind === "socket.closed" || event.kind === "link.passed";
    // Most events are of these two kinds.
    if (event.kind === "call.began") {
      this.callFold.began(event, this.touch(event.socket, event.t));
      return null;
    }
    if (event.kind === "call.ended")
      return this.callFold.ended(event, this.touch(event.socket, event.t));
    if ("socket" in event && !isAside(event.kind)) this.touch(event.socket, event.t);
    this.apply(event);
    return null;
  }

  private apply(event: Exclude<Event, { kind: "call.began" | "call.ended" }>): void {
    const { parts, steps } = this;
    switch (event.kind) {
      case "actor.added":
        return this.actorFold.added(event, steps.addEvent(event));
      case "actor.removed":
        return this.actorFold.removed(event.actor, steps.addEvent(event));
      case "actor.ended": {
        const step = steps.addEvent(event);
        this.callFold.abandon(event.actor, step);
        return this.actorFold.ended(event.actor, step);
      }
      case "socket.named":
        parts.connections.named(event.socket, event.address, steps.next);
        steps.addEvent(event);
        return parts.connections.synIfConnecting(event.socket);
      case "connection.queued":
        return parts.connections.queued(event);
      case "datagram.arrived": {
        const step = steps.addEvent(event);
        const socket = this.index.byId.get(event.socket);
        if (socket === undefined) return;
        parts.pairing.datagrams.arrive(socket, event, step);
        return parts.fold.datagram(socket, step);
      }
      case "datagram.dropped": {
        const step = steps.addEvent(event);
        const socket = this.index.byId.get(event.socket);
        if (socket !== undefined) parts.pairing.datagrams.dropped(socket, event, step);
        return;
      }
      case "socket.closed":
        return parts.connections.closed(event.socket, event.t, event, steps.addEvent(event));
      case "lab.began":
        // This event is no step: the first step is the first actor's.
        this.asksKernel = event.platform === "linux" && event.protocol >= ASKS_SINCE;
        return;
      case "link.fault":
        return this.linkFold.faulted(event);
      case "link.passed":
        return this.linkFold.passed(event);
      case "kernel.read":
        return parts.readings.take(event, steps.addEvent(event));
      case "peer.known":
        return parts.connections.peerKnown(event, steps.addEvent(event));
      default:
        // An event that changes neither actors nor sockets is a step like any other.
        steps.addEvent(event);
    }
  }

  /** An event is about this socket, and so about its other end. */
  private touch(id: number | null, t: number): SocketRecord | undefined {
    const socket = this.index.find(id);
    if (socket === undefined) return undefined;
    socket.touched = t;
    if (socket.otherRecord !== null) socket.otherRecord.touched = t;
    return socket;
  }
}
