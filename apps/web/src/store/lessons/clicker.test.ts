import type { Lesson, PlayView } from "@sockscope/lessons";
import { expect, test, vi } from "vitest";
import { store } from "../store.ts";
import { pressOn } from "./clicker.ts";
import type { LessonState } from "./lesson-state.ts";
import { waitsForReader } from "./pace/reading-time.ts";

const text = { en: "", zh: "" };
const step = { title: text, text, moves: [] };
const lesson: Lesson = {
  ...{ id: "x", chapter: "1", title: text, see: text, corrects: text, tryThis: text },
  ...{ ports: {}, steps: [step, step] },
};

function stateAt(phase: PlayView["phase"], part: Partial<LessonState> = {}): LessonState {
  const none = { ports: {}, predicted: new Map(), measured: new Map(), problem: null, broken: [] };
  const play = { lesson, step: 0, phase, intervention: null, stalled: false, ...none };
  const shown = { id: "x", lesson, shown: 0, noSuchStep: null, mode: "steps", play } as const;
  return {
    ...shown,
    marks: [],
    began: 0,
    since: 0,
    reading: null,
    lit: [],
    litCall: null,
    ...part,
  };
}

/** What a press asks for, at a step in this phase. */
function pressedAt(state: LessonState): readonly string[] {
  const control = {
    next: vi.fn<() => void>(),
    predict: vi.fn<() => void>(),
    makeMoves: vi.fn<() => void>(),
    showAll: vi.fn<() => void>(),
  };
  store.setState({ lesson: state });
  pressOn(control);
  return Object.entries(control).flatMap(([name, { mock }]) => mock.calls.map(() => name));
}

test("a press always goes on: it lets the kernel answer, makes moves, or goes to the next step", () => {
  expect(pressedAt(stateAt("asking"))).toEqual(["predict"]);
  expect(pressedAt(stateAt("yours"))).toEqual(["makeMoves"]);
  expect(pressedAt(stateAt("done"))).toEqual(["next"]);
  expect(pressedAt(stateAt("asking", { shown: -1 }))).toEqual(["next"]);
});

test("what was not seen yet is shown first: a question is read before it is answered", () => {
  expect(pressedAt(stateAt("asking", { since: 5 }))).toEqual(["showAll"]);
  expect(pressedAt(stateAt("doing"))).toEqual(["showAll"]);
});

test("playing all stops at a question, and goes on when a step is over", () => {
  expect(waitsForReader(stateAt("asking", { mode: "all" }))).toBe(false);
  expect(waitsForReader(stateAt("done", { mode: "all" }))).toBe(true);
});
