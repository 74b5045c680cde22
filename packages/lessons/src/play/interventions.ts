import { programInfo } from "@sockscope/programs/ids";
import type { Command, Event, Verb } from "@sockscope/protocol";
import type { Facts } from "../facts/facts.ts";
import type { SpawnMove } from "../model/move.ts";
import type { Intervention } from "./view.ts";

/** The calls that a program makes only when a command asks for one. */
const BY_HAND: ReadonlySet<Verb> = new Set<Verb>([
  ...(["connect", "send", "sendall", "sendto", "recv", "recvfrom"] as const),
  ...(["shutdown", "settimeout", "close"] as const),
]);

/**
 * Finds what somebody else does to the stage of a lesson. Every change that a command of the lesson
 * causes comes as an event before that command is answered, so a change of another kind than the
 * command under way is another's. Calls that pass the gate and calls by hand can come later: they are
 * counted against the commands. When in doubt a change is taken for the lesson's.
 */
export class Interventions {
  readonly #facts: Facts;
  /** The newest one; null: none since the lesson began. */
  last: Intervention | null = null;
  /** Commands that let a call of this actor pass and have not been used up. */
  readonly #passes = new Map<number, number>();
  /** Calls by hand that were commanded and have not begun. */
  readonly #calls = new Map<number, number>();
  readonly #byHand = new Set<number>();
  /** Calls at the gate that only a command lets pass, by their ids. */
  readonly #standing = new Set<number>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** Called before a command of the lesson is sent. */
  commanded(command: Command): void {
    if (command.do === "next")
      for (const actor of [command.scope].flat()) if (actor !== "all") add(this.#passes, actor, 1);
    if (command.do === "hand" && command.actor !== undefined) add(this.#calls, command.actor, 1);
  }

  /** Called when a command of the lesson found its work done by somebody else. */
  forestalled(command: Command): void {
    if (command.do === "next") {
      for (const actor of [command.scope].flat()) if (actor !== "all") add(this.#passes, actor, -1);
      this.last = "passed";
    } else this.last = "breakpoint";
  }

  started({ program }: SpawnMove, actors: readonly number[]): void {
    if (programInfo(program)?.byHand) for (const actor of actors) this.#byHand.add(actor);
  }

  /**
   * @param underWay the lesson's command that was not answered yet
   * @param owns whether a breakpoint is the lesson's and is still to stand
   */
  see(event: Event, underWay: Command | null, owns: (breakpoint: number) => boolean): void {
    const doing = underWay?.do;
    switch (event.kind) {
      case "gate.set":
        if (event.mode !== "step") this.#standing.clear();
        // Without the last card the lab opens the gate.
        if (doing !== "remove" && !(underWay?.do === "gate" && underWay.mode === event.mode))
          this.last = "gate";
        return;
      case "breakpoint.removed":
        if (owns(event.breakpoint) && doing !== "remove" && doing !== "no-breakpoint")
          this.last = "breakpoint";
        return;
      case "breakpoint.set":
        if (doing !== "breakpoint") this.last = "breakpoint";
        return;
      case "link.set":
        if (doing !== "link" && doing !== "remove") this.last = "link";
        return;
      case "gate.reached":
        if (event.why === "step" || event.why === "breakpoint") this.#standing.add(event.call);
        return;
      case "call.began":
        this.#passed(event.actor, event.call);
        if (this.#byHand.has(event.actor) && BY_HAND.has(event.verb))
          if (!take(this.#calls, event.actor)) this.last = "hand";
        return;
      case "call.ended":
        this.#passed(event.actor, event.call);
        return;
      default:
        return;
    }
  }

  #passed(actor: number, call: number): void {
    if (!this.#standing.delete(call)) return;
    if (!take(this.#passes, actor) && this.#facts.nameOf(actor) !== undefined) this.last = "passed";
  }
}

function add(counts: Map<number, number>, actor: number, by: number): void {
  counts.set(actor, Math.max(0, (counts.get(actor) ?? 0) + by));
}

/** Uses one up; false if there is none. */
function take(counts: Map<number, number>, actor: number): boolean {
  if ((counts.get(actor) ?? 0) === 0) return false;
  add(counts, actor, -1);
  return true;
}
