import { type Lesson, LessonPlay } from "@sockscope/lessons";
import type { Event } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StallWatch } from "./stall-watch.ts";

const text = { en: "", zh: "" };
const lesson: Lesson = {
  ...{ id: "test", chapter: "1", title: text, see: text, corrects: text, tryThis: text },
  ports: { tcp: 8888 },
  steps: [
    {
      ...{ title: text, text },
      moves: [
        { do: "spawn", program: "welcome-server", as: "server", port: "tcp" },
        { do: "until", that: { is: "began", of: "server", verb: "accept" } },
      ],
    },
  ],
};
const place = { seq: 1, t: 0, truth: "observed", source: "lab" } as const;
const gateSet: Event = { ...place, kind: "gate.set", scope: "all", mode: "free" };
const began: Event = {
  ...{ ...place, kind: "call.began", actor: 1, call: 1, socket: 1, verb: "accept", args: {} },
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A play that waits for `accept`, watched as the page does. */
function waiting() {
  const play = new LessonPlay(lesson);
  const put = (input: (one: LessonPlay) => unknown) => {
    input(play);
    watch.look();
  };
  const watch = new StallWatch(play, put);
  put((one) => one.begin());
  put((one) => one.answered({ ok: true, actors: [1] }));
  return { play, put, watch };
}

test("a step that waits for what does not happen says so, and goes on when it happens", () => {
  const { play, put } = waiting();
  vi.advanceTimersByTime(5900);
  expect(play.view.stalled).toBe(false);
  vi.advanceTimersByTime(200);
  expect([play.view.stalled, play.view.phase]).toEqual([true, "doing"]);
  put((one) => one.see([began]));
  expect([play.view.stalled, play.view.phase]).toEqual([false, "done"]);
});

test("it says so sooner when somebody has stepped in", () => {
  const { play, put } = waiting();
  put((one) => one.see([gateSet]));
  vi.advanceTimersByTime(2600);
  expect([play.view.stalled, play.view.intervention]).toEqual([true, "gate"]);
});

test("programs that talk for ever without any use are no progress", () => {
  const { play, put } = waiting();
  for (let seconds = 0; seconds < 29; seconds += 1) {
    vi.advanceTimersByTime(1000);
    put((one) => one.see([{ ...began, call: 2 + seconds, verb: "listen" }]));
  }
  expect(play.view.stalled).toBe(false);
  vi.advanceTimersByTime(1100);
  expect(play.view.stalled).toBe(true);
});

test("nobody is told after the end", () => {
  const { play, watch } = waiting();
  watch.end();
  vi.advanceTimersByTime(60_000);
  expect(play.view.stalled).toBe(false);
});
