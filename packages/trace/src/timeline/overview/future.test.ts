import fc from "fast-check";
import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { conversation, Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { FUTURE } from "../axis/playhead.ts";
import { evenScale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { HEAD } from "../ladder/geometry.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { gutterOf, PAD } from "../lanes/geometry.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { measure, words } from "../testing/words.fixture.ts";

const STEP = 60;
type Rect = Extract<DrawItem, { kind: "rect" }>;

/** A recv that sleeps while 24 bytes wait at the other end; at last it fails. */
function waiting() {
  const { script, server, client, socket, connection } = conversation(new Script(), 5000);
  script.send(client, socket, "x".repeat(24));
  const call = script.began(client, socket, "recv", { size: 10 });
  for (let i = 0; i < 8; i++) script.add({ kind: "actor.printed", actor: server, text: "." });
  const reached = { actor: server, socket: connection, call: 99, verb: "recv", args: {} } as const;
  script.add({ kind: "gate.reached", ...reached, at: "call", why: "step" });
  for (let i = 0; i < 8; i++) script.add({ kind: "actor.printed", actor: client, text: "." });
  script.failed(call, "ECONNRESET");
  const trace = createTrace();
  trace.append(script.events);
  return trace;
}

const trace = waiting();
const VIEW = { width: 4000, height: 3000, scrollX: 0, scrollY: 0 };

function drawn(position: number) {
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, STEP);
  const selected = { call: null, actor: null, step: null };
  const input = { trace, scene, scale, viewport: VIEW, position, selected, measure, words };
  const px = scale.at(position);
  const along = ({ y, h }: Rect): [number, number] => [y, y + h];
  const right = ({ x, w }: Rect): [number, number] => [x, x + w];
  return [
    { items: drawLadder(input).items, now: HEAD + px, ends: along, way: "y" },
    { items: drawLanes(input).items, now: gutterOf(VIEW.width) + PAD + px, ends: right, way: "x" },
  ] as const;
}

const SHADES = new Set(["setup", "data", "data-2", "error", "inject"]);
const shades = (items: readonly DrawItem[]): Rect[] =>
  items.flatMap((item) =>
    item.kind === "rect" && item.stroke !== null && SHADES.has(item.stroke) ? [item] : [],
  );

test("no shade reaches over the playhead: what is beyond it is faint, what is before is not", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: trace.steps.length, noNaN: true }), (position) => {
      for (const { items, now, ends } of drawn(position)) {
        for (const rect of shades(items)) {
          const [from, to] = ends(rect);
          const faint = rect.alpha <= FUTURE + 1e-9 && rect.alpha !== 0.4 && rect.alpha !== 0.34;
          // The row of a failure is one with its step.
          if (rect.fill === "wash-error" && rect.w > 20 && rect.h > 20) continue;
          expect(faint ? from >= now - 0.01 : to <= now + 0.01).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("a call has not failed before it has", () => {
  const failure = trace.steps.length - 1;
  for (const [position, tones] of [
    [failure - 3, ["data", "error"]],
    [failure + 1, ["error"]],
  ] as const) {
    for (const { items } of drawn(position)) {
      const recv = shades(items).filter(
        ({ fill, radius }) => radius === 4 && (fill === "wash-data" || fill === "wash-error"),
      );
      const told = recv.filter(({ w, h }) => Math.min(w, h) < 20).map(({ stroke }) => stroke);
      expect([...new Set(told)]).toEqual(tones);
    }
  }
});

test("what is said of a stretch that goes on stands before the playhead, and rests while it moves", () => {
  const began = trace.steps.length - 18;
  for (const said of ["blocked in recv", "24 B wait"]) {
    const places = [0, 0.3, 0.6].map((part) =>
      drawn(began + 9 + part).map(({ items, now, way }) => {
        const text = items.find((item) => item.kind === "text" && item.text === said);
        expect(text, said).toBeDefined();
        const at = text?.kind === "text" ? text[way] : Number.NaN;
        expect(at).toBeLessThan(now);
        return at;
      }),
    );
    expect(places[1]).toEqual(places[0]);
    expect(places[2]).toEqual(places[0]);
  }
});
