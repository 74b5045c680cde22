import { EventEmitter } from "node:events";
import { LIMITS, PROTOCOL, type ServerMessage } from "@sockscope/protocol";
import { expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { Journal } from "./journal.ts";
import { JournalLines } from "./journal-lines.ts";
import { KnownViewers } from "./known-viewers.ts";
import { Lab } from "./lab.ts";
import { Viewer } from "./viewer.ts";

/** A line that takes nothing while `bufferedAmount` is high. */
class Line extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  bufferedAmount = 0;
  readonly sent: ServerMessage[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text) as ServerMessage);
  }
  ping(): void {}
  terminate(): void {}
  say(message: object): void {
    this.emit("message", Buffer.from(JSON.stringify(message)), false);
  }
}

test("a viewer whose line stays full is told once, loses nothing, and nobody waits for it", async () => {
  const journal = new Journal();
  const lab = new Lab({ journal, version: "test" });
  const line = new Line();
  const lines = new JournalLines({ journal, file: null, stopped: () => undefined });
  const viewer = new Viewer(line as unknown as WebSocket, {
    ...{ journal, lines, lab, known: new KnownViewers(), version: "test", role: "local" },
    ...{ invitation: null, warn: () => undefined, patience: 50 },
  });
  const told = () =>
    line.sent.filter(({ type, ...more }) => type === "problem" && "problem" in more).length;
  const events = () =>
    line.sent.flatMap((message) => (message.type === "batch" ? message.events : []));
  const record = (): void => journal.record({ kind: "actor.printed", actor: 1, text: "line" });
  line.say({ type: "hello", protocol: PROTOCOL, token: "t", session: null, since: 0 });
  await vi.waitFor(() => expect(events()).toHaveLength(1));
  expect(told()).toBe(0);

  line.bufferedAmount = LIMITS.unsentBytes + 1;
  for (let made = 0; made < 100; made += 1) record();
  await vi.waitFor(() => expect(told()).toBe(1));
  expect(line.sent.at(-1)).toMatchObject({ type: "problem", problem: { code: "slow-viewer" } });
  // The queue does not grow meanwhile.
  expect(events()).toHaveLength(1);

  line.bufferedAmount = 0;
  await vi.waitFor(() => expect(events()).toHaveLength(101));
  expect(events().map(({ seq }) => seq)).toEqual([...Array(101).keys()].map((at) => at + 1));
  expect(told()).toBe(1);
  expect(viewer).toBeDefined();
  line.emit("close");
  lines.close();
  await lab.close();
});
