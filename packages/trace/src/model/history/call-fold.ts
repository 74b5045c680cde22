import type { EventOf } from "@sockscope/protocol";
import { type SocketRecord, socketRecord } from "../sockets/record.ts";
import { CallEffects } from "./call-effects.ts";
import type { Parts } from "./parts.ts";

/** The beginnings and ends of calls: their rows, their places, and what follows from each. */
export class CallFold {
  /** The places of the calls of each program that have not returned. */
  private readonly open = new Map<number, number[]>();
  private readonly effects: CallEffects;

  constructor(private readonly parts: Parts) {
    this.effects = new CallEffects(parts);
  }

  began(event: EventOf<"call.began">, socket: SocketRecord | undefined): void {
    const { steps, calls, events } = this.parts;
    const step = steps.addEvent(event);
    const slot = calls.add(event.call, events.length - 1, step);
    const open = this.open.get(event.actor);
    if (open === undefined) this.open.set(event.actor, [slot]);
    else open.push(slot);
    if (socket !== undefined) this.effects.began(socket, event, step);
  }

  /** @returns the step of its beginning, if its end stands in the same row; else null */
  ended(event: EventOf<"call.ended">, socket: SocketRecord | undefined): number | null {
    const { steps, calls, events } = this.parts;
    if (socket !== undefined) this.effects.beforeEnd(socket, event);
    const merged = steps.merge(event);
    const step = merged ?? steps.addEvent(event);
    const slot = calls.slotOf(event.call);
    if (slot >= 0) {
      calls.end(slot, events.length - 1, step);
      const open = this.open.get(event.actor);
      const at = open?.indexOf(slot) ?? -1;
      if (at >= 0) open?.splice(at, 1);
    }
    if (event.verb === "socket") this.opened(event, step);
    if (socket === undefined) return merged;
    if (event.error === undefined) this.effects.returned(socket, event, step);
    else this.effects.failed(socket, event, step);
    return merged;
  }

  /** The program of this actor is over: its calls will never return. */
  abandon(actor: number, step: number): void {
    for (const slot of this.open.get(actor) ?? []) this.parts.calls.abandon(slot, step);
    this.open.delete(actor);
  }

  /** `socket()` has made a socket. */
  private opened({ actor, call, result }: EventOf<"call.ended">, step: number): void {
    if (result?.socket === undefined) return;
    const type = this.parts.calls.argsOf(call)?.type ?? "SOCK_STREAM";
    const opened = socketRecord(result.socket, actor, type, null);
    this.parts.index.add(opened);
    opened.tracks.setPhase(step, "unbound");
  }
}
