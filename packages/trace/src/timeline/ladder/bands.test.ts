import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { evenScale } from "../axis/scale.ts";
import { timelineIndex } from "../index/timeline-index.ts";
import { hitTest } from "../marks/targets.ts";
import { ribbonState } from "../overview/ribbon.ts";
import { type Held, type LinkDid, held as talk } from "../testing/link.fixture.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { drawLadder } from "./ladder.ts";

const ROW = 32;

function draw({ trace }: Pick<Held, "trace">, position = trace.steps.length, width = 900) {
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, ROW);
  const viewport = { width, height: 3000, scrollX: 0, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  return drawLadder({ trace, scene, scale, viewport, position, selected, measure, words });
}

test("each end's TCP state is a band beside its lifeline, dashed where it was inferred", () => {
  const told = talk();
  const { items, targets } = draw(told);
  const states = targets.bands.flatMap((band) =>
    band.kind === "state" ? [`${band.row.actor.id} ${band.phase}`] : [],
  );
  expect(states).toEqual(["2 SYN-SENT", "2 ESTABLISHED", "1 bound", "1 LISTEN", "1 ESTABLISHED"]);
  const lines = items.filter((item) => item.kind === "line" && item.x1 === item.x2);
  const dashOf = (tone: string) =>
    new Set(
      lines.flatMap((line) => (line.kind === "line" && line.tone === tone ? [line.dash] : [])),
    );
  expect(dashOf("data")).toEqual(new Set(["dashed"]));
  // LISTEN was said by a call, SYN-SENT follows from one.
  expect(dashOf("setup")).toEqual(new Set(["solid", "dashed"]));
  const texts = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  expect(texts).toContain("ESTABLISHED");
});

test("sockets for whose band there is no room are counted", () => {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  for (let i = 0; i < 5; i++) {
    const client = script.actorAdded("client");
    script.connected(server, listener, client, [5000 + i, 8888]);
  }
  const trace = createTrace();
  trace.append(script.events);
  for (const [width, left] of [
    [3000, "+3 sockets"],
    [500, "+5"],
  ] as const) {
    const { items, targets, columns } = draw({ trace }, trace.steps.length, width);
    const drawn = new Set(
      targets.bands.flatMap(({ row }) => (row.actor.id === server ? [row.socket] : [])),
    );
    expect(drawn.size).toBe(width === 500 ? 1 : 3);
    const texts = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
    expect(texts).toContain(left);
    // Where lifelines stand close the number lies on its own one.
    const at = items.find((item) => item.kind === "text" && item.text === left);
    const own = Math.abs((at?.kind === "text" ? at.x : 0) - (columns.x.get(server) ?? 0));
    expect(own < 14).toBe(width === 500);
  }
});

test("a pointer on a band finds the state, and what waits there", () => {
  const { targets } = draw(talk());
  const unread = targets.bands.find(({ kind }) => kind === "unread");
  expect(unread).toMatchObject({ amount: 6, row: { actor: { id: 1 } } });
  const box = unread?.box ?? { x: 0, y: 0, w: 0, h: 0 };
  const hit = hitTest(targets, box.x + 4, box.y + 4);
  expect(hit).toMatchObject({ kind: "band" });
});

test("what the link holds comes half the way, without a head, until it has passed", () => {
  const held = draw(talk(["delay"]));
  const [client, server] = [2, 1].map((actor) => held.columns.x.get(actor) ?? 0);
  const half = ((client ?? 0) + (server ?? 0)) / 2;
  const arrowOf = ({ items }: ReturnType<typeof draw>) =>
    items.findLast((item) => item.kind === "line" && item.dash === "zigzag");
  expect(arrowOf(held)).toMatchObject({ head: "none" });
  expect(endOf(arrowOf(held))).toBeLessThan(half + 60);
  const passed = draw(talk(["delay", "passed"]));
  expect(arrowOf(passed)).toMatchObject({ head: "open" });
  expect(endOf(arrowOf(passed))).toBeGreaterThan((server ?? 0) - 20);
  const lost = draw(talk(["reset"])).items.find(
    (item) => item.kind === "line" && item.head === "lost",
  );
  expect(lost).toMatchObject({ dash: "zigzag" });
  expect(endOf(lost)).toBeLessThan(half + 60);
});

const endOf = (item: ReturnType<typeof draw>["items"][number] | undefined): number =>
  item?.kind === "line" ? item.x2 : Number.NaN;

test("bytes that the link holds do not wait at the other end", () => {
  const waiting = (link: readonly LinkDid[]) => {
    const { trace, socket, connection } = talk(link);
    const index = timelineIndex(trace);
    const [from, to] = [index.rowOf(socket) ?? null, index.rowOf(connection) ?? null];
    const { landed, sent } = ribbonState(from, to, trace.steps.length);
    return { landed, sent, fill: to?.tracks.unread.last, ever: to?.tracks.unread.has(6) };
  };
  expect(waiting([])).toEqual({ landed: 6, sent: 6, fill: 6, ever: true });
  expect(waiting(["delay"])).toEqual({ landed: 0, sent: 6, fill: 0, ever: false });
  expect(waiting(["delay", "passed"])).toEqual({ landed: 6, sent: 6, fill: 6, ever: true });
});

test("a call at the gate is a shade until it begins, a breakpoint has a sign", () => {
  const { script, client, socket } = talk();
  const reached = { actor: client, call: 99, socket, verb: "close", args: {}, at: "call" } as const;
  script.add({ kind: "gate.reached", ...reached, why: "breakpoint", breakpoint: 1 });
  const trace = createTrace();
  trace.append(script.events);
  const { items } = draw({ trace });
  expect(items.filter((item) => item.kind === "dot" && item.shape === "stop")).toHaveLength(1);
  expect(items.some((item) => item.kind === "rect" && item.stroke === "inject")).toBe(true);
});
