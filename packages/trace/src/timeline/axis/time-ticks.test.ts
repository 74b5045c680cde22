import fc from "fast-check";
import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { Script } from "../../testing/script.ts";
import { instantText } from "../../text/call-text.ts";
import { createTrace } from "../../trace.ts";
import { SMALL } from "../draw/draw-list.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { evenScale, type Scale, timeScale } from "./scale.ts";
import { stepNumbers, tickText } from "./time-ticks.ts";

/** One program that prints at these times, in ns. */
function printing(times: readonly number[]): Trace {
  const script = new Script();
  const actor = script.actorAdded("server");
  for (let i = 1; i < times.length; i++) script.add({ kind: "actor.printed", actor, text: "." });
  const trace = createTrace();
  trace.append(script.events.map((event, i) => ({ ...event, t: times[i] ?? 0 })));
  return trace;
}

/** The texts of the axis on top of the lanes, from left to right. */
function axis(trace: Trace, scaleOf: (steps: Trace["steps"]) => Scale, scrollX: number) {
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = scaleOf(trace.steps);
  const viewport = { width: 1400, height: 300, scrollX, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  const { items } = drawLanes({
    ...{ trace, scene, scale, viewport, position, selected, measure, words },
  });
  return items.flatMap((item) =>
    item.kind === "text" && item.align === "center" && item.y < 14 ? [item] : [],
  );
}

test("neighbouring ticks of real time never read the same, nor overlap, at any zoom and instant", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -10, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 4e12 }),
      (power, part, lasts) => {
        const pxPerNs = 10 ** power;
        const trace = printing([0, lasts]);
        const shown = axis(
          trace,
          (steps) => timeScale(steps, 0, steps.length, pxPerNs),
          Math.floor(lasts * pxPerNs * part),
        );
        for (const [i, one] of shown.entries()) {
          const next = shown[i + 1];
          if (next === undefined) continue;
          expect(next.text).not.toBe(one.text);
          const room = (measure(one.text, SMALL) + measure(next.text, SMALL)) / 2;
          expect(next.x - one.x).toBeGreaterThan(room + 4);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("a tick has the digits that its spacing needs, and no more", () => {
  expect(tickText(0, 1e6)).toBe("0 ns");
  expect(tickText(950_000, 50_000)).toBe("950 µs");
  expect(tickText(1_050_000, 50_000)).toBe("1.05 ms");
  expect(tickText(35e9, 100)).toBe("35.0000000 s");
  expect(tickText(35e9, 5e9)).toBe("35 s");
});

test("numbers of steps with seven digits do not run into one another", () => {
  const steps = 3000;
  const trace = printing(Array.from({ length: steps }, (_, i) => i));
  const shown = axis(trace, () => evenScale(0, steps, 11), 2500 * 11);
  expect(shown.length).toBeGreaterThan(10);
  for (const [i, { x, text }] of shown.slice(1).entries())
    expect(x - (shown[i]?.x ?? 0)).toBeGreaterThan(measure(text, SMALL) + 4);
  const room = measure("1234567", SMALL) + 4;
  for (const pxPerStep of [0.01, 1, 44, 56, 220]) {
    const [first = 0, second = 0] = stepNumbers(1_234_000, 9_000_000, pxPerStep, room);
    expect((second - first) * pxPerStep).toBeGreaterThanOrEqual(room);
  }
});

test("an instant is told to the microsecond", () => {
  expect(instantText(12_345_678)).toBe("0.012346 s");
  expect(instantText(3_600_000_001_000)).toBe("3600.000001 s");
});

/** What stands in the right margin of the ladder, from the top, with the time that it tells. */
function margin(trace: Trace, scaleOf: (steps: Trace["steps"]) => Scale, scrollY = 0) {
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const viewport = { width: 900, height: 600, scrollX: 0, scrollY };
  const selected = { call: null, actor: null, step: null };
  const scale = scaleOf(trace.steps);
  const input = { trace, scene, scale, viewport, position, selected, measure, words };
  const { items, labels } = drawLadder(input);
  const told = items.flatMap((item) =>
    item.kind === "text" && item.align === "right" && item.x > 880 ? [item] : [],
  );
  return { told, labels };
}

const nsOf = (text: string): number => {
  const [value = "", unit = ""] = text.split(" ");
  return Number(value) * ({ ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }[unit] ?? Number.NaN);
};

test("the ladder in real time has ticks that stand where their times are", () => {
  const trace = printing([0, 1e6, 2e6, 5e6]);
  const pxPerNs = 1e-4;
  const { told, labels } = margin(trace, (steps) => timeScale(steps, 0, steps.length, pxPerNs), 90);
  expect(told.length).toBeGreaterThan(4);
  for (const { y, text } of told) expect(y).toBeCloseTo(44 - 90 + nsOf(text) * pxPerNs);
  for (const { y } of told) expect(labels.some((box) => box.y < y && y < box.y + box.h)).toBe(true);
  expect(new Set(told.map(({ text }) => text)).size).toBe(told.length);
});

test("where there are only counts a few places of either axis tell their time", () => {
  const times = Array.from({ length: 2000 }, (_, i) => i * i * 1000);
  const trace = printing(times);
  const even = (steps: Trace["steps"]) => evenScale(0, steps.length, 0.3);
  const { told } = margin(trace, even);
  expect(told.length).toBeGreaterThan(4);
  for (const { y, text } of told) {
    const ns = times[Math.round((y - 44) / 0.3)] ?? 0;
    expect(Math.abs(nsOf(text) - ns)).toBeLessThan(ns / 8);
  }
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const viewport = { width: 1400, height: 300, scrollX: 0, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  const scale = even(trace.steps);
  const input = { trace, scene, scale, viewport, position, selected, measure, words };
  const onAxis = drawLanes(input).items.flatMap((item) =>
    item.kind === "text" && item.y === 21 && item.align === "center" ? [nsOf(item.text)] : [],
  );
  expect(onAxis.length).toBeGreaterThan(3);
  expect(onAxis).toEqual([...onAxis].sort((a, b) => a - b));
});
