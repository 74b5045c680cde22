import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { at, Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { evenScale, timeScale } from "../axis/scale.ts";
import { overlaps } from "../draw/labels.ts";
import { timelineIndex } from "../index/timeline-index.ts";
import { talk, talkScript } from "../testing/talk.fixture.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { drawLanes } from "./lanes.ts";

interface Look {
  readonly position?: number;
  readonly width?: number;
  readonly height?: number;
  readonly scrollX?: number;
  readonly scrollY?: number;
  readonly step?: number;
  readonly time?: number | undefined;
}

function lanes(trace: Trace, look: Look = {}) {
  const position = look.position ?? trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale =
    look.time === undefined
      ? evenScale(scene.from, scene.to, look.step ?? 56)
      : timeScale(trace.steps, scene.from, scene.to, look.time);
  const { width = 4000, height = 700, scrollX = 0, scrollY = 0 } = look;
  const viewport = { width, height, scrollX, scrollY };
  const selected = { call: null, actor: null, step: null };
  return drawLanes({ trace, scene, scale, viewport, position, selected, measure, words });
}

const looks = fc.record({
  width: fc.integer({ min: 320, max: 3840 }),
  height: fc.integer({ min: 120, max: 1200 }),
  step: fc.double({ min: 0.5, max: 200, noNaN: true }),
  scrollX: fc.integer({ min: 0, max: 3000 }),
  scrollY: fc.integer({ min: 0, max: 200 }),
  time: fc.option(fc.double({ min: 0.0001, max: 1, noNaN: true }), { nil: undefined }),
});
const choices = fc.array(fc.nat(99), { maxLength: 30 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("the lanes' draw list", () => {
  test("no two labels overlap, and the playhead crosses none, whatever the look", () => {
    fc.assert(
      fc.property(choices, looks, share, (spoken, look, part) => {
        const trace = talk(spoken);
        const { labels, items } = lanes(trace, { ...look, position: part * trace.steps.length });
        const overlapping = labels.filter((a, i) => labels.some((b, j) => j > i && overlaps(a, b)));
        expect(overlapping).toEqual([]);
        const crossed = items.filter(
          (line) =>
            line.kind === "line" &&
            line.tone === "inject" &&
            labels.some(
              (box) =>
                line.x1 > box.x &&
                line.x1 < box.x + box.w &&
                line.y2 > box.y + 0.01 &&
                line.y1 < box.y + box.h - 0.01,
            ),
        );
        expect(crossed).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("an arrow joins the rows of the very sockets, from the send to the recv that took its bytes", () => {
    fc.assert(
      fc.property(choices, (spoken) => {
        const trace = talk(spoken);
        const { targets } = lanes(trace, { width: 60_000 });
        for (const { flight } of targets.flights) {
          if (flight.cargo.kind !== "stream" || flight.consumedBy === null) continue;
          const sent = trace.calls.get(flight.sentBy ?? 0);
          const taken = trace.calls.get(flight.consumedBy);
          const { offset, length } = flight.cargo;
          const from = sent?.args.offset ?? -1;
          const to = taken?.result?.offset ?? -1;
          expect(offset).toBeGreaterThanOrEqual(Math.max(from, to));
          expect(offset + length).toBeLessThanOrEqual(from + (sent?.args.payload?.length ?? 0));
          expect(offset + length).toBeLessThanOrEqual(to + (taken?.result?.payload?.length ?? 0));
          expect([sent?.beganStep, taken?.endedStep]).toEqual([flight.startStep, flight.endStep]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a refused connect is a SYN, the reset that answers it, and an error", () => {
    const script = new Script();
    const client = script.actorAdded("client");
    const { connect: call } = script.dialled(client, [50000, 8888]);
    script.failed(call, "ECONNREFUSED");
    const trace = createTrace();
    trace.append(script.events);
    const { items, targets } = lanes(trace);
    const flights = targets.flights.map(({ flight }) => flight);
    expect(flights.map(({ cargo }) => cargo.kind === "segment" && cargo.flags)).toEqual([
      "SYN",
      "RST",
    ]);
    expect(flights.map(({ truth, from, to }) => [truth, from?.actor, to?.actor])).toEqual([
      ["inferred", client, undefined],
      ["inferred", undefined, client],
    ]);
    // Nobody is there: one leaves its row upwards, the other comes from there.
    const [syn, rst] = targets.flights.map(({ ends }) => ends);
    expect((syn?.y2 ?? 0) < (syn?.y1 ?? 0) && (rst?.y2 ?? 0) > (rst?.y1 ?? 0)).toBe(true);
    const texts = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
    for (const said of ["SYN", "RST", "connect ✕ ECONNREFUSED"]) expect(texts).toContain(said);
    const arrows = items.filter((item) => item.kind === "line" && item.head !== "none");
    expect(arrows.map((item) => item.kind === "line" && item.dash)).toEqual(["dashed", "dashed"]);
  });

  test("what waits at a socket is what was sent to it and not read", () => {
    fc.assert(
      fc.property(choices, (spoken) => {
        const trace = talk(spoken);
        const index = timelineIndex(trace);
        for (let step = 0; step <= trace.steps.length; step += 7) {
          for (const { sockets } of trace.stageAt(step).actors) {
            for (const socket of sockets) {
              const row = index.rowOf(socket.id);
              expect(row?.tracks.unread.at(step - 1)).toBe(socket.unread);
              expect(row?.tracks.queue.at(step - 1)).toBe(socket.queue.length);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test("folding event by event gives what folding at once gives", () => {
    fc.assert(
      fc.property(choices, (spoken) => {
        const { events } = talkScript(spoken);
        const [whole, live] = [createTrace(), createTrace()];
        whole.append(events);
        for (const event of events) {
          live.append([event]);
          timelineIndex(live);
        }
        expect(lanes(live).items).toEqual(lanes(whole).items);
      }),
      { numRuns: 20 },
    );
  });

  test("states, queue and unread bytes are named along the row", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    const listener = script.listening(server, 8888);
    const client = script.actorAdded("client");
    const { connection } = script.connected(server, listener, client, [5000, 8888]);
    script.send(server, connection, "x".repeat(24));
    for (let i = 0; i < 6; i++) script.add({ kind: "actor.printed", actor: server, text: "." });
    const trace = createTrace();
    trace.append(script.events);
    const said = textsOf(trace);
    for (const text of ["LISTEN", "ESTABLISHED", "24 B wait"]) expect(said).toContain(text);
  });

  test("an outsider, and a thousand rows", () => {
    const script = new Script();
    const server = script.actorAdded("server");
    script.listening(server, 8888);
    for (let i = 0; i < 1000; i++) script.actorAdded("outsider", { address: at(2000 + i) });
    const trace = createTrace();
    trace.append(script.events);
    const drawing = lanes(trace, { height: 400, scrollY: 20_000 });
    expect(drawing.extent).toBeGreaterThan(30_000);
    expect(drawing.rows.length).toBeLessThan(20);
    expect(drawing.items.length).toBeLessThan(3000);
  });

  test("an empty trace, one event, and a thousand at one instant draw", () => {
    expect(lanes(createTrace()).items.length).toBeGreaterThan(0);
    const script = new Script();
    const actor = script.actorAdded("server");
    for (let i = 0; i < 1000; i++) script.add({ kind: "actor.printed", actor, text: `${i}` });
    const trace = createTrace();
    trace.append(script.events.map((event) => ({ ...event, t: 5 })));
    expect(lanes(trace, { time: 1, width: 1000 }).items.length).toBeGreaterThan(0);
    expect(lanes(trace, { step: 0.5, width: 1000 }).items.length).toBeGreaterThan(0);
  });

  test("past a density counts stand for arrows, none is lost, and it is said", () => {
    const trace = talk(Array.from({ length: 400 }, (_, i) => i));
    const steps = trace.steps.length;
    const { targets } = lanes(trace, { width: 1000, step: 780 / steps });
    expect(targets.flights).toEqual([]);
    expect(textsOf(trace, { width: 1000, step: 780 / steps })).toContain(`${steps} steps`);
    expect(timelineIndex(trace).summary.counts(0, steps, new Uint32Array(9))).toBe(steps);
  });
});

const textsOf = (trace: Trace, look: Look = {}): readonly string[] =>
  lanes(trace, look).items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
