import { store } from "../store.ts";
import type { LessonState } from "./lesson-state.ts";

/** The lesson that is open; null for none. */
export const currentLesson = (): LessonState | null => store.getState().lesson;

/** Changes part of the open lesson. Does nothing while none is open. */
export function changeLesson(part: Partial<LessonState>): void {
  const lesson = currentLesson();
  if (lesson !== null) store.setState({ lesson: { ...lesson, ...part } });
}

/** No play runs any more. The text of the lesson stays. */
export const NOTHING_PLAYED = {
  ...{ play: null, marks: [], began: 0, since: 0, reading: null },
  ...{ lit: [], litCall: null },
} as const;
