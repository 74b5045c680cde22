import { plainText } from "@sockscope/lessons";
import { store } from "../store.ts";
import type { LessonState } from "./lesson-state.ts";

/** The time to read a text at the default speed, in ms. */
const READING = { base: 1500, word: 260, character: 120 };
/** Steps per second at which a text stays for just that time. */
const DEFAULT_SPEED = 3;

/** How long the text of the shown step stays before "play all" goes on, in ms. */
export function readingTime({ lesson, shown, play }: LessonState): number {
  const { lang, pace, speed } = store.getState();
  const step = lesson?.steps[shown];
  if (lesson == null || step === undefined || play === null) return 0;
  const texts = [step.text, play.phase === "done" ? step.notice : step.predict?.question];
  const shownText = texts
    .flatMap((text) => (text === undefined ? [] : [plainText(text, lang, play.ports)]))
    .join(" ");
  const length =
    lang === "en"
      ? shownText.split(/\s+/).length * READING.word
      : shownText.length * READING.character;
  return (READING.base + length) / (pace === "steps" ? speed / DEFAULT_SPEED : 1);
}

/** Whether "play all" waits for nothing but the reader. At a question it waits for an answer. */
export function waitsForReader(lesson: LessonState | null): lesson is LessonState {
  const { mode, step, steps } = store.getState();
  if (lesson?.mode !== "all" || lesson.play === null || mode === "paused" || step < steps)
    return false;
  return !["idle", "doing", "asking", "failed"].includes(lesson.play.phase);
}
