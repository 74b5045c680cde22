import type { ProgramInfo } from "@sockscope/programs";
import type { Address, Role, SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import type { Hand } from "./hand.ts";
import type { Run } from "./run.ts";

/** One card on the stage: a program of ours with its run, or an outsider without. */
export interface Actor {
  readonly id: number;
  readonly role: Role;
  readonly program: ProgramInfo["id"] | null;
  readonly number: number;
  run: Run | null;
  hand: Hand | null;
}

/** The cards that stand on the stage. */
export class Actors {
  readonly #record: (fact: RecordedFact) => void;
  readonly #standing = new Map<number, Actor>();
  #lastId = 0;

  constructor(record: (fact: RecordedFact) => void) {
    this.#record = record;
  }

  /** Numbers go on from the highest that stands, so an empty stage begins with 1 again. */
  add(role: Role, type: SocketType, program: string | null, address?: Address): Actor {
    this.#lastId += 1;
    const number = 1 + this.#highest((actor) => actor.program === program);
    const actor: Actor = { id: this.#lastId, role, program, number, run: null, hand: null };
    this.#standing.set(actor.id, actor);
    this.#record({
      kind: "actor.added",
      actor: actor.id,
      role,
      type,
      program,
      number,
      ...(address && { address }),
    });
    return actor;
  }

  get(id: number): Actor | undefined {
    return this.#standing.get(id);
  }

  all(): readonly Actor[] {
    return [...this.#standing.values()];
  }

  /** Programs of ours that are running. */
  alive(): number {
    let alive = 0;
    for (const { run } of this.#standing.values()) if (run && !run.over) alive += 1;
    return alive;
  }

  remove(id: number): void {
    if (this.#standing.delete(id)) this.#record({ kind: "actor.removed", actor: id });
  }

  #highest(which: (actor: Actor) => boolean): number {
    let highest = 0;
    for (const actor of this.#standing.values())
      if (which(actor)) highest = Math.max(highest, actor.number);
    return highest;
  }
}
