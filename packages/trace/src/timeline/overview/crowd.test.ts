import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import type { TimelineInput } from "../axis/input.ts";
import { evenScale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { MAX_ARROWS } from "../index/density.ts";
import { drawLadder, type LadderDrawing } from "../ladder/ladder.ts";
import { drawLanes, type LanesDrawing } from "../lanes/lanes.ts";
import { measure, words } from "../testing/words.fixture.ts";

/** Steps after the last message was sent and before the first is read. */
const QUIET = 40;

/** A hundred clients of one server, each of which is sent so many messages and reads them at the end. */
function crowd(messages: number) {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const all: { client: number; socket: number }[] = [];
  for (let i = 0; i < 100; i++) {
    const client = script.actorAdded("client");
    const { connection, socket } = script.connected(server, listener, client, [5000 + i, 8888]);
    for (let nth = 0; nth < messages; nth++) script.send(server, connection, "hello");
    all.push({ client, socket });
  }
  for (let nth = 0; nth < QUIET; nth++)
    script.add({ kind: "actor.printed", actor: server, text: "waiting" });
  for (const { client, socket } of all) script.recv(client, socket, "hello".repeat(messages));
  const trace = createTrace();
  trace.append(script.events);
  return trace;
}

/** @param quiet in sight is what happens between the sends and the reads, else the beginning */
function input(trace: Trace, scrollX: number, quiet: boolean): TimelineInput {
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, 32);
  const first = trace.steps.findIndex(
    (step) => step.kind === "event" && step.event.kind === "actor.printed",
  );
  const scrollY = quiet ? scale.at(first + 10) : 0;
  const viewport = { width: 740, height: 260, scrollX, scrollY };
  const selected = { call: null, actor: 2, step: null };
  return { trace, scene, scale, viewport, position, selected, measure, words };
}

const texts = (items: readonly DrawItem[]) =>
  items.flatMap((item) => {
    if (item.kind !== "text") return [];
    const w = measure(item.text, item.font);
    const x = { left: item.x, center: item.x - w / 2, right: item.x - w }[item.align];
    return [{ text: item.text, x, end: x + w, y: item.y, name: item.y < 40 }];
  });

test("in a crowd's ladder no name and no label is cut at an edge, and no two names touch", () => {
  const trace = crowd(1);
  for (const longName of [false, true]) {
    for (let scrollX = 0; scrollX < 700; scrollX += 13) {
      const given = input(trace, scrollX, scrollX % 2 === 0);
      const named = longName ? { ...words, actor: () => "客户端端端 52" } : words;
      const drawn = texts(drawLadder({ ...given, words: named }).items);
      const cut = drawn.filter(({ x, end }) => x < 0 || end > 740);
      expect(cut, `scrolled by ${scrollX}`).toEqual([]);
      const names = drawn.filter(({ name }) => name);
      expect(names.length).toBeGreaterThan(10);
      const touching = names.filter((one) =>
        names.some(
          (other) => other !== one && one.y === other.y && one.x <= other.end && other.x <= one.end,
        ),
      );
      expect(touching, `scrolled by ${scrollX}`).toEqual([]);
    }
  }
});

test("where more arrows are in sight than are drawn, it says how many", () => {
  const seen = (messages: number, draw: (given: TimelineInput) => LadderDrawing | LanesDrawing) => {
    const { items, targets } = draw(input(crowd(messages), 0, true));
    const notices = items.flatMap((item) =>
      item.kind === "text" && item.text.endsWith(" arrows") ? [item.text] : [],
    );
    return { notices, drawn: targets.flights.map(({ flight }) => flight.sentBy ?? 0) };
  };
  expect(seen(5, drawLadder).notices).toEqual([]);
  expect(seen(5, drawLadder).drawn).toHaveLength(500);
  const { notices, drawn } = seen(8, drawLadder);
  expect(notices).toEqual([`${MAX_ARROWS} of 800 arrows`]);
  const across = (given: TimelineInput) => {
    const { scrollX, scrollY, ...rest } = given.viewport;
    return drawLanes({ ...given, viewport: { ...rest, scrollX: scrollY, scrollY: scrollX } });
  };
  expect(seen(8, across).notices).toEqual(notices);
  expect(drawn).toHaveLength(MAX_ARROWS);
  // The newest: what happens in sight is among them.
  const last = Math.max(...drawn);
  expect(drawn.at(-1)).toBe(last);
  expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
});
