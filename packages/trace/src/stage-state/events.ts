import type { Event, EventOf } from "@sockscope/protocol";
import { endsStream } from "../model/link/marks.ts";
import { StageCalls } from "./calls.ts";
import type { ConditionsState } from "./conditions.ts";
import type { Entities } from "./entities.ts";

/** Applies events to the actors, the sockets and the conditions of the stage. */
export class StageEvents {
  readonly calls: StageCalls;

  constructor(
    private readonly entities: Entities,
    private readonly conditions: ConditionsState,
  ) {
    this.calls = new StageCalls(entities);
  }

  apply(event: Event): void {
    const { entities, conditions } = this;
    switch (event.kind) {
      case "actor.added":
        entities.addActor(event.actor);
        break;
      case "actor.known": {
        const actor = entities.actor(event.actor);
        if (actor !== undefined) actor.process = event.process;
        break;
      }
      case "actor.printed": {
        const actor = entities.actor(event.actor);
        if (actor !== undefined) actor.printed = event.text;
        break;
      }
      case "actor.ended": {
        const actor = entities.actor(event.actor);
        if (actor === undefined) break;
        actor.ended = event;
        actor.open.length = 0;
        actor.atGate = [];
        break;
      }
      case "actor.removed":
        entities.removeActor(event.actor);
        conditions.removeActor(event.actor);
        break;
      case "call.began":
        this.calls.began(event);
        break;
      case "call.ended":
        this.calls.ended(event);
        break;
      case "socket.named":
        entities.change(event.socket, (socket) => {
          socket.local = event.address;
        });
        break;
      case "connection.queued":
        this.queued(event);
        break;
      case "datagram.dropped":
        entities.change(event.socket, (socket) => {
          socket.dropped += event.count;
        });
        break;
      case "socket.closed":
        entities.close(event.socket);
        break;
      case "gate.set":
        this.gateSet(event);
        break;
      case "gate.reached": {
        const actor = entities.actor(event.actor);
        if (actor !== undefined) actor.atGate = [...actor.atGate, event];
        break;
      }
      case "breakpoint.set":
      case "breakpoint.removed":
      case "link.set":
        conditions.change(event);
        break;
      case "link.fault":
        this.faulted(event);
        break;
      case "link.passed":
        this.passed(event);
        break;
      default:
        // An event of another kind changes nothing of the stage but the view of its socket.
        if ("socket" in event) entities.changed(event.socket);
    }
  }

  private queued(event: EventOf<"connection.queued">): void {
    const { entities } = this;
    entities.open(event.actor, event.connection, event.socket);
    entities.change(event.connection, (socket) => {
      socket.local = event.local;
      socket.peer = event.peer;
    });
    entities.change(event.socket, (socket) => {
      socket.queue = [...socket.queue, event.connection];
    });
  }

  private gateSet({ scope, mode, pause = 0 }: EventOf<"gate.set">): void {
    const { entities, conditions } = this;
    const gate = { mode, pause };
    if (scope === "all") {
      conditions.gate = gate;
      for (const id of entities.actors.keys()) {
        const actor = entities.actor(id);
        if (actor !== undefined) actor.gate = null;
      }
    } else {
      const actor = entities.actor(scope);
      if (actor !== undefined) actor.gate = gate;
    }
  }

  /** The link holds bytes, or the end of a stream, back from the kernel. */
  private faulted({ socket: id, call, length }: EventOf<"link.fault">): void {
    const { entities } = this;
    entities.changed(id);
    if (length > 0 || !endsStream(entities.history.calls.verbOf(call))) return;
    entities.change(id, (socket) => {
      socket.endingCall = call;
    });
  }

  private passed({ socket: id, call, length }: EventOf<"link.passed">): void {
    const { entities } = this;
    entities.changed(id);
    if (length > 0) return;
    entities.change(id, (socket) => {
      if (socket.endingCall === call) socket.endingCall = null;
    });
    if (entities.history.calls.verbOf(call) === "close") entities.close(id);
  }
}
