import {
  actorsOf,
  type Breakpoint,
  type Command,
  type GateTarget,
  LIMITS,
} from "@sockscope/protocol";
import {
  type Gate,
  Gates,
  type Ids,
  NetworkConditions,
  type RecordedFact,
  type Recorder,
} from "@sockscope/sockets";
import { Refusal } from "../system/problem.ts";

/** The commands that change the conditions under which programs run and communicate. */
export type ConditionsCommand = Extract<
  Command,
  { do: "gate" | "next" | "breakpoint" | "no-breakpoint" | "link" }
>;

/** The gate before the calls of all programs, and the network conditions between their sockets. */
export class Conditions {
  readonly link: NetworkConditions;
  readonly #gates: Gates;
  readonly #stands: (actor: number) => boolean;

  /** `stands` tells whether a card with this number exists. */
  constructor(recorder: Recorder, ids: Ids, stands: (actor: number) => boolean) {
    this.link = new NetworkConditions(recorder);
    this.#gates = new Gates(recorder, ids);
    this.#stands = stands;
  }

  /** The gate of a program that is about to start. */
  gate(actor: number, recorder: Recorder): Gate {
    return this.#gates.open(actor, recorder);
  }

  /** Throws `Refusal`. */
  do(command: ConditionsCommand): void {
    switch (command.do) {
      case "gate":
        return this.#gates.set(this.#present(command.scope), command.mode, command.pause);
      case "next":
        if (this.#gates.next(this.#present(command.scope))) return;
        throw new Refusal("nothing-waits", "No call waits at the gate.");
      case "breakpoint":
        return this.#addBreakpoint(command.when);
      case "no-breakpoint":
        if (this.#gates.removeBreakpoint(command.breakpoint)) return;
        throw new Refusal("unknown-breakpoint", `There is no breakpoint ${command.breakpoint}.`);
      case "link":
        return this.#setLink(command);
    }
  }

  /**
   * The last card has been removed. Without cards nobody could know why the gate is shut (rule G1).
   */
  emptied(): void {
    if (this.#gates.isShut) this.#gates.set("all", "free");
  }

  /** Makes a program wait for `ms` before its next call. */
  brake(actor: number, ms: number): void {
    this.#gates.brake(actor, ms);
  }

  /** Lets one call pass every `pause` ms, until its gate is set to something else. */
  slow(actor: number, pause: number): void {
    this.#gates.set(actor, "slow", pause);
  }

  /**
   * Must see every fact before it is recorded. Conditions of a single card end before the card
   * does, so that no scope ever names a missing one (rules G6, L6).
   */
  before(fact: RecordedFact): void {
    if (fact.kind !== "actor.removed") return;
    this.link.removeActor(fact.actor);
    this.#gates.removeActor(fact.actor);
  }

  /**
   * Must see every fact after it is recorded. The link needs the owners of addresses, and the gate
   * the programs that have ended.
   */
  see(fact: RecordedFact): void {
    if (fact.kind === "actor.added" && fact.address)
      this.link.registerAddress(fact.type, fact.address, fact.actor);
    if (fact.kind === "actor.ended") this.#gates.close(fact.actor);
  }

  #addBreakpoint(when: Breakpoint): void {
    if (when.actor !== undefined) this.#mustStand(when.actor);
    if (this.#gates.breakpoints >= LIMITS.breakpoints)
      throw new Refusal("too-many-breakpoints", `At most ${LIMITS.breakpoints} breakpoints.`);
    const { actor, socket } = when;
    this.#gates.addBreakpoint(
      when,
      actor ?? (socket === undefined ? null : this.link.ownerOf(socket)),
    );
  }

  #setLink({ scope, conditions, seed }: Extract<ConditionsCommand, { do: "link" }>): void {
    // Conditions that ended with their card cannot be removed, and need not be.
    if (conditions === null && seed === undefined && !this.link.has(scope)) return;
    for (const actor of actorsOf(scope)) this.#mustStand(actor);
    if (conditions && !this.link.has(scope) && this.link.scopes >= LIMITS.links)
      throw new Refusal("too-many-links", `At most ${LIMITS.links} links of their own.`);
    this.link.set(scope, conditions, seed);
  }

  /** Of several actors, those on the stage. Throws `Refusal` if there are none. */
  #present(target: GateTarget): GateTarget {
    if (target === "all") return target;
    const present = typeof target === "object" ? target.filter(this.#stands) : [];
    if (present.length > 0) return present;
    const first = typeof target === "object" ? (target[0] ?? 0) : target;
    this.#mustStand(first);
    return first;
  }

  #mustStand(actor: number): void {
    if (!this.#stands(actor))
      throw new Refusal("unknown-actor", `There is no card ${actor} on the stage.`);
  }
}
