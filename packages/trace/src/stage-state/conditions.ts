import { actorsOf, type Breakpoint, type EventOf, type LinkScope } from "@sockscope/protocol";
import type { GateSetting, LinkSetting, StageView } from "../types/stage.ts";

type Change = EventOf<"breakpoint.set"> | EventOf<"breakpoint.removed"> | EventOf<"link.set">;

/** What holds for the whole stage at an instant: the gate of all, breakpoints and links. */
export class ConditionsState {
  gate: GateSetting = { mode: "free", pause: 0 };
  private readonly breakpoints = new Map<number, Breakpoint>();
  private readonly links = new Map<string, LinkSetting>();
  private seed: number | null = null;

  clone(): ConditionsState {
    const copy = new ConditionsState();
    copy.gate = this.gate;
    copy.seed = this.seed;
    for (const [id, when] of this.breakpoints) copy.breakpoints.set(id, when);
    for (const [key, link] of this.links) copy.links.set(key, link);
    return copy;
  }

  change(event: Change): void {
    switch (event.kind) {
      case "breakpoint.set":
        this.breakpoints.set(event.breakpoint, event.when);
        break;
      case "breakpoint.removed":
        this.breakpoints.delete(event.breakpoint);
        break;
      case "link.set": {
        const { scope, conditions, seed } = event;
        this.seed = seed;
        if (conditions === null) this.links.delete(keyOf(scope));
        else this.links.set(keyOf(scope), { scope, conditions });
        break;
      }
      default:
        event satisfies never;
    }
  }

  /**
   * An actor is gone, and what held for it only. The lab says so of each before (rules G6, L6); in
   * recordings of before these rules nothing does.
   */
  removeActor(actor: number): void {
    for (const [id, when] of this.breakpoints)
      if (when.actor === actor) this.breakpoints.delete(id);
    for (const [key, { scope }] of this.links)
      if (actorsOf(scope).includes(actor)) this.links.delete(key);
  }

  view(): Pick<StageView, "gate" | "breakpoints" | "links" | "seed"> {
    return {
      gate: this.gate,
      breakpoints: new Map(this.breakpoints),
      links: [...this.links.values()],
      seed: this.seed,
    };
  }
}

function keyOf(scope: LinkScope): string {
  switch (scope.over) {
    case "stage":
      return "stage";
    case "pair":
      return `${Math.min(scope.a, scope.b)}-${Math.max(scope.a, scope.b)}`;
    case "direction":
      return `${scope.from}>${scope.to}`;
  }
}
