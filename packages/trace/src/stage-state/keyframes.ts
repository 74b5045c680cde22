import type { StageState } from "./state.ts";

/** Steps between two keyframes at first. It doubles whenever there are too many of them. */
const FIRST_STRIDE = 256;
/** States that are frames at the max, and actors and sockets in all of them together. */
const MAX = { states: 64, parts: 60_000 };

/** Copies of the stage at some steps, so that every other step is near one. Their memory is bounded. */
export class StageKeyframes {
  private frames = new Map<number, StageState>();
  private parts = 0;

  /** @param length all steps there are: what happened in the newest one may not be over yet */
  constructor(
    private readonly length: () => number,
    private readonly max = MAX,
    private stride = FIRST_STRIDE,
  ) {}

  /** Keeps a copy of a state if it stands where one is wanted. */
  offer(state: StageState): void {
    const { step } = state;
    if (step % this.stride !== 0 || step >= this.length() || this.frames.has(step)) return;
    this.frames.set(step, state.clone());
    this.parts += state.size;
    if (this.frames.size > this.max.states || (this.parts > this.max.parts && this.frames.size > 8))
      this.thin();
  }

  /** The last one that is not after a step. */
  before(step: number): StageState | undefined {
    for (let at = step - (step % this.stride); at > 0; at -= this.stride) {
      const frame = this.frames.get(at);
      if (frame !== undefined) return frame;
    }
    return undefined;
  }

  private thin(): void {
    this.stride *= 2;
    this.parts = 0;
    for (const [step, state] of this.frames) {
      if (step % this.stride === 0) this.parts += state.size;
      else this.frames.delete(step);
    }
  }
}
