import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { createTrace } from "../../trace.ts";
import { evenScale } from "../axis/scale.ts";
import { type Held, held, type LinkDid } from "../testing/link.fixture.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { drawLanes } from "./lanes.ts";

const STEP = 56;

function draw({ trace }: Pick<Held, "trace">, position = trace.steps.length) {
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, STEP);
  const viewport = { width: 3000, height: 500, scrollX: 0, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  return drawLanes({ trace, scene, scale, viewport, position, selected, measure, words });
}

/** The arrow of the six bytes, and the bars of the rows from which and to which they go. */
function dataOf(told: Held) {
  const drawing = draw(told);
  const arrow = drawing.targets.flights.find(({ flight }) => flight.cargo.kind === "stream")?.ends;
  const lines = drawing.items.flatMap((item) =>
    item.kind === "line" && item.dash === "zigzag" && item.x1 !== item.x2 ? [item] : [],
  );
  const line = lines.find(({ y1, y2 }) => y1 === arrow?.y1 && y2 === arrow.y2);
  const row = (socket: number) => drawing.rows.find(({ row }) => row.socket === socket);
  const [from, to] = [row(told.socket)?.top ?? 0, row(told.connection)?.top ?? 0];
  return { arrow, line, way: Math.abs(to - from) };
}

test("what the link holds comes half the way in lanes too, without a head, until it has passed", () => {
  const high = (link: readonly LinkDid[]) => {
    const { arrow, line, way } = dataOf(held(link));
    return { part: Math.abs((arrow?.y2 ?? 0) - (arrow?.y1 ?? 0)) / way, head: line?.head };
  };
  const [holds, passed, lost] = [high(["delay"]), high(["delay", "passed"]), high(["reset"])];
  expect(holds.head).toBe("none");
  expect(holds.part).toBeLessThan(0.6);
  expect(passed.head).toBe("open");
  expect(passed.part).toBeGreaterThan(0.7);
  expect(lost.head).toBe("lost");
  expect(lost.part).toBeLessThan(0.6);
});

test("what its receiver closed on while the link held it never came to it", () => {
  const told = held(["delay"]);
  told.script.whole(told.server, told.connection, "close", {}, {});
  const trace = createTrace();
  trace.append(told.script.events);
  const { arrow, line, way } = dataOf({ ...told, trace });
  expect(line?.head).toBe("lost");
  expect(Math.abs((arrow?.y2 ?? 0) - (arrow?.y1 ?? 0)) / way).toBeLessThan(0.6);
});

test("what the link holds goes on to the playhead, what has passed ends where it passed", () => {
  const { trace, ...told } = held(["delay"]);
  for (let i = 0; i < 6; i++) {
    told.script.add({ kind: "actor.printed", actor: told.server, text: "." });
  }
  trace.append(told.script.events);
  const position = trace.steps.length;
  const flightOf = (drawing: ReturnType<typeof draw>) =>
    drawing.targets.flights.find(({ flight }) => flight.cargo.kind === "stream");
  const still = flightOf(draw({ trace }, position));
  const playhead = draw({ trace }, position).items.find(
    (item) => item.kind === "line" && item.tone === "inject" && item.x1 === item.x2,
  );
  expect(still?.ends.x2).toBeCloseTo(playhead?.kind === "line" ? playhead.x1 : Number.NaN);
  const { actor, socket, call } = { ...told, actor: told.client };
  told.script.add({ kind: "link.passed", actor, socket, call, offset: 0, length: 6 });
  trace.append(told.script.events);
  const passed = flightOf(draw({ trace }));
  const { passedStep = 0, startStep = 0 } = passed?.flight ?? {};
  const steps = ((passed?.ends.x2 ?? 0) - (passed?.ends.x1 ?? 0)) / STEP;
  expect(steps).toBeCloseTo((passedStep ?? 0) + 1 - (startStep + 0.5));
});

test("what the link did is a zigzag on its row, a call at the gate a shade until it begins", () => {
  const told = held(["delay"]);
  const { client, socket, script } = told;
  const reached = { actor: client, socket, verb: "close", args: {}, at: "call" } as const;
  const call = script.began(client, socket, "close");
  const began = script.events.pop();
  script.add({ kind: "gate.reached", ...reached, call, why: "step" });
  script.add({ kind: "actor.printed", actor: told.server, text: "." });
  const standing = createTrace();
  const events = script.events.map((event) =>
    event.kind === "link.fault" ? { ...event, truth: "injected" as const } : event,
  );
  standing.append(events);
  const drawing = draw({ trace: standing });
  const zigzags = drawing.items.filter(
    (item) => item.kind === "line" && item.dash === "zigzag" && item.x1 === item.x2,
  );
  expect(zigzags).toHaveLength(1);
  const shades = ({ items }: ReturnType<typeof draw>) =>
    items.flatMap((item) => (item.kind === "rect" && item.stroke === "inject" ? [item] : []));
  expect(shades(drawing)).toHaveLength(1);
  expect(drawing.items.some((item) => item.kind === "dot" && item.shape === "gate")).toBe(true);
  if (began !== undefined) script.events.push({ ...began, seq: script.events.length + 1 });
  standing.append(script.events);
  const [shade] = shades(draw({ trace: standing }));
  expect(shade?.w).toBeCloseTo(2 * STEP);
});
