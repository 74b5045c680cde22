import type { Breakpoint, Event } from "@sockscope/protocol";
import { expect, test } from "vitest";
import type { Lesson } from "../model/lesson.ts";
import { gate, holdBack, link, type Move, pass, spawn, stopBefore } from "../model/move.ts";
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

const place = { seq: 1, t: 0, truth: "observed", source: "lab" } as const;
const stopped = (breakpoint: number, when: Breakpoint): Event => ({
  ...{ ...place, kind: "breakpoint.set", breakpoint, when },
});
const taken = (breakpoint: number): Event => ({ ...place, kind: "breakpoint.removed", breakpoint });

/** A play whose last command is the breakpoint at client 2, which was sent and not answered. */
function atBreakpoint(...after: readonly Move[]) {
  const play = new LessonPlay(lessonOf(...two, holdBack("bob", "recv"), ...after));
  play.begin();
  play.answered({ ok: true, actors: [1] });
  const [command] = play.answered({ ok: true, actors: [2] });
  if (command?.do !== "breakpoint") throw new Error("no breakpoint");
  return { play, when: command.when };
}

test("a breakpoint that went with its card is not taken back, neither by the step nor at the end", () => {
  const { play, when } = atBreakpoint({ do: "remove", of: "bob" });
  play.see([stopped(7, when)]);
  expect(play.answered({ ok: true, actors: [] })).toEqual([{ do: "remove", actor: 2 }]);
  play.see([taken(7), { ...place, kind: "actor.removed", actor: 2 }]);
  expect(play.answered({ ok: true, actors: [] })).toEqual([]);
  expect(play.isOver).toBe(true);
  expect(play.release()).toEqual([]);
});

test("one that somebody else takes back at the same time does not end the lesson", () => {
  const { play, when } = atBreakpoint();
  play.see([stopped(7, when)]);
  expect(play.answered({ ok: true, actors: [] })).toEqual([{ do: "no-breakpoint", breakpoint: 7 }]);
  play.answered({ ok: false, problem: { code: "unknown-breakpoint", message: "" } });
  expect([play.problem, play.isOver]).toEqual([null, true]);
});

test("a lesson that is left while it sets a breakpoint takes that back when it stands", () => {
  const { play, when } = atBreakpoint(gate("step"));
  expect(play.release()).toEqual([]);
  expect(play.awaitsAnswer).toBe(true);
  expect(play.see([stopped(7, when)])).toEqual([]);
  expect(play.answered({ ok: true, actors: [] })).toEqual([
    { do: "no-breakpoint", breakpoint: 7 },
    { do: "gate", scope: "all", mode: "free" },
  ]);
  expect(play.awaitsAnswer).toBe(false);
});

test("a lesson that was left makes no more moves", () => {
  const { play } = atBreakpoint(gate("step"));
  play.release();
  expect(play.answered({ ok: true, actors: [] })).toEqual([]);
  expect(play.see([])).toEqual([]);
});

const served = (...after: readonly Move[]) => {
  const play = new LessonPlay(
    lessonOf(spawn("welcome-server", "server", "tcp"), pass("server", "socket"), ...after),
  );
  play.begin();
  return play;
};
const reached = (call: number): Event => ({
  ...{ ...place, kind: "gate.reached", actor: 1, call, socket: null, verb: "socket" },
  ...{ args: {}, at: "call", why: "step" },
});
const began = (call: number): Event => ({
  ...{ ...place, kind: "call.began", actor: 1, call, socket: null, verb: "socket", args: {} },
});

test("a call that the lesson let pass is nobody else's doing, one more is", () => {
  const play = served();
  play.see([reached(1)]);
  expect(play.answered({ ok: true, actors: [1] })).toEqual([{ do: "next", scope: 1 }]);
  play.see([began(1)]);
  expect(play.view.intervention).toBeNull();
  play.see([reached(2), began(2)]);
  expect(play.view.intervention).toBe("passed");
});

test.each([
  ["gate", { kind: "gate.set", scope: "all", mode: "free" }],
  ["link", { kind: "link.set", scope: { over: "stage" }, conditions: null, seed: 1 }],
  ["breakpoint", { kind: "breakpoint.set", breakpoint: 9, when: { on: "error" } }],
] as const)(
  "a change of the %s that the lesson did not command is somebody else's",
  (what, event) => {
    const play = served();
    play.answered({ ok: true, actors: [1] });
    play.see([{ ...place, ...event }]);
    expect(play.view.intervention).toBe(what);
  },
);

test("its own gate is nobody else's; a breakpoint that it needs and another removes is", () => {
  const play = new LessonPlay(lessonOf(gate("step"), ...two, holdBack("bob", "recv")));
  play.begin();
  play.see([{ ...place, kind: "gate.set", scope: "all", mode: "step" }]);
  for (const actors of [[], [1]]) play.answered({ ok: true, actors });
  const [command] = play.answered({ ok: true, actors: [2] });
  if (command?.do !== "breakpoint") throw new Error("no breakpoint");
  play.see([stopped(7, command.when)]);
  expect(play.view.intervention).toBeNull();
  play.see([taken(7)]);
  expect(play.view.intervention).toBe("breakpoint");
});
