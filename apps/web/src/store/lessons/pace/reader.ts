import { store } from "../../store.ts";
import { changeLesson, currentLesson } from "../current-lesson.ts";
import type { LessonState } from "../lesson-state.ts";
import { readingTime, waitsForReader } from "./reading-time.ts";

/** In "play all", calls `goOn` when the texts of the shown step were there long enough to be read. */
export function watchReader(goOn: () => void): void {
  let reading: { readonly play: LessonState["play"]; readonly timer: number } | null = null;
  /** The step whose text is shown, and since when (ms). */
  let text: { readonly of: readonly unknown[]; readonly since: number } | null = null;

  const end = (): void => {
    clearTimeout(reading?.timer);
    reading = null;
    if (currentLesson()?.reading != null) changeLesson({ reading: null });
  };
  store.subscribe(() => {
    const lesson = currentLesson();
    const of = [lesson?.id, lesson?.shown, lesson?.began];
    if (text === null || of.some((one, i) => one !== text?.of[i]))
      text = { of, since: performance.now() };
    const waits = waitsForReader(lesson);
    if (reading !== null && (!waits || reading.play !== lesson.play)) end();
    if (reading !== null || !waits) return;
    const ms = readingTime(lesson, performance.now() - text.since);
    const timer = window.setTimeout(() => {
      goOn();
      // Where nothing went on, as after the last step, there is nothing to wait for.
      if (reading?.timer === timer) end();
    }, ms);
    reading = { play: lesson.play, timer };
    changeLesson({ reading: ms });
  });
}
