import { expect, test } from "vitest";
import { stepWeights } from "./step-weights.ts";

const end = (actor: number) => ({ actor, socket: actor });

/** A trace of so many steps, with flights from actor 1 to another one at some of them. */
function traceOf(length: number, flights: ReadonlyMap<number, number>) {
  return {
    steps: { length },
    packetsAt: (position: number) =>
      [...flights]
        .filter(([startStep]) => startStep <= position)
        .map(([startStep, to]) => ({
          flight: { startStep, passedStep: null, from: end(9), to: end(to) },
        })),
  };
}

const sum = (weightOf: (step: number) => number, from: number, to: number): number => {
  let all = 0;
  for (let step = from; step < to; step++) all += weightOf(step);
  return all;
};

/** Even steps a second by default. */
const SPEED = 3;

test("a flight that the text speaks of takes a second, others less, a step without one the least", () => {
  const flights = new Map([
    [2, 1],
    [4, 2],
  ]);
  const weightOf = stepWeights(traceOf(6, flights), 0, new Set([1]));
  expect(weightOf(2) / SPEED).toBe(1);
  expect(weightOf(4)).toBeLessThan(weightOf(2));
  expect(weightOf(3)).toBeLessThan(weightOf(4));
  // Where the text names nobody, it speaks of all.
  expect(stepWeights(traceOf(6, flights), 0, new Set())(4) / SPEED).toBe(1);
});

test("a longer run takes no longer than twenty steps, and the flight after it its second", () => {
  const flights = new Map([[500, 1]]);
  const weightOf = stepWeights(traceOf(501, flights), 0, new Set([1]));
  const twenty = stepWeights(traceOf(20, new Map()), 0, new Set([1]));
  expect(sum(weightOf, 0, 500)).toBeCloseTo(sum(twenty, 0, 20));
  expect(weightOf(500) / SPEED).toBe(1);
});

test("a run that grows gets quicker", () => {
  const growing = traceOf(30, new Map());
  const weightOf = stepWeights(growing, 0, new Set([1]));
  const before = weightOf(10);
  growing.steps.length = 300;
  expect(weightOf(10)).toBeLessThan(before / 5);
});

test("of a crowd's flights a few are slow, the rest is a batch", () => {
  const flights = new Map(Array.from({ length: 200 }, (_, step) => [step, 1]));
  const weightOf = stepWeights(traceOf(200, flights), 0, new Set([1]));
  expect(sum(weightOf, 0, 200) / SPEED).toBeLessThan(16);
  expect(weightOf(0) / SPEED).toBe(1);
  expect(weightOf(199)).toBeLessThan(0.1);
});

test("what was before the lesson's step is quick", () => {
  const weightOf = stepWeights(traceOf(20, new Map([[3, 1]])), 10, new Set([1]));
  expect(weightOf(3)).toBeLessThan(0.5);
});
