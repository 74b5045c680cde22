import { expect, test } from "vitest";
import { talk } from "../timeline/testing/talk.fixture.ts";
import { createTrace } from "../trace.ts";
import type { Step } from "../types/step.ts";
import { nextThatMatters, previousThatMatters } from "./what-matters.ts";

const isAck = (step: Step | undefined) =>
  step?.kind === "segment" &&
  step.flight.cargo.kind === "segment" &&
  step.flight.cargo.flags === "ACK";

test("steps that matter: acknowledgements and new names of sockets are passed over, both ways", () => {
  const { steps } = talk([0, 2, 4]);
  const stops: number[] = [];
  for (let at = 0; at < steps.length; ) {
    at = nextThatMatters(steps, at);
    stops.push(at);
  }
  expect(steps.filter(isAck).length).toBe(3);
  for (const stop of stops) {
    expect(isAck(steps.get(stop - 1))).toBe(false);
    const step = steps.get(stop - 1);
    expect(step?.kind === "event" && step.event.kind).not.toBe("socket.named");
  }
  const back: number[] = [];
  for (let at = steps.length; at > 0; ) {
    at = previousThatMatters(steps, at);
    back.push(at);
  }
  expect(back.toReversed()).toEqual([0, ...stops.slice(0, -1)]);
  expect(nextThatMatters(steps, steps.length)).toBe(steps.length);
  expect(nextThatMatters(createTrace().steps, 0)).toBe(0);
});
