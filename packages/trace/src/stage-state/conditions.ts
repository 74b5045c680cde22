import { actorsOf, type Breakpoint, type EventOf, scopeKey } from "@sockscope/protocol";
import type { GateSetting, LinkSetting, StageView } from "../types/stage.ts";

type Change = EventOf<"breakpoint.set"> | EventOf<"breakpoint.removed"> | EventOf<"link.set">;

/** The conditions of the stage at an instant: the gate of all programs, breakpoints and links. */
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
        if (conditions === null) this.links.delete(scopeKey(scope));
        else this.links.set(scopeKey(scope), { scope, conditions });
        break;
      }
      default:
        event satisfies never;
    }
  }

  /**
   * Removes what held for this actor only. Today the lab says so before the actor goes (rules G6, L6);
   * recordings from before these rules do not.
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
