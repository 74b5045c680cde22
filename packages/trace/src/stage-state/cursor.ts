import type { EventOf } from "@sockscope/protocol";
import type { History } from "../model/history/history.ts";
import type { StageView } from "../types/stage.ts";
import type { StageKeyframes } from "./keyframes.ts";
import { StageState } from "./state.ts";

/** Answers "what was true after n steps" for any n, forward or back. */
export class StageCursor {
  private state: StageState;
  private cached: StageView | null = null;

  constructor(
    private readonly history: History,
    private readonly keyframes: StageKeyframes,
  ) {
    this.state = new StageState(history);
  }

  /** Steps that it has applied. */
  get position(): number {
    return this.state.step;
  }

  at(step: number): StageView {
    const target = Math.max(0, Math.min(step, this.history.steps.next));
    if (this.cached?.step === target) return this.cached;
    this.reach(target);
    this.cached = this.state.view();
    return this.cached;
  }

  /** Goes there without looking. */
  reach(target: number): void {
    this.start(target);
    while (this.state.step < target) {
      this.state.advance();
      this.keyframes.offer(this.state);
    }
  }

  /** The newest step, already applied perhaps, has got the end of its call. */
  merged(step: number, event: EventOf<"call.ended">): void {
    if (this.state.step === step + 1) this.state.applyMerged(event);
    if (this.cached !== null && this.cached.step > step) this.cached = null;
  }

  /** What is known of other ends may have grown: views made before are stale. */
  grown(): void {
    this.cached = null;
  }

  /** From where it stands, or from the nearest kept state before `target`, if that is nearer. */
  private start(target: number): void {
    const { step } = this.state;
    const kept = this.keyframes.before(target);
    if (step <= target && step >= (kept?.step ?? 0)) return;
    this.state = kept?.clone() ?? new StageState(this.history);
  }
}
