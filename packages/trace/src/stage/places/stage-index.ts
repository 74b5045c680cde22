import type { Event } from "@sockscope/protocol";
import type { Trace } from "../../model/trace.ts";
import type { Actor } from "../../types/actor.ts";

/** A connection as its server's card counts it. */
export interface Conversation {
  readonly server: number;
  /** From 1, in the order in which the server's connections came. */
  readonly number: number;
  /** The row of the card that was free when it was accepted, from 0; null before that. */
  row: number | null;
}

/**
 * What the stage has to know of the whole session, past and to come, so that nothing changes its
 * place while the playhead moves. Grows with the trace; old answers never change.
 */
export class StageIndex {
  private readonly conversations = new Map<number, Conversation>();
  private readonly busyRows = new Map<number, Set<number>>();
  private readonly maxRows = new Map<number, number>();
  private readonly counted = new Map<number, number>();
  /** Outsiders that our programs called, rather than being called by them. */
  private readonly called = new Set<number>();
  private readonly placed = new Set<number>();
  private events = 0;
  private flights = 0;

  constructor(private readonly trace: Trace) {}

  /** Reads what the trace has got since the last time. */
  update(): this {
    const { events, flights } = this.trace.columns;
    for (; this.events < events.length; this.events++) this.read(events.glance(this.events));
    for (; this.flights < flights.length; this.flights++) {
      const [from, to] = [flights.fromOf(this.flights), flights.toOf(this.flights)];
      if (from !== null) this.place(from.actor, false);
      if (to !== null) this.place(to.actor, true);
    }
    return this;
  }

  conversation(socket: number): Readonly<Conversation> | undefined {
    return this.conversations.get(socket);
  }

  /** Rows for conversations that a server has needed at once. */
  rowsOf(server: number): number {
    return this.maxRows.get(server) ?? 0;
  }

  sideOf(actor: Actor): "left" | "right" {
    switch (actor.role) {
      case "server":
        return "right";
      case "client":
        return "left";
      case "outsider":
        return this.called.has(actor.id) ? "right" : "left";
      default:
        return actor.role satisfies never;
    }
  }

  private place(actor: number, called: boolean): void {
    if (this.placed.has(actor)) return;
    this.placed.add(actor);
    if (called) this.called.add(actor);
  }

  private read(event: Event): void {
    switch (event.kind) {
      case "connection.queued":
        this.count(event.connection, event.actor);
        break;
      case "call.ended":
        if (event.verb === "accept" && event.result?.socket !== undefined) {
          this.accept(this.count(event.result.socket, event.actor));
        }
        if (event.verb === "close" && event.socket !== null) this.end(event.socket);
        break;
      case "socket.closed":
        this.end(event.socket);
        break;
      default:
    }
  }

  private count(socket: number, server: number): Conversation {
    const known = this.conversations.get(socket);
    if (known !== undefined) return known;
    const number = (this.counted.get(server) ?? 0) + 1;
    this.counted.set(server, number);
    const conversation = { server, number, row: null };
    this.conversations.set(socket, conversation);
    return conversation;
  }

  private accept(conversation: Conversation): void {
    const { server } = conversation;
    const busy = this.busyRows.get(server) ?? new Set();
    this.busyRows.set(server, busy);
    let row = 0;
    while (busy.has(row)) row++;
    busy.add(row);
    conversation.row = row;
    this.maxRows.set(server, Math.max(this.rowsOf(server), row + 1));
  }

  private end(socket: number): void {
    const conversation = this.conversations.get(socket);
    if (conversation === undefined || conversation.row === null) return;
    this.busyRows.get(conversation.server)?.delete(conversation.row);
  }
}
