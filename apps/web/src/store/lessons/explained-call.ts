import { store } from "../store.ts";
import { currentLesson } from "./current-lesson.ts";
import { isSeen, type LessonState } from "./lesson-state.ts";

/** The lesson and the step whose call the inspector explains. */
let explained: LessonState["lesson"] | null = null;
let explainedStep = -1;

/** Once a step is over and was seen, lets the inspector explain the call that the step is about. */
export function explainPlayedCall(): void {
  const lesson = currentLesson();
  if (lesson?.litCall == null || !isSeen(lesson, store.getState().step)) return;
  if (explained === lesson.lesson && explainedStep === lesson.shown) return;
  explained = lesson.lesson;
  explainedStep = lesson.shown;
  store.getState().select({ kind: "call", call: lesson.litCall });
}

/** Lets the inspector explain the playhead's step again. */
export function explainPlayhead(): void {
  if (explained === null) return;
  explained = null;
  if (store.getState().selection?.kind === "call") store.getState().select(null);
}
