import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { chapterOf, chapters } from "./chapters.ts";
import { course } from "./course.ts";
import type { Lesson, Step } from "./model/lesson.ts";
import type { Move } from "./model/move.ts";
import { plainText } from "./text/markup.ts";
import type { Text, TextLang } from "./text/text.ts";

/** A step's text, and each of the others, may be so long: English words, Chinese characters. */
const LONGEST = { en: 40, zh: 70 };

const textsOf = (step: Step): readonly Text[] => {
  const { predict } = step;
  const options = predict?.kind === "choice" ? predict.options.map(({ text }) => text) : [];
  const figures = step.figures
    ? [step.figures.title, ...step.figures.rows.map((row) => row.label)]
    : [];
  return [step.title, step.text, step.notice, predict?.question, ...options, ...figures].filter(
    (text) => text !== undefined,
  );
};
const ofLesson = ({ title, see, corrects, tryThis, steps }: Lesson): readonly Text[] => [
  ...[title, see, corrects, tryThis],
  ...steps.flatMap(textsOf),
];
const movesOf = ({ steps }: Lesson): readonly Move[] =>
  steps.flatMap(({ moves, after = [] }) => [...moves, ...after]);

/** Chinese characters one by one, what stands between them word by word. */
function lengthOf(text: string, lang: TextLang): number {
  if (lang === "en") return text.split(/\s+/).length;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replace(/\p{Script=Han}/gu, " ").match(/[\p{L}\p{N}_().:]+/gu)?.length ?? 0;
  return han + words;
}

test("the table of contents lists every lesson, in the order of the course", () => {
  expect(course.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
});

test("every lesson has an id of its own and a chapter of the course, in its order", () => {
  expect(new Set(course.map(({ id }) => id)).size).toBe(course.length);
  const order = course.map((lesson) => chapters.findIndex(({ id }) => id === chapterOf(lesson)));
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test.each(course)("$id: no text is too long, no term without a definition", (lesson) => {
  for (const text of ofLesson(lesson)) {
    for (const lang of ["en", "zh"] as const) {
      const shown = plainText(text, lang, lesson.ports);
      expect(shown).not.toMatch(/[[\]{}`]{2}|\{|\}/);
      expect(shown.trim(), lang).not.toBe("");
      expect(lengthOf(shown, lang), shown).toBeLessThanOrEqual(LONGEST[lang]);
    }
  }
});

test.each(course)(
  "$id: Chinese text has Chinese punctuation, and is not the English one",
  (lesson) => {
    for (const { en, zh } of ofLesson(lesson)) {
      expect(zh).not.toBe(en);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(zh).not.toMatch(/\p{Script=Han}[,.?!;]/u);
    }
  },
);

/** What is wrong with the moves of a lesson: waits that were met before, names that nobody has. */
function faultsOf(lesson: Lesson): readonly string[] {
  const faults: string[] = [];
  const names = new Set<string>();
  const waits = new Set<string>();
  const name = (of: string | undefined): void => {
    if (of !== undefined && !names.has(of)) faults.push(`nobody is called ${of}`);
  };
  for (const move of movesOf(lesson)) {
    if (move.do === "spawn") {
      names.add(move.as);
      if (!(move.port in lesson.ports)) faults.push(`no port ${move.port}`);
    }
    name(move.do === "until" ? move.that.of : "of" in move ? move.of : undefined);
    if (move.do !== "until") continue;
    const key = JSON.stringify({ nth: 1, ...move.that });
    if (waits.has(key)) faults.push(`met before: ${key}`);
    waits.add(key);
  }
  for (const { highlight } of lesson.steps) {
    for (const card of highlight?.cards ?? []) name(card);
    name(highlight?.call?.of);
  }
  return faults;
}

test.each(course)("$id: waits for nothing twice, and names only those it has", (lesson) => {
  expect(faultsOf(lesson)).toEqual([]);
});

test("such faults are found", () => {
  const [lesson] = course;
  const [step] = lesson?.steps ?? [];
  if (lesson === undefined || step === undefined) throw new Error("no lesson");
  const moves = [...step.moves, ...step.moves];
  expect(faultsOf({ ...lesson, steps: [{ ...step, moves }] }).join()).toContain("met before");
  const highlight = { cards: ["nobody"] };
  expect(faultsOf({ ...lesson, steps: [{ ...step, highlight }] })).toEqual([
    "nobody is called nobody",
  ]);
});

test.each(course)("$id: every step says what the trace must bear out", ({ steps }) => {
  for (const { title, claims = [] } of steps) expect(claims.length, title.en).toBeGreaterThan(0);
});
