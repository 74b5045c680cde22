import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { Camera } from "../axis/camera.ts";
import type { Selected } from "../axis/input.ts";
import { evenScale } from "../axis/scale.ts";
import { timelineIndex } from "../index/timeline-index.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { AXIS } from "../lanes/geometry.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { CrossAxis, type Drawn } from "./cross-axis.ts";

const SIZE = { width: 900, height: 400 };
const NOTHING: Selected = { call: null, actor: null, step: null };

/** A server and forty clients, each of which prints once. */
function crowd() {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const clients = Array.from({ length: 40 }, (_, i) => {
    const client = script.actorAdded("client");
    script.connected(server, listener, client, [5000 + i, 8888]);
    return client;
  });
  for (const actor of clients) script.add({ kind: "actor.printed", actor, text: "." });
  const trace = createTrace();
  trace.append(script.events);
  return { trace, clients, index: timelineIndex(trace), last: trace.steps.length };
}

const { trace, clients, index, last } = crowd();

function draw(layout: Drawn["layout"], px: number, position: number): Drawn {
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, 30);
  const along = scale.at(position) - 200;
  const [scrollX, scrollY] = layout === "ladder" ? [px, along] : [along, px];
  const viewport = { ...SIZE, scrollX, scrollY };
  const input = { trace, scene, scale, viewport, position, measure, words, selected: NOTHING };
  return layout === "ladder"
    ? { layout, drawing: drawLadder(input) }
    : { layout, drawing: drawLanes(input) };
}

/** Whether this client is in sight when the first picture in a layout has been drawn. */
function sees(
  across: CrossAxis,
  layout: Drawn["layout"],
  client: number,
  position: number,
): boolean {
  across.settle(draw(layout, across.px, position), SIZE);
  const { drawing } = draw(layout, across.px, position);
  if ("columns" in drawing) {
    const x = (drawing.columns.x.get(client) ?? -1) - across.px;
    return x > 0 && x < SIZE.width;
  }
  return drawing.rows.some(
    ({ row, top, height }) =>
      row.actor.id === client && top >= AXIS - 1 && top + height <= SIZE.height + 1,
  );
}

test.each(["ladder", "lanes"] as const)(
  "the first picture as %s has the playhead's socket in sight",
  (layout) => {
    for (const [i, client] of clients.entries()) {
      const position = last - clients.length + i + 1;
      const across = new CrossAxis();
      across.attend({ position, selected: NOTHING }, index, true);
      expect(sees(across, layout, client, position)).toBe(true);
    }
  },
);

test.each(["ladder", "lanes"] as const)(
  "what is selected comes into sight in the %s, and stays when it is shown anew",
  (layout) => {
    const [first = 0, , , other = 0] = clients;
    const across = new CrossAxis();
    across.attend({ position: last, selected: NOTHING }, index, true);
    expect(sees(across, layout, first, last)).toBe(false);
    const selected = { ...NOTHING, actor: first };
    across.attend({ position: last, selected }, index, false);
    expect(sees(across, layout, first, last)).toBe(true);
    const again = new CrossAxis();
    again.attend({ position: last, selected }, index, true);
    expect(sees(again, layout, first, last)).toBe(true);
    // The playhead goes on to somebody else.
    const position = last - clients.length + 4;
    again.attend({ position, selected }, index, false);
    expect(sees(again, layout, other, position)).toBe(true);
  },
);

test("rows that a person scrolls stay until the playhead moves", () => {
  const across = new CrossAxis();
  const stands = { position: last, selected: NOTHING };
  across.attend(stands, index, true);
  across.settle(draw("lanes", 0, last), SIZE);
  across.scrollBy(-200);
  const { px } = across;
  across.attend(stands, index, false);
  expect(across.settle(draw("lanes", px, last), SIZE)).toBe(false);
  expect(across.px).toBe(px);
});

test("a camera reveals what is out of sight, and keeps the playhead there or does not move", () => {
  const camera = new Camera({ step: 30, maxStep: 90, tail: 40 });
  camera.room = 400;
  camera.scroll = 1000;
  camera.reveal(1200, null);
  expect(camera.scroll).toBe(1000);
  camera.reveal(1500, 1300);
  expect(camera.scroll).toBe(1140);
  expect(camera.following).toBe(false);
  camera.reveal(100, 1300);
  expect(camera.scroll).toBe(1140);
  camera.reveal(100, null);
  expect(camera.scroll).toBe(60);
});
