import { expect, test } from "vitest";
import { Throttle } from "./throttle.ts";

/** A page whose frames and clock are the test's; each act takes `cost` ms. */
function page(cost: number, least = 0) {
  let now = 0;
  let frames: ((now: number) => void)[] = [];
  const done: number[] = [];
  const spaced = new Throttle(
    {
      now: () => now,
      request: (frame) => frames.push(frame),
      afterwards: (act) => act(),
      minGap: () => least,
    },
    () => {
      done.push(now);
      now += cost;
    },
  );
  const frame = (ms: number) => {
    now += ms;
    const due = frames;
    frames = [];
    for (const one of due) one(now);
  };
  return { spaced, frame, done, waiting: () => frames.length };
}

test("what is light is done in every frame", () => {
  const { spaced, frame, done } = page(5);
  for (let i = 0; i < 4; i++) {
    spaced.ask(false);
    frame(11);
  }
  expect(done).toEqual([0, 16, 32, 48]);
});

test("what is light and has a least distance leaves frames out, and is not forgotten", () => {
  const { spaced, frame, done, waiting } = page(1, 25);
  for (let i = 0; i < 5; i++) {
    spaced.ask(false);
    frame(15);
  }
  frame(16);
  expect(done).toEqual([0, 31, 62, 94]);
  expect(waiting()).toBe(0);
});

test("what is heavy leaves twice its time to the rest, and is not forgotten", () => {
  const { spaced, frame, done, waiting } = page(40);
  spaced.ask(false);
  spaced.ask(false);
  spaced.ask(false);
  expect(waiting()).toBe(1);
  for (let i = 0; i < 9; i++) frame(10);
  expect(done).toEqual([0, 120]);
  expect(waiting()).toBe(0);
});

test("what somebody asked for is done at once", () => {
  const { spaced, done } = page(40);
  spaced.ask(false);
  spaced.ask(true);
  expect(done).toEqual([0, 40]);
});
