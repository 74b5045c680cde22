import type { Lesson, PlayView } from "@sockscope/lessons";

/** `steps`: each on a click. `all`: by itself. `free`: the learner has the stage. */
export type LessonMode = "steps" | "all" | "free";

/** The lesson that is open on the page. */
export interface LessonState {
  /** As asked for. */
  readonly id: string;
  /** Null: there is no lesson of this id. */
  readonly lesson: Lesson | null;
  /** The step that is shown; -1 for the introduction. */
  readonly shown: number;
  /** A step that was asked for and does not exist, as it was written; else null. */
  readonly noSuchStep: string | null;
  readonly mode: LessonMode;
  /** Null while nothing runs: no socket was opened yet, or the learner has the stage. */
  readonly play: PlayView | null;
  /** Steps of the trace when each step of the lesson was over. */
  readonly marks: readonly number[];
  /** Steps of the trace when the stage was made empty for it: what came before is not of this lesson. */
  readonly began: number;
  /** How long (ms) the text that is shown stays before "play all" goes on; null: it waits for no time. */
  readonly reading: number | null;
  /** Steps of the trace when the play last changed: what it says is true from there on. */
  readonly since: number;
  /** Actors that the shown step points at. */
  readonly lit: readonly number[];
  /** The call that the shown step points at, by its id. */
  readonly litCall: number | null;
}

/** The first step of the trace that the shown step caused. */
export const firstStepOf = ({ shown, marks, began }: LessonState): number =>
  shown <= 0 ? began : (marks[shown - 1] ?? began);

/** Whether what the shown step does is over, and on the screen too. */
export function isSeen({ play, shown, marks }: LessonState, step: number): boolean {
  if (play === null || shown > play.step) return false;
  if (shown < play.step) return true;
  return play.phase === "done" && step >= (marks[shown] ?? 0);
}

/** Whether the newest step does not go on: it can be begun anew. */
export const isStuck = ({ phase, stalled }: PlayView): boolean => phase === "failed" || stalled;

/** Whether a lesson leads the stage: until it is over, there is no other "next" than its own. */
export const leadsStage = (state: LessonState | null): boolean =>
  state?.play != null &&
  !(state.play.phase === "done" && state.play.step === state.play.lesson.steps.length - 1);
