import type { EventOf } from "@sockscope/protocol";
import type { Actor } from "../../types/actor.ts";
import type { Parts } from "./parts.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Which actors there are and were. */
export class ActorFold {
  /** In the order of their appearance. */
  readonly all: Mutable<Actor>[] = [];
  readonly byId = new Map<number, Mutable<Actor>>();

  constructor(private readonly parts: Parts) {}

  added(event: EventOf<"actor.added">, addedStep: number): void {
    const { actor: id, role, type, program, number } = event;
    const address = event.address ?? null;
    const still = { endedStep: null, removedStep: null };
    const { make: concurrency = null, group = null } = event;
    const known = { id, role, type, program, number, concurrency, group, address };
    const actor = { ...known, addedStep, ...still };
    this.all.push(actor);
    this.byId.set(id, actor);
    if (role === "outsider" && address !== null)
      this.parts.connections.pairOutsider(type, address, id);
  }

  /** Its program is over. */
  ended(id: number, step: number): void {
    const actor = this.byId.get(id);
    if (actor === undefined) return;
    actor.endedStep = step;
    if (actor.role === "outsider") this.parts.index.removeOutsider(id);
  }

  /** Its card is taken away. */
  removed(id: number, step: number): void {
    const actor = this.byId.get(id);
    if (actor === undefined) return;
    actor.removedStep = step;
    if (actor.role === "outsider") this.parts.index.removeOutsider(id);
  }
}
