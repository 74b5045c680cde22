import { plainText, type Text } from "@sockscope/lessons";
import { store } from "../../store.ts";
import type { LessonState } from "../lesson-state.ts";

/** The time to read a text at the default speed, in ms. */
const READING = { base: 1500, word: 260, character: 120 };
/** Steps per second at which a text stays for just that time. */
const DEFAULT_SPEED = 3;

/** How long texts are read: the one that was shown all along, and the one that comes when the step is over. */
export interface Reading {
  /** ms */
  readonly text: number;
  readonly news: number;
}

/** How long both texts still stay, in ms, if the first was in sight for `passed` ms while things moved. */
export const restOfReading = ({ text, news }: Reading, passed: number): number =>
  READING.base + Math.max(0, text - passed) + news;

/**
 * How long the texts of the shown step still stay before "play all" goes on, in ms.
 * @param passed for how long the step has been shown, in ms
 */
export function readingTime({ lesson, shown, play }: LessonState, passed: number): number {
  const { lang, pace, speed } = store.getState();
  const step = lesson?.steps[shown];
  if (lesson == null || step === undefined || play === null) return 0;
  const lengthOf = (text: Text | undefined): number => {
    if (text === undefined) return 0;
    const said = plainText(text, lang, play.ports);
    return lang === "en"
      ? said.split(/\s+/).length * READING.word
      : said.length * READING.character;
  };
  const news = play.phase === "done" ? step.notice : step.predict?.question;
  const faster = pace === "steps" ? speed / DEFAULT_SPEED : 1;
  const reading = { text: lengthOf(step.text), news: lengthOf(news) };
  return restOfReading(reading, passed * faster) / faster;
}

/** Whether "play all" waits for nothing but the reader. At a question it waits for an answer. */
export function waitsForReader(lesson: LessonState | null): lesson is LessonState {
  const { mode, step, steps } = store.getState();
  if (lesson?.mode !== "all" || lesson.play === null || mode === "paused" || step < steps)
    return false;
  return !["idle", "doing", "asking", "failed"].includes(lesson.play.phase);
}
