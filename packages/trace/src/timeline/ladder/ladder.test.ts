import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { at, Script } from "../../testing/script.ts";
import { portText } from "../../text/call-text.ts";
import { createTrace } from "../../trace.ts";
import { evenScale, timeScale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { overlaps } from "../draw/labels.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { drawLadder, stepAt } from "./ladder.ts";

function ladder(
  trace: Trace,
  options: Partial<{
    position: number;
    width: number;
    height: number;
    scrollY: number;
    row: number;
    time: number;
  }> = {},
) {
  const position = options.position ?? trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale =
    options.time === undefined
      ? evenScale(scene.from, scene.to, options.row ?? 34)
      : timeScale(trace.steps, scene.from, scene.to, options.time);
  const viewport = {
    width: options.width ?? 850,
    height: options.height ?? 4000,
    scrollX: 0,
    scrollY: options.scrollY ?? 0,
  };
  const selected = { call: null, actor: null, step: null };
  return {
    scene,
    scale,
    viewport,
    ...drawLadder({ trace, scene, scale, viewport, position, selected, measure, words }),
  };
}

/** Some clients that talk with one server, in an order that `choices` decides. */
function talk(choices: readonly number[]): Trace {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const clients = [0, 1, 2].map((i) => {
    const client = script.actorAdded("client");
    return { client, ...script.connected(server, listener, client, [5000 + i, 8888]) };
  });
  for (const choice of choices) {
    const one = clients[choice % 3];
    if (one === undefined) continue;
    if (choice % 2 === 0) {
      script.send(server, one.connection, "x".repeat((choice % 50) + 1));
      script.recv(one.client, one.socket, "x".repeat((choice % 50) + 1));
    } else
      script.add({ kind: "actor.printed", actor: one.client, text: "said ".repeat(choice % 30) });
  }
  const trace = createTrace();
  trace.append(script.events);
  return trace;
}

describe("the ladder's draw list", () => {
  test("no two labels overlap, at any size, zoom, scale and instant", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(99), { maxLength: 30 }),
        fc.record({
          width: fc.integer({ min: 320, max: 3840 }),
          row: fc.integer({ min: 4, max: 80 }),
          scrollY: fc.integer({ min: 0, max: 900 }),
          part: fc.double({ min: 0, max: 1, noNaN: true }),
          time: fc.option(fc.double({ min: 0.0001, max: 1, noNaN: true }), { nil: undefined }),
        }),
        (choices, { part, time, ...rest }) => {
          const trace = talk(choices);
          const position = part * trace.steps.length;
          const { labels } = ladder(trace, {
            ...rest,
            position,
            height: 600,
            ...(time === undefined ? {} : { time }),
          });
          for (const [i, a] of labels.entries()) {
            for (const b of labels.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("an arrow goes from the lifeline that sent to the one that read, row to row", () => {
    const trace = talk([]);
    const drawing = ladder(trace);
    const syn = arrows(drawing.items).find(({ tone, head }) => tone === "setup" && head !== "none");
    const [client, server] = [2, 1].map((actor) => drawing.columns.x.get(actor) ?? 0);
    expect(syn).toMatchObject({ dash: "dashed", head: "filled" });
    expect(Math.abs((syn?.x1 ?? 0) - (client ?? 0))).toBeLessThan(10);
    expect(Math.abs((syn?.x2 ?? 0) - (server ?? 0))).toBeLessThan(10);
    expect(syn?.y2).toBeGreaterThan(syn?.y1 ?? 0);
  });

  test("what lies past the playhead is faint, and an arrow under way is both", () => {
    const trace = talk([2]);
    const sent = trace.flights.find((flight) => flight.cargo.kind === "stream");
    const { items } = ladder(trace, { position: (sent?.startStep ?? 0) + 1 });
    const data = arrows(items).filter((line) => line.tone === "data-2" || line.tone === "data");
    expect(data.map((line) => line.alpha)).toEqual([1, 0.38]);
    expect(data.map((line) => line.head)).toEqual(["none", "filled"]);
  });

  test("bytes that nobody has read yet end in an open head", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const { connection } = script.connected(server, listener, client, [5000, 8888]);
    script.send(server, connection, "unread");
    const trace = createTrace();
    trace.append(script.events);
    expect(arrows(ladder(trace).items).at(-1)).toMatchObject({ tone: "data-2", head: "open" });
  });

  test("the playhead crosses no label", () => {
    const trace = talk([2, 4, 6]);
    for (let position = 0; position < trace.steps.length; position += 0.13) {
      const { items, labels } = ladder(trace, { position });
      const crossed = items.filter(
        (line) =>
          line.kind === "line" &&
          line.tone === "inject" &&
          labels.some((box) => {
            const across = box.y < line.y1 && line.y1 < box.y + box.h;
            return across && box.x < line.x2 - 0.01 && line.x1 + 0.01 < box.x + box.w;
          }),
      );
      expect(crossed).toEqual([]);
    }
  });

  test("an empty trace, one event, and a thousand at one instant draw", () => {
    const empty = createTrace();
    expect(ladder(empty).items.length).toBeGreaterThan(0);
    const script = new Script();
    const actor = script.actorAdded("server");
    for (let i = 0; i < 1000; i++) script.add({ kind: "actor.printed", actor, text: `${i}` });
    const trace = createTrace();
    trace.append(script.events.map((event) => ({ ...event, t: 5 })));
    expect(ladder(trace, { time: 1 }).items.length).toBeGreaterThan(0);
  });

  test("a pointer finds the step of a row", () => {
    const trace = talk([]);
    const { scene, scale, viewport } = ladder(trace);
    expect(stepAt(scene, scale, viewport, 44 + 34 * 3 + 5)).toBe(3);
    expect(stepAt(scene, scale, viewport, 10)).toBeNull();
  });

  test("a stage that was cleared begins a new scene", () => {
    const script = new Script();
    const first = script.actorAdded("server");
    script.add({ kind: "actor.removed", actor: first });
    const second = script.actorAdded("client");
    const trace = createTrace();
    trace.append(script.events);
    expect(sceneAt(trace.actors, trace.steps, 1).actors.map((actor) => actor.id)).toEqual([first]);
    expect(sceneAt(trace.actors, trace.steps, 3).actors.map((actor) => actor.id)).toEqual([second]);
  });
});

describe("scales", () => {
  test("real time is linear, and a position is found again", () => {
    const trace = talk([2, 4]);
    const scale = timeScale(trace.steps, 0, trace.steps.length, 0.01);
    const last = trace.steps.timeAt(trace.steps.length - 1);
    expect(scale.extent).toBeCloseTo((last - trace.steps.timeAt(0)) * 0.01);
    for (let step = 1; step < trace.steps.length; step++) {
      expect(scale.at(scale.positionAt(scale.at(step)))).toBeCloseTo(scale.at(step));
    }
  });

  test("a clock that seems to run back does not fold the axis", () => {
    const script = new Script();
    const actor = script.actorAdded("server");
    for (let i = 0; i < 5; i++) script.add({ kind: "actor.printed", actor, text: portText(at(i)) });
    const trace = createTrace();
    trace.append(
      script.events.map((event, i) => ({ ...event, t: [10, 20, 5, 30, 25, 40][i] ?? 0 })),
    );
    const scale = timeScale(trace.steps, 0, trace.steps.length, 1);
    const places = trace.steps.map((_, i) => scale.at(i));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

const arrows = (items: readonly DrawItem[]) =>
  items.flatMap((item) =>
    item.kind === "line" &&
    item.x1 !== item.x2 &&
    item.tone !== "line" &&
    item.tone !== "line-2" &&
    item.tone !== "inject"
      ? [item]
      : [],
  );

test("a connect that nobody answers but the system: out to where nobody is, and back", () => {
  const script = new Script();
  const client = script.actorAdded("client");
  const { connect } = script.connecting(client, 9);
  script.failed(connect, "ECONNREFUSED");
  const trace = createTrace();
  trace.append(script.events);
  const { items } = ladder(trace);
  const arrows = items.flatMap((item) =>
    item.kind === "line" && item.head === "filled" ? [item] : [],
  );
  expect(arrows.map(({ dash }) => dash)).toEqual(["dashed", "dashed"]);
  const [syn, rst] = arrows;
  expect(Math.sign((syn?.x2 ?? 0) - (syn?.x1 ?? 0))).toBe(
    -Math.sign((rst?.x2 ?? 0) - (rst?.x1 ?? 0)),
  );
  expect(Math.abs((rst?.x2 ?? 0) - (syn?.x1 ?? 0))).toBeLessThan(20);
});
