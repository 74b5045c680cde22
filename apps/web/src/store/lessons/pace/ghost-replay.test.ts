import type { PlayView } from "@sockscope/lessons";
import { expect, test } from "vitest";
import type { LessonState } from "../lesson-state.ts";
import { GhostReplay, stretchToReplay } from "./ghost-replay.ts";
import { restOfReading } from "./reading-time.ts";

/** The second step of a lesson, whose steps of the trace are 10 to 20 and 20 to 30. */
function pageAt(phase: PlayView["phase"], step: number, part: Partial<LessonState> = {}) {
  const play = { step: 1, phase } as PlayView;
  const marks = phase === "done" ? [20, 30] : [20];
  const lesson = { shown: 1, mode: "all", play, marks, began: 10, since: 30, ...part };
  return { lesson: lesson as LessonState, mode: "live", step, steps: 30 } as const;
}

test("what a step has shown is replayed once all of it was seen, or its question stands", () => {
  expect(stretchToReplay(pageAt("done", 30))).toEqual({ from: 20, to: 30 });
  expect(stretchToReplay(pageAt("asking", 30))).toEqual({ from: 20, to: 30 });
  expect(stretchToReplay(pageAt("done", 29))).toBeNull();
  expect(stretchToReplay(pageAt("doing", 30))).toBeNull();
});

test("nothing is replayed while a person looks at the past, or at an earlier step, or plays alone", () => {
  expect(stretchToReplay({ ...pageAt("done", 30), mode: "paused" })).toBeNull();
  expect(stretchToReplay(pageAt("done", 30, { shown: 0 }))).toBeNull();
  expect(stretchToReplay(pageAt("done", 30, { mode: "free" }))).toBeNull();
  expect(stretchToReplay({ ...pageAt("done", 30), lesson: null })).toBeNull();
});

test("a replay rests, goes through its steps by their weights, and ends after three rounds", () => {
  const replay = new GhostReplay({ from: 20, to: 22 }, (step) => (step === 20 ? 3 : 1));
  expect(replay.position).toBeNull();
  replay.advance(2);
  expect(replay.position).toBe(20);
  replay.advance(0.5);
  expect(replay.position).toBeCloseTo(20.5);
  replay.advance(0.75);
  expect(replay.position).toBeCloseTo(21.75);
  const rounds: number[] = [];
  for (let frame = 0; frame < 1000 && !replay.isOver; frame++) {
    const before = replay.position;
    replay.advance(0.1);
    if (before !== null && replay.position === null) rounds.push(frame);
  }
  expect(rounds).toHaveLength(3);
  expect(replay.position).toBeNull();
});

test("the time in which things moved counts as time to read the text, not what came after it", () => {
  const reading = { text: 6000, news: 4000 };
  const whole = restOfReading(reading, 0);
  expect(whole - restOfReading(reading, 5000)).toBe(5000);
  expect(whole - restOfReading(reading, 60_000)).toBe(6000);
});
