import type { StageState } from "./state.ts";

/** Steps between two kept states at first; each time that they are too many it is doubled. */
const FIRST_STRIDE = 256;
/** States that are kept at the most, and actors and sockets in all of them together. */
const MOST = { states: 64, parts: 60_000 };

/** States of the stage at some steps, from which any other is not far. Their room is bounded. */
export class StageKeyframes {
  private kept = new Map<number, StageState>();
  private parts = 0;

  /** @param length all steps there are: what happened in the newest one may not be over yet */
  constructor(
    private readonly length: () => number,
    private readonly most = MOST,
    private stride = FIRST_STRIDE,
  ) {}

  /** Keeps a copy of a state if it stands where one is wanted. */
  offer(state: StageState): void {
    const { step } = state;
    if (step % this.stride !== 0 || step >= this.length() || this.kept.has(step)) return;
    this.kept.set(step, state.clone());
    this.parts += state.size;
    if (this.kept.size > this.most.states || (this.parts > this.most.parts && this.kept.size > 8))
      this.thin();
  }

  /** The last one that is not after a step. */
  before(step: number): StageState | undefined {
    for (let at = step - (step % this.stride); at > 0; at -= this.stride) {
      const kept = this.kept.get(at);
      if (kept !== undefined) return kept;
    }
    return undefined;
  }

  private thin(): void {
    this.stride *= 2;
    this.parts = 0;
    for (const [step, state] of this.kept) {
      if (step % this.stride === 0) this.parts += state.size;
      else this.kept.delete(step);
    }
  }
}
