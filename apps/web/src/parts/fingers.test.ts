import { expect, test } from "vitest";
import { Fingers } from "./fingers.ts";

test("a pinch says how far the middle went and how much wider the fingers are", () => {
  const fingers = new Fingers();
  fingers.down(1, { x: 0, y: 0 });
  expect(fingers.pinch(1, { x: 0, y: 0 })).toBeNull();
  fingers.down(2, { x: 100, y: 0 });
  expect(fingers.pinch(2, { x: 200, y: 0 })).toEqual({
    ...{ dx: 50, dy: 0, factor: 2 },
    middle: { x: 100, y: 0 },
  });
  // The next part begins where this one ended; fingers in one place are not divided by.
  expect(fingers.pinch(2, { x: 0, y: 0 })).toMatchObject({ dx: -100, factor: 0 });
  expect(fingers.pinch(2, { x: 50, y: 0 })).toMatchObject({ factor: 50 });
  expect(fingers.pinch(3, { x: 9, y: 9 })).toBeNull();
});

test("what is not down does not move, and is not there when it is up", () => {
  const fingers = new Fingers();
  expect(fingers.move(7, { x: 1, y: 1 })).toBeUndefined();
  expect(fingers.count).toBe(0);
  fingers.down(7, { x: 1, y: 1 });
  expect(fingers.move(7, { x: 2, y: 2 })).toEqual({ x: 1, y: 1 });
  expect(fingers.any).toEqual({ x: 2, y: 2 });
  fingers.up(7);
  expect(fingers.any).toBeUndefined();
});
