import { store } from "../store.ts";
import { currentLesson } from "./current-lesson.ts";

/** What a press may want of the lesson. */
export interface ClickerControl {
  next(): void;
  predict(given: null): void;
  makeMoves(): void;
  /** Shows at once what is still being played. */
  showAll(): void;
}

/**
 * The way on for one key, as a clicker has it, so that no press is without effect: at a question the
 * kernel answers, what is the learner's to do is done, what is still being played is shown at once.
 */
export function pressOn(control: ClickerControl): void {
  const lesson = currentLesson();
  const play = lesson?.play ?? null;
  if (lesson === null || play === null || lesson.shown !== play.step) return control.next();
  switch (play.phase) {
    case "asking":
      // The question is read before it is answered: the first press only brings it up.
      return store.getState().step < lesson.since ? control.showAll() : control.predict(null);
    case "yours":
      return control.makeMoves();
    case "doing":
      return play.stalled ? control.next() : control.showAll();
    case "idle":
    case "done":
    case "failed":
      return control.next();
    default:
      return play.phase satisfies never;
  }
}
