import type { Breakpoint, Command, Event, LinkScope } from "@sockscope/protocol";

type BreakpointSet = Extract<Event, { kind: "breakpoint.set" }>;

/** What a lesson has changed on the stage and has to put right when it lets go of it. */
export class StageChanges {
  readonly #breakpoints = new Set<number>();
  /** Those of them that do not end with their step. */
  readonly #staying = new Set<number>();
  /** Breakpoints that were commanded and are not set yet. */
  readonly #expected: Breakpoint[] = [];
  #gateShut = false;
  /** Scopes that have conditions of the lesson's, by their JSON. */
  readonly #links = new Map<string, LinkScope>();

  /** Notes what a command will change; called before the command is sent. */
  note(command: Command): void {
    // A single program that is let go leaves the others as they are.
    if (command.do === "gate" && (command.scope === "all" || command.mode !== "free"))
      this.#gateShut = command.mode !== "free";
    if (command.do === "link") {
      const { scope, conditions } = command;
      if (conditions === null) this.#links.delete(JSON.stringify(scope));
      else this.#links.set(JSON.stringify(scope), scope);
    }
    if (command.do === "breakpoint") this.#expected.push(command.when);
  }

  /** Keeps a breakpoint if the lesson commanded it. `stays`: it does not end with its step. */
  breakpointSet(event: BreakpointSet, stays: boolean): void {
    const at = this.#expected.findIndex((when) => sameBreakpoint(when, event.when));
    if (at < 0) return;
    this.#expected.splice(at, 1);
    this.#breakpoints.add(event.breakpoint);
    if (stays) this.#staying.add(event.breakpoint);
  }

  /** Whether a breakpoint is the lesson's and is still to stand. */
  has(breakpoint: number): boolean {
    return this.#breakpoints.has(breakpoint);
  }

  breakpointRemoved(breakpoint: number): void {
    this.#breakpoints.delete(breakpoint);
  }

  /** Takes a breakpoint that ends with its step from those kept; undefined when there is none. */
  takeBreakpointOfStep(): number | undefined {
    const breakpoint = [...this.#breakpoints].find((one) => !this.#staying.has(one));
    if (breakpoint !== undefined) this.#breakpoints.delete(breakpoint);
    return breakpoint;
  }

  /** The commands that put everything right; afterwards there is nothing to put right. */
  undo(): readonly Command[] {
    const commands: Command[] = [...this.#breakpoints].map((breakpoint) => ({
      do: "no-breakpoint",
      breakpoint,
    }));
    this.#breakpoints.clear();
    if (this.#gateShut || commands.length > 0)
      commands.push({ do: "gate", scope: "all", mode: "free" });
    for (const scope of this.#links.values())
      commands.push({ do: "link", scope, conditions: null });
    this.#links.clear();
    this.#gateShut = false;
    return commands;
  }
}

const sameBreakpoint = (a: Breakpoint, b: Breakpoint): boolean =>
  a.on === b.on &&
  a.actor === b.actor &&
  ("verb" in a ? a.verb : "") === ("verb" in b ? b.verb : "") &&
  ("nth" in a ? a.nth : 0) === ("nth" in b ? b.nth : 0);
