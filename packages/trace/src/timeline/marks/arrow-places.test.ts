import fc from "fast-check";
import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { evenScale } from "../axis/scale.ts";
import { type Box, clip, crosses } from "../draw/labels.ts";
import { HEAD } from "../ladder/geometry.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { AXIS, gutterOf } from "../lanes/geometry.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { talk } from "../testing/talk.fixture.ts";
import { measure, words } from "../testing/words.fixture.ts";

const looks = fc.record({
  choices: fc.array(fc.nat(130), { minLength: 1, maxLength: 20 }),
  width: fc.integer({ min: 320, max: 1400 }),
  height: fc.integer({ min: 160, max: 700 }),
  step: fc.integer({ min: 12, max: 220 }),
  scrollX: fc.integer({ min: 0, max: 2500 }),
  scrollY: fc.integer({ min: 0, max: 900 }),
});

test("the label of an arrow stands in sight or not at all, however little of the arrow is in sight", () => {
  // What is said of arrows here and of nothing else.
  const said = { ...words, flight: () => "→ → →" };
  fc.assert(
    fc.property(looks, ({ choices, width, height, step, scrollX, scrollY }) => {
      const trace = talk(choices);
      const position = trace.steps.length;
      const scene = sceneAt(trace.actors, trace.steps, position);
      const scale = evenScale(scene.from, scene.to, step);
      const viewport = { width, height, scrollX, scrollY };
      const selected = { call: null, actor: null, step: null };
      const input = {
        ...{ trace, scene, scale, viewport, position, selected, measure, words: said },
      };
      const gutter = gutterOf(width);
      for (const [{ items, targets }, sight] of [
        [drawLadder(input), { x: 0, y: HEAD - 6, w: width, h: height - HEAD + 6 }],
        [drawLanes(input), { x: gutter, y: AXIS, w: width - gutter, h: height - AXIS }],
      ] as const) {
        const texts = items.flatMap((item) =>
          item.kind === "text" && item.text.startsWith("→") ? [item] : [],
        );
        for (const { x, y } of texts) {
          expect(x).toBeGreaterThanOrEqual(sight.x);
          expect(x).toBeLessThanOrEqual(sight.x + sight.w);
          expect(y).toBeGreaterThanOrEqual(sight.y);
          expect(y).toBeLessThanOrEqual(sight.y + sight.h);
        }
        const shown = targets.flights.filter(({ ends }) => clip(ends, sight) !== null);
        expect(texts.length).toBeLessThanOrEqual(shown.length);
      }
    }),
    { numRuns: 80 },
  );
});

test("an arrow of which the greater part is out of sight is labelled where it is seen", () => {
  const trace = talk([18]);
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, 32);
  const selected = { call: null, actor: null, step: null };
  const viewport = { width: 3000, height: 3000, scrollX: 0, scrollY: 0 };
  const input = { trace, scene, scale, position, selected, measure, words };
  const whole = drawLadder({ ...input, viewport });
  const data = whole.targets.flights.find(({ flight }) => flight.cargo.kind === "stream");
  const { x1 = 0, x2 = 0 } = data?.ends ?? {};
  const columns = whole.columns;
  // The last 160 px of it, as if the paper were moved aside.
  const scrollX = Math.min(x1, x2) + Math.abs(x2 - x1) - 160;
  const moved = drawLadder({ ...input, viewport: { ...viewport, scrollX } });
  expect(moved.columns.x).toEqual(columns.x);
  const text = moved.items.find((item) => item.kind === "text" && item.text === "19 B");
  expect(text).toBeDefined();
  expect(text?.kind === "text" ? text.x : -1).toBeGreaterThan(0);
});

test("the label of an arrow that is partly out of sight lies between its lifelines", () => {
  const said = { ...words, flight: ({ id }: { id: number }) => `→${id}` };
  fc.assert(
    fc.property(looks, ({ choices, width, height, step, scrollY }) => {
      const trace = talk(choices);
      const position = trace.steps.length;
      const scene = sceneAt(trace.actors, trace.steps, position);
      const scale = evenScale(scene.from, scene.to, step);
      const viewport = { width: width + 400, height, scrollX: 0, scrollY };
      const selected = { call: null, actor: null, step: null };
      const { items, targets } = drawLadder({
        ...{ trace, scene, scale, viewport, position, selected, measure, words: said },
      });
      for (const { flight, ends } of targets.flights) {
        const { x1, y1, x2, y2 } = ends;
        if (Math.min(y1, y2) > HEAD && Math.max(y1, y2) < height) continue;
        const text = items.find((item) => item.kind === "text" && item.text === `→${flight.id}`);
        if (text?.kind !== "text") continue;
        const half = measure(text.text, text.font) / 2;
        expect(text.x - half).toBeGreaterThanOrEqual(Math.min(x1, x2) - 5);
        expect(text.x + half).toBeLessThanOrEqual(Math.max(x1, x2) + 5);
      }
    }),
    { numRuns: 80 },
  );
});

test("a line is clipped to the box that it crosses", () => {
  const box: Box = { x: 0, y: 0, w: 100, h: 50 };
  const line = { x1: -100, y1: 25, x2: 300, y2: 25 };
  expect(clip(line, box)).toEqual({ x1: 0, y1: 25, x2: 100, y2: 25 });
  expect(clip({ ...line, y1: 80, y2: 80 }, box)).toBeNull();
  expect(crosses(box, line)).toBe(true);
});
