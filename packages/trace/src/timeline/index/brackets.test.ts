import { describe, expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { traceOf } from "../../testing/cast.ts";
import { at, conversation, Script, withOutsider } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { evenScale, timeScale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { timelineIndex } from "./timeline-index.ts";

type Line = Extract<DrawItem, { kind: "line" }>;
type Text = Extract<DrawItem, { kind: "text" }>;

/** An outsider that sends and ends while a server does other things; then `told` tells of it. */
function busyServer(told: (script: Script, server: number, connection: number) => void): Trace {
  const { script, server } = withOutsider();
  script.kernel(server, 99, ["ESTABLISHED"], ["ESTABLISHED"]);
  for (let i = 0; i < 3; i++) script.add({ kind: "actor.printed", actor: server, text: "busy" });
  told(script, server, 99);
  return traceOf(script);
}

function drawn(trace: Trace, options: { position?: number; time?: number } = {}) {
  const { position = trace.steps.length, time } = options;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale =
    time === undefined
      ? evenScale(scene.from, scene.to, 40)
      : timeScale(trace.steps, scene.from, scene.to, time);
  const viewport = { width: 1000, height: 3000, scrollX: 0, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  const input = { trace, scene, scale, viewport, position, selected, measure, words };
  return {
    scale,
    ladder: drawLadder(input),
    lanes: drawLanes({ ...input, viewport: { ...viewport, width: 3000 } }),
  };
}

const lines = (items: readonly DrawItem[], tone: string): Line[] =>
  items.filter((item): item is Line => item.kind === "line" && item.tone === tone);
const texts = (items: readonly DrawItem[]): string[] =>
  items.filter((item): item is Text => item.kind === "text").map(({ text }) => text);
/** Steps of segments with these flags. */
const rowsOf = (trace: Trace, flags: string): number[] =>
  [...trace.steps].flatMap((step) =>
    step.kind === "segment" &&
    step.flight.cargo.kind === "segment" &&
    step.flight.cargo.flags === flags
      ? [step.index]
      : [],
  );

describe("an interval over earlier rows", () => {
  const late = busyServer((script, server, connection) =>
    script.kernel(server, connection, ["CLOSE-WAIT", 1], ["FIN-WAIT-2"]),
  );
  const [fin = 0] = rowsOf(late, "FIN");
  const flight = late.flights.find((one) => one.startStep === fin);

  test("begins in the row into which the interval falls", () => {
    if (flight === undefined) throw new Error("no FIN");
    const top = timelineIndex(late).bracketTop(flight);
    // The last reading was quiet from its beginning on, and that lies in the accept before it.
    const since = flight.at?.[0] ?? 0;
    expect(late.steps.timeAt(top ?? 0)).toBeLessThanOrEqual(since);
    expect(late.steps.timeAt((top ?? 0) + 1)).toBeGreaterThan(since);
    expect(fin - (top ?? 0)).toBeGreaterThan(3);
  });

  test("is a bracket beside the sender's lifeline down to its arrow, in its hue, in both layouts", () => {
    const { ladder, lanes, scale } = drawn(late);
    const x = ladder.columns.x.get(2) ?? 0;
    const down = lines(ladder.items, "close").find(
      (line) =>
        line.x1 === line.x2 &&
        line.dash === "dashed" &&
        Math.abs(line.x1 - x) < 40 &&
        line.width < 2,
    );
    expect(down).toBeDefined();
    expect((down?.y2 ?? 0) - (down?.y1 ?? 0)).toBeGreaterThan(3 * 40);
    expect(Math.abs((down?.y2 ?? 0) - (44 + scale.at(fin)))).toBeLessThan(40);
    const along = lines(lanes.items, "close").find(
      (line) =>
        line.y1 === line.y2 && line.dash === "dashed" && line.width < 2 && line.head === "none",
    );
    expect((along?.x2 ?? 0) - (along?.x1 ?? 0)).toBeGreaterThan(3 * 40);
    for (const { items } of [ladder, lanes]) expect(texts(items)).toContain("FIN by now");
  });

  test("on a linear axis it is as long as the interval is", () => {
    const { ladder } = drawn(late, { time: 0.05 });
    const [from, to] = flight?.at ?? [0, 0];
    const x = ladder.columns.x.get(2) ?? 0;
    const down = lines(ladder.items, "close").find(
      (line) => line.x1 === line.x2 && Math.abs(line.x1 - x) < 40 && line.width < 2,
    );
    expect(Math.abs((down?.y2 ?? 0) - (down?.y1 ?? 0) - (to - from) * 0.05)).toBeLessThan(3);
  });

  test("what lies beyond the playhead is faint, bracket and all", () => {
    const { ladder } = drawn(late, { position: fin });
    for (const { alpha } of lines(ladder.items, "close").filter(({ width }) => width < 2))
      expect(alpha).toBeLessThan(0.5);
  });

  test("nothing is drawn where no row lies between", () => {
    const { script, server, client, socket, connection } = conversation(
      new Script().onLinux(),
      50_000,
    );
    script.whole(client, socket, "close", {}, {});
    script.whole(server, connection, "close", {}, {});
    const trace = createTrace();
    trace.append(script.events);
    const index = timelineIndex(trace);
    const told = trace.flights.filter((one) => index.bracketTop(one) !== null);
    // The answer to the SYN may have left before the server's accept began.
    expect(told.map(({ cargo }) => cargo.kind === "segment" && cargo.flags)).toEqual(["SYN,ACK"]);
  });
});

describe("a correction", () => {
  const { script, server, client, socket, connection } = conversation(
    new Script().onLinux(),
    50_000,
  );
  script.send(server, connection, "hi");
  script.whole(client, socket, "close", {}, {});
  script.kernel(server, connection, ["ESTABLISHED"]);
  const trace = createTrace();
  trace.append(script.events);
  const [rst = 0] = rowsOf(trace, "RST");
  const by = trace.steps.length;

  test("strikes what it corrects, once the playhead has reached it, and says where", () => {
    for (const items of [drawn(trace).ladder.items, drawn(trace).lanes.items]) {
      expect(texts(items)).toContain(`RST struck by ${by}`);
      const arrow = lines(items, "error").find(({ head }) => head === "filled");
      expect(arrow?.alpha).toBeLessThan(0.5);
      const label = items.find(
        (item): item is Text => item.kind === "text" && item.text.startsWith("RST"),
      );
      const strike = lines(items, "ink-3").find(({ y1, y2 }) => y1 === y2 && y1 === label?.y);
      expect(strike).toBeDefined();
    }
    expect(trace.columns.flights.replacedAt(by - 1)).toHaveLength(1);
  });

  test("before it all is drawn as it was known", () => {
    for (const items of [
      drawn(trace, { position: by - 1 }).ladder.items,
      drawn(trace, { position: by - 1 }).lanes.items,
    ]) {
      expect(texts(items)).toContain("RST");
      expect(lines(items, "error").find(({ head }) => head === "filled")?.alpha).toBe(1);
    }
    expect(rst).toBeLessThan(by - 1);
  });
});

describe("a datagram to where nobody is known", () => {
  function sent(): { script: Script; client: number; socket: number } {
    const script = new Script().onLinux();
    const client = script.actorAdded("client");
    const socket = script.opened(client, "SOCK_DGRAM");
    script.whole(client, socket, "connect", { address: at(9) }, { address: at(5000) });
    const payload = { length: 3, kept: "b25l" };
    script.whole(client, socket, "send", { payload }, { count: 3 });
    return { script, client, socket };
  }
  const traceOf = (script: Script) => {
    const trace = createTrace();
    trace.append(script.events);
    return trace;
  };

  test("ends open, without a cross, and says that it is not seen", () => {
    const { ladder, lanes } = drawn(traceOf(sent().script));
    for (const { items } of [ladder, lanes]) {
      const heads = lines(items, "udp").map(({ head }) => head);
      expect(heads).toContain("open");
      expect(heads).not.toContain("lost");
      expect(texts(items)).toContain("3 B unseen");
    }
  });

  test("has its cross once the system says that nobody was there", () => {
    const { script, client, socket } = sent();
    script.failed(script.began(client, socket, "recv", { size: 10 }), "ECONNREFUSED");
    const { items } = drawn(traceOf(script)).ladder;
    expect(lines(items, "udp").map(({ head }) => head)).toContain("lost");
    expect(texts(items)).toContain("3 B");
  });
});
