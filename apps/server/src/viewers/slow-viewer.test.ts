import { EventEmitter } from "node:events";
import { LIMITS, PROTOCOL, type ServerMessage } from "@sockscope/protocol";
import { expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { Journal } from "../journal/journal.ts";
import { JournalLines } from "../journal/journal-lines.ts";
import { Lab } from "../lab/lab.ts";
import { eventually } from "../testing/eventually.fixture.ts";
import { Viewer } from "./viewer.ts";
import { ViewerLoad } from "./viewer-load.ts";
import { ViewerRegistry } from "./viewer-registry.ts";

const TIMERS = ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const;

/** A connection that accepts nothing while `bufferedAmount` is high. */
class Line extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  bufferedAmount = 0;
  readonly sent: ServerMessage[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text) as ServerMessage);
  }
  pings = 0;
  hungUp = false;
  ping(): void {
    this.pings += 1;
  }
  terminate(): void {
    if (this.hungUp) return;
    this.hungUp = true;
    this.emit("close");
  }
  say(message: object): void {
    this.emit("message", Buffer.from(JSON.stringify(message)), false);
  }
}

/** A viewer on a connection that the test controls, and its lab. */
function viewed(more: { readonly patience?: number; readonly beat?: number } = {}) {
  const journal = new Journal();
  const lab = new Lab({ journal, version: "test" });
  const line = new Line();
  const lines = new JournalLines({ journal, file: null, stopped: () => undefined });
  const viewer = new Viewer(line as unknown as WebSocket, {
    ...{ journal, lines, lab, registry: new ViewerRegistry(), version: "test", role: "local" },
    ...{ invitation: null, warn: () => undefined, ...more },
  });
  const hello = (): void =>
    line.say({ type: "hello", protocol: PROTOCOL, token: "t", session: null, since: 0 });
  hello();
  const end = async (): Promise<void> => {
    line.terminate();
    lines.close();
    await lab.close();
  };
  return { journal, line, viewer, hello, end };
}

test("a viewer whose connection stays full is informed once, loses nothing, and delays nobody", async () => {
  const { journal, line, end } = viewed({ patience: 50 });
  const told = () =>
    line.sent.filter(({ type, ...more }) => type === "problem" && "problem" in more).length;
  const events = () =>
    line.sent.flatMap((message) => (message.type === "batch" ? message.events : []));
  const record = (): void => journal.record({ kind: "actor.printed", actor: 1, text: "line" });
  await eventually(() => expect(events()).toHaveLength(1));
  expect(told()).toBe(0);

  line.bufferedAmount = LIMITS.unsentBytes + 1;
  for (let made = 0; made < 100; made += 1) record();
  await eventually(() => expect(told()).toBe(1));
  expect(line.sent.at(-1)).toMatchObject({ type: "problem", problem: { code: "slow-viewer" } });
  // The queue does not grow meanwhile.
  expect(events()).toHaveLength(1);

  line.bufferedAmount = 0;
  await eventually(() => expect(events()).toHaveLength(101));
  expect(events().map(({ seq }) => seq)).toEqual([...Array(101).keys()].map((at) => at + 1));
  expect(told()).toBe(1);
  await end();
});

test("unread answers do not pile up without limit: the connection is ended", async () => {
  const { line, end } = viewed();
  line.bufferedAmount = 8 * LIMITS.unsentBytes;
  line.say({ type: "command", id: "a", command: { do: "gate", scope: "all", mode: "free" } });
  await eventually(() => expect(line.sent.at(-1)).toMatchObject({ type: "done", id: "a" }));
  expect(line.hungUp).toBe(false);
  line.bufferedAmount += 1;
  line.say({ type: "command", id: "b", command: { do: "gate", scope: "all", mode: "free" } });
  await eventually(() => expect(line.hungUp).toBe(true));
  await end();
});

test("a connection whose other end answers no ping is ended, and one that answers stays (M6)", async () => {
  const [deaf, alive] = [viewed({ beat: 10 }), viewed({ beat: 10 })];
  alive.line.ping = () => {
    alive.line.pings += 1;
    alive.line.emit("pong");
  };
  await eventually(() => expect(deaf.line.hungUp).toBe(true));
  await eventually(() => expect(alive.line.pings).toBeGreaterThan(20));
  expect(alive.line.hungUp).toBe(false);
  await deaf.end();
  await alive.end();
});

test("a viewer that joins a flood catches up in small batches: the programs keep the event loop", async () => {
  const { journal, line, hello, end } = viewed();
  const record = (count: number): void => {
    for (let made = 0; made < count; made += 1)
      journal.record({ kind: "actor.printed", actor: 1, text: "line" });
  };
  const batches = (): number => line.sent.filter(({ type }) => type === "batch").length;
  record(400_000);
  hello();
  // Sixteen clients echo: each turn of the loop brings four events of each.
  for (let turn = 0; turn < 150; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    record(64);
  }
  expect(batches()).toBeGreaterThan(0);
  expect(batches()).toBeLessThan(30);
  await end();
});

test("several viewers in a flood share the time of one, and all get the same events", () => {
  vi.useFakeTimers({ toFake: [...TIMERS, "setImmediate", "clearImmediate", "Date"] });
  const took = 3;
  let busy = 0;
  const now = vi.spyOn(performance, "now").mockImplementation(() => Date.now() + busy);
  const journal = new Journal();
  const lab = new Lab({ journal, version: "test" });
  // Making a batch takes some ms, in which nothing else runs.
  const lines = {
    ...{ first: 1, stopped: null },
    after: (since: number) => {
      busy += took;
      return journal.readJson(since, LIMITS.batchEvents);
    },
  } as unknown as JournalLines;
  const load = new ViewerLoad();
  const all = Array.from({ length: 10 }, () => new Line());
  for (const line of all) {
    new Viewer(line as unknown as WebSocket, {
      ...{ journal, lines, lab, registry: new ViewerRegistry(), version: "test", role: "local" },
      ...{ invitation: null, warn: () => undefined, load },
    });
    line.say({ type: "hello", protocol: PROTOCOL, token: "t", session: null, since: 0 });
  }
  for (let ms = 0; ms < 3000; ms += 1) {
    for (let made = 0; made < 30; made += 1)
      journal.record({ kind: "actor.printed", actor: 1, text: "line" });
    vi.advanceTimersByTime(1);
  }
  const batches = all.map(({ sent }) => sent.filter(({ type }) => type === "batch").length);
  expect(Math.min(...batches)).toBeGreaterThan(2);
  expect(busy / (3000 + busy)).toBeLessThan(0.08);
  for (const line of all) line.terminate();
  now.mockRestore();
  vi.useRealTimers();
});
