import { inWeights, type StepWeight } from "../../playback/pace.ts";
import type { AppState } from "../../store.ts";
import { firstStepOf, isSeen } from "../lesson-state.ts";

/** Steps [from, to) of the trace. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The steps that the lesson has just shown, while its text stands and waits for a person or for the
 * reading time; null while anything else is on the stage.
 */
export function stretchToReplay({
  lesson,
  mode,
  step,
  steps,
}: Pick<AppState, "lesson" | "mode" | "step" | "steps">): Stretch | null {
  const play = lesson?.play ?? null;
  if (lesson === null || play === null || lesson.mode === "free" || lesson.shown !== play.step)
    return null;
  if (mode === "paused" || step < steps) return null;
  const asks = play.phase === "asking" && step >= lesson.since;
  if (!asks && !isSeen(lesson, step)) return null;
  const to = asks ? lesson.since : (lesson.marks[lesson.shown] ?? lesson.since);
  const from = firstStepOf(lesson);
  return to > from ? { from, to } : null;
}

/** Even steps a second of a replay, whatever the speed that the lesson is played at. */
const PER_SECOND = 3;
/** Seconds before each round. */
const REST = 2;
/** Whoever still reads then has seen enough. */
const ROUNDS = 3;

/** A position that goes through a stretch a few times, with a rest before each. */
export class GhostReplay {
  #position: number;
  #rest = REST;
  #round = 0;

  constructor(
    private readonly stretch: Stretch,
    private readonly weightOf: StepWeight,
  ) {
    this.#position = stretch.from;
  }

  /** Null while nothing is to be seen. */
  get position(): number | null {
    return this.#rest > 0 || this.isOver ? null : this.#position;
  }

  get isOver(): boolean {
    return this.#round >= ROUNDS;
  }

  advance(seconds: number): void {
    if (this.isOver) return;
    if (this.#rest > 0) {
      this.#rest -= seconds;
      return;
    }
    const { from, to } = this.stretch;
    this.#position = inWeights(this.#position, PER_SECOND * seconds, to, this.weightOf);
    if (this.#position < to) return;
    this.#round++;
    this.#position = from;
    this.#rest = REST;
  }
}
