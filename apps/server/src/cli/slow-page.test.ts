import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as after } from "node:timers/promises";
import { lessonOf, lessons } from "@sockscope/lessons";
import type { Command } from "@sockscope/protocol";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { runLesson } from "./run-lesson.ts";

/** How often each lesson is played below. `LESSON_ROUNDS` sets more. */
const ROUNDS = Number(process.env["LESSON_ROUNDS"] ?? 1);

/**
 * The faults of a lesson whose commands come late, by the ms that `late` gives. "" if there are
 * none.
 */
async function failures(id: string, late: (command: Command) => number): Promise<string> {
  const lesson = lessonOf(id);
  if (lesson === undefined) throw new Error(`No lesson ${id}`);
  const err = new PassThrough();
  await runLesson(lesson, {
    ...{ ndjson: true, freePorts: true, out: new PassThrough().resume(), err },
    threadWorker: new URL(inject("threadWorker")),
    pace: async (command) => {
      const ms = late(command);
      if (ms > 0) await after(ms);
    },
  });
  err.end();
  return text(err);
}

/** Later than the wait of a datagram that another one should overtake. */
const whileLinkIsBad = (ms: number): ((command: Command) => number) => {
  let bad = false;
  return (command) => {
    if (command.do === "link") bad = command.conditions !== null;
    return bad ? ms : 0;
  };
};

/** Each delay is longer than something that the lab does by itself meanwhile. */
const LATE: readonly (readonly [string, string, (command: Command) => number])[] = [
  ["tcp-or-udp", "than a datagram waits to be overtaken", whileLinkIsBad(400)],
  ["udp-datagrams", "than a datagram waits to be overtaken", whileLinkIsBad(400)],
  ["many-clients", "than its clients pause", () => 250],
  ["goodbyes", "than the server waits", whileLinkIsBad(1200)],
  ["sending-file", "than the server pauses", ({ do: what }) => (what === "gate" ? 1200 : 0)],
  ["errors", "than a client waits", ({ do: what }) => (what === "hand" ? 60 : 0)],
];

test.concurrent.each(LATE)("%s holds when commands come later %s", async (id, _what, late) => {
  expect(await failures(id, late)).toBe("");
});

/** ms: as long as the delays and pauses in a lab take. */
const STALL = 300;

/**
 * Stops the whole lab again and again, for up to `STALL` each time, like a process without a core.
 */
function stalling(): () => void {
  let timer: NodeJS.Timeout;
  const later = (): void => {
    timer = setTimeout(() => {
      const until = performance.now() + Math.random() * STALL;
      while (performance.now() < until);
      later();
    }, Math.random() * STALL);
  };
  later();
  return () => clearTimeout(timer);
}

describe("in a lab that stalls, on a page that is slow now and then", () => {
  let goOn: () => void;
  beforeAll(() => {
    goOn = stalling();
  });
  afterAll(() => goOn());

  const late = (): number => (Math.random() < 0.2 ? Math.random() * 2 * STALL : 0);
  test.concurrent.each(lessons)("$id holds", { timeout: ROUNDS * 240_000 }, async ({ id }) => {
    const output: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) output.push(await failures(id, late));
    expect(output.filter((sentence) => sentence !== "")).toEqual([]);
  });
});
