import type { EventOf } from "@sockscope/protocol";
import type { History } from "./history.ts";
import { StageState } from "./stage-state.ts";
import type { StageView } from "./types.ts";

/** Steps between two kept states: seeking back replays at most so many. */
const STRIDE = 256;

/** Answers "what was true after n steps" for any n, forward or back. */
export class StageCursor {
  private state: StageState;
  private readonly kept = new Map<number, StageState>();
  private cached: StageView | null = null;

  constructor(private readonly history: History) {
    this.state = new StageState(history);
  }

  at(step: number): StageView {
    const target = Math.max(0, Math.min(step, this.history.steps.all.length));
    if (this.cached?.step === target) return this.cached;
    if (target < this.state.step) this.rewind(target);
    while (this.state.step < target) {
      const next = this.history.steps.all.get(this.state.step);
      if (next === undefined) break;
      this.state.apply(next);
      if (this.state.step % STRIDE === 0 && !this.kept.has(this.state.step)) {
        this.kept.set(this.state.step, this.state.clone());
      }
    }
    this.cached = this.state.view();
    return this.cached;
  }

  /** The newest step, already applied perhaps, has got the end of its call. */
  merged(step: number, event: EventOf<"call.ended">): void {
    for (const state of [this.state, this.kept.get(step + 1)]) {
      if (state !== undefined && state.step === step + 1) state.applyMerged(event);
    }
    if (this.cached !== null && this.cached.step > step) this.cached = null;
  }

  /** What is known of other ends may have grown: views made before are stale. */
  grown(): void {
    this.cached = null;
  }

  private rewind(target: number): void {
    const at = Math.floor(target / STRIDE) * STRIDE;
    for (let stride = at; stride > 0; stride -= STRIDE) {
      const kept = this.kept.get(stride);
      if (kept === undefined) continue;
      this.state = kept.clone();
      return;
    }
    this.state = new StageState(this.history);
  }
}
