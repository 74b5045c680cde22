import type { Event } from "@sockscope/protocol";
import { expect, test } from "vitest";
import type { Lesson } from "./lesson.ts";
import { gate, holdBack, link, type Move, spawn, stopBefore } from "./move.ts";
import { LessonPlay } from "./play.ts";

const text = { en: "", zh: "" };
const lessonOf = (...moves: readonly Move[]): Lesson => ({
  ...{ id: "test", chapter: "1", title: text, see: text, corrects: text, tryThis: text },
  ports: { tcp: 8888 },
  steps: [{ title: text, text, moves }],
});

/** Plays a lesson whose programs are given the actors 1, 2... and all of whose wishes are granted. */
function played(lesson: Lesson): LessonPlay {
  const play = new LessonPlay(lesson);
  let actors = 0;
  let breakpoints = 0;
  let commands = play.begin();
  while (commands.length > 0) {
    const [command] = commands;
    if (command?.do === "breakpoint") {
      const event = { kind: "breakpoint.set", breakpoint: ++breakpoints, when: command.when };
      play.see([{ ...event, seq: 1, t: 0, truth: "observed", source: "lab" } as Event]);
    }
    const started = command?.do === "spawn" ? [++actors] : [];
    commands = play.answered({ ok: true, actors: started });
  }
  return play;
}

const two = [spawn("chat-server", "room", "tcp"), spawn("chat-client", "bob", "tcp")];

test("what the link does between two is taken back there, and on the stage", () => {
  const between = ["room", "bob"] as const;
  const play = played(lessonOf(...two, link({ latency: 1 }), link({ loss: 1 }, { between })));
  expect(play.release()).toEqual([
    { do: "link", scope: { over: "stage" }, conditions: null },
    { do: "link", scope: { over: "pair", a: 1, b: 2 }, conditions: null },
  ]);
  expect(play.release()).toEqual([]);
});

test("what the lesson itself has taken back is not taken back again", () => {
  const between = ["room", "bob"] as const;
  const play = played(lessonOf(...two, link({ loss: 1 }, { between }), link(null, { between })));
  expect(play.release()).toEqual([]);
});

test("a breakpoint ends with its step, one that stays with the lesson", () => {
  const stays = stopBefore("room", "accept", 1, { stays: true });
  const play = played(lessonOf(...two, stays, holdBack("bob", "recv")));
  expect(play.isOver).toBe(true);
  expect(play.release()[0]).toEqual({ do: "no-breakpoint", breakpoint: 1 });
});

test("a gate that is shut for all is opened, also when one program was let go", () => {
  const play = played(lessonOf(...two, gate("slow", { pause: 9 }), gate("free", { of: "room" })));
  expect(play.release()).toEqual([{ do: "gate", scope: "all", mode: "free" }]);
});
