import type { ProgramInfo } from "@sockscope/programs";
import type { Address, Make, Role, SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { Refusal } from "../system/problem.ts";
import type { Hand } from "./hand.ts";
import type { Run } from "./run.ts";

/** One card on the stage: a program of ours with its run, or an outsider without one. */
export interface Actor {
  readonly id: number;
  readonly role: Role;
  readonly program: ProgramInfo["id"] | null;
  readonly number: number;
  readonly group: number | null;
  run: Run | null;
  hand: Hand | null;
}

/** Fields of only some cards. */
export interface ActorExtras {
  readonly address?: Address;
  readonly make?: Make;
  readonly group?: number;
}

/** The target of a command (rule C7): one card, or all cards of a group. */
export interface Selection {
  readonly actor?: number | undefined;
  readonly group?: number | undefined;
}

/** The cards on the stage. */
export class Actors {
  readonly #record: (fact: RecordedFact) => void;
  readonly #standing = new Map<number, Actor>();
  /** The highest number on the stage, by program. The key of outsiders is null. */
  readonly #highest = new Map<string | null, number>();
  #lastId = 0;

  constructor(record: (fact: RecordedFact) => void) {
    this.#record = record;
  }

  /**
   * Adds a card. It gets the number after the highest on the stage, so an empty stage starts at 1
   * again.
   */
  add(role: Role, type: SocketType, program: string | null, extras: ActorExtras = {}): Actor {
    this.#lastId += 1;
    const number = 1 + (this.#highest.get(program) ?? 0);
    this.#highest.set(program, number);
    const { group = null } = extras;
    const actor: Actor = { id: this.#lastId, role, program, number, group, run: null, hand: null };
    this.#standing.set(actor.id, actor);
    this.#record({
      kind: "actor.added",
      actor: actor.id,
      role,
      type,
      program,
      number,
      ...extras,
    });
    return actor;
  }

  get(id: number): Actor | undefined {
    return this.#standing.get(id);
  }

  all(): readonly Actor[] {
    return [...this.#standing.values()];
  }

  /** The cards that a command selects. Throws `Refusal` if there are none. */
  select({ actor: id, group }: Selection): readonly Actor[] {
    const actors =
      group === undefined
        ? [this.get(id ?? 0)].filter((actor) => actor !== undefined)
        : this.all().filter((actor) => actor.group === group);
    if (actors.length === 0)
      throw new Refusal(
        "unknown-actor",
        `There is no ${group === undefined ? `card ${id}` : `group ${group}`} on the stage.`,
      );
    return actors;
  }

  /** How many programs of ours are running. */
  alive(): number {
    let alive = 0;
    for (const { run } of this.#standing.values()) if (run && !run.over) alive += 1;
    return alive;
  }

  aliveServers(): number {
    let alive = 0;
    for (const { role, run } of this.#standing.values())
      if (role === "server" && run && !run.over) alive += 1;
    return alive;
  }

  remove(id: number): void {
    const actor = this.#standing.get(id);
    if (!actor) return;
    this.#standing.delete(id);
    this.#lower(actor);
    this.#record({ kind: "actor.removed", actor: id });
  }

  /** Searches for the highest number again only if the removed card had it. */
  #lower({ program, number }: Actor): void {
    if (this.#highest.get(program) !== number) return;
    let highest = 0;
    for (const actor of this.#standing.values())
      if (actor.program === program) highest = Math.max(highest, actor.number);
    this.#highest.set(program, highest);
  }
}
