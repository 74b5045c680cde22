import { once } from "node:events";
import { type Command, LIMITS, PROTOCOL } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type ServerUnderTest,
  serverUnderTest,
  type ViewerUnderTest,
} from "../http/server.fixture.ts";

let server: ServerUnderTest;
beforeEach(async () => {
  server = await serverUnderTest();
});
afterEach(() => server.end());

/** Sends a command that produces a few events. */
async function greet(viewer: ViewerUnderTest): Promise<void> {
  const command: Command = { do: "spawn", program: "tcp-hand-client", count: 1 };
  viewer.send({ type: "command", id: "greet", command });
  await viewer.message(({ type }) => type === "done");
}

const all = async (viewer: ViewerUnderTest, seq: number): Promise<void> =>
  void (await viewer.message(() => viewer.events().at(-1)?.seq === seq));

test("hello is answered with a welcome and everything so far, then new events (M3, M4, B1)", async () => {
  const viewer = await server.view();
  viewer.hello();
  expect(await viewer.message(({ type }) => type === "welcome")).toMatchObject({
    protocol: PROTOCOL,
    session: server.journal.session,
    since: 0,
    seq: 1,
  });
  await all(viewer, 1);
  await server.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1 });
  await all(viewer, server.journal.seq);
  expect(viewer.events()).toEqual(server.journal.read(0, server.journal.seq));
});

test("a viewer continues after the last event that it holds", async () => {
  await server.lab.do({ do: "spawn", program: "tcp-hand-client", count: 3 });
  const { session, seq } = server.journal;
  for (let since = 0; since <= seq; since += 1) {
    const viewer = await server.view();
    viewer.hello(session, since);
    expect(await viewer.message(({ type }) => type === "welcome")).toMatchObject({ since });
    await server.lab.do({ do: "spawn", program: "udp-hand-client", count: 1 });
    await all(viewer, server.journal.seq);
    expect(viewer.events()).toEqual(server.journal.read(since, server.journal.seq));
    viewer.socket.terminate();
  }
});

test("a viewer with another session, or with more events than there are, starts at the beginning", async () => {
  for (const [session, since] of [
    ["another", 5],
    [null, 1],
    [server.journal.session, 1000],
  ] as const) {
    const viewer = await server.view();
    viewer.hello(session, since);
    expect(await viewer.message(({ type }) => type === "welcome")).toMatchObject({ since: 0 });
  }
});

test("more events than a batch holds come in several, in order and without a gap (B1, B2)", async () => {
  const fact = { kind: "actor.printed", actor: 1, text: "line" } as const;
  for (let line = 0; line < 2 * LIMITS.batchEvents + 10; line += 1) server.journal.record(fact);
  const viewer = await server.view();
  viewer.hello();
  await all(viewer, server.journal.seq);
  const sizes = viewer.messages.flatMap((message) =>
    message.type === "batch" ? [message.events.length] : [],
  );
  // The events that the file had already may come first, in a batch of their own.
  expect(sizes.length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBe(LIMITS.batchEvents);
  expect(viewer.events().map(({ seq }) => seq)).toEqual(
    Array.from({ length: server.journal.seq }, (_, index) => index + 1),
  );
});

test("a viewer that reads packed batches gets old events in them, and the same events (B4)", async () => {
  const fact = { kind: "actor.printed", actor: 1, text: "line" } as const;
  for (let line = 0; line < 6 * LIMITS.batchEvents; line += 1) server.journal.record(fact);
  const viewer = await server.view();
  viewer.hello(null, 0, PROTOCOL, true);
  await all(viewer, server.journal.seq);
  expect(viewer.packed.length).toBeGreaterThanOrEqual(LIMITS.batchEvents);
  // The more recent events came as JSON.
  const events = [...viewer.packed, ...viewer.events()];
  expect(events).toEqual(server.journal.read(0, server.journal.seq));
});

test("another protocol is a problem and gets no events (V1)", async () => {
  const viewer = await server.view();
  viewer.hello(null, 0, PROTOCOL + 1);
  expect(await viewer.message(() => true)).toMatchObject({ problem: { code: "version" } });
  await viewer.closed;
  expect(viewer.messages).toHaveLength(1);
});

test("a malformed message is reported, and the connection stays (M2, C1)", async () => {
  const viewer = await server.view();
  viewer.hello();
  await all(viewer, 1);
  const before = viewer.messages.length;
  const spawn = { do: "spawn", program: "echo-server", count: 1 };
  const wrong: [unknown, object][] = [
    ["{", { type: "problem", problem: { code: "malformed" } }],
    ["null", { type: "problem" }],
    [{ type: "dance" }, { type: "problem" }],
    [{ type: "hello", protocol: "1" }, { type: "problem" }],
    [
      { type: "command", id: "a", command: { do: "dance" } },
      { type: "refused", id: "a" },
    ],
    [
      { type: "command", id: "b", command: { ...spawn, port: 70000 } },
      { id: "b", problem: { message: "A port is a whole number from 0 to 65535." } },
    ],
    [
      { type: "command", id: "c", command: { ...spawn, count: 1001 } },
      { type: "refused", id: "c" },
    ],
    [{ type: "command", id: "d", command: { ...spawn, __proto__x: 1 } }, { id: "d" }],
  ];
  for (const [index, [message, answer]] of wrong.entries()) {
    viewer.send(typeof message === "string" ? message : JSON.stringify(message));
    await viewer.message(() => viewer.messages.length > before + index);
    expect(viewer.messages[before + index]).toMatchObject(answer);
  }
  viewer.socket.send(Buffer.from([1, 2, 3]));
  await viewer.message(() => viewer.messages.length > before + wrong.length);
  await greet(viewer);
});

test("a message that is too long closes only its own connection (M5)", async () => {
  const other = await server.view();
  const viewer = await server.view();
  viewer.socket.on("error", () => undefined);
  viewer.send("x".repeat(LIMITS.messageBytes + 1));
  const [code, reason] = (await once(viewer.socket, "close")) as [number, Buffer];
  expect([code, reason.toString()]).toEqual([1009, "A message has at most 1 MiB."]);
  other.hello();
  await all(other, 1);
});

test("a command is answered once, after the events that it caused", async () => {
  const viewer = await server.view();
  viewer.hello();
  await greet(viewer);
  const done = viewer.messages.findIndex(({ type }) => type === "done");
  expect(viewer.messages[done]).toEqual({ type: "done", id: "greet", actors: [1] });
  const before = viewer.messages.slice(0, done);
  const kinds = before.flatMap((message) =>
    message.type === "batch" ? message.events.map(({ kind }) => kind) : [],
  );
  expect(kinds).toContain("actor.added");
  viewer.send({ type: "command", id: "no", command: { do: "stop", actor: 77 } });
  expect(await viewer.message((message) => "id" in message && message.id === "no")).toMatchObject({
    type: "refused",
    problem: { code: "unknown-actor", message: "There is no card 77 on the stage." },
  });
});

test("a viewer that disconnects leaves the lab unchanged", async () => {
  const viewer = await server.view();
  viewer.hello();
  await greet(viewer);
  viewer.socket.terminate();
  const next = await server.view();
  next.hello(server.journal.session, 1);
  await all(next, server.journal.seq);
  expect(next.events()[0]?.seq).toBe(2);
});

const VIEWER = "0123456789abcdef";

test("a command that is repeated, over this connection or the next, acts once (C8)", async () => {
  const first = await server.view();
  const command: Command = { do: "spawn", program: "tcp-hand-client", count: 1 };
  const greeting = { type: "command", id: "c1", command } as const;
  const { token } = server;
  const hello = { type: "hello", protocol: PROTOCOL, token, session: null, since: 0 } as const;
  first.send({ ...hello, viewer: VIEWER });
  first.send(greeting);
  first.send(greeting);
  await first.message(() => first.messages.filter(({ type }) => type === "done").length === 2);
  const gone = once(first.socket, "close");
  const second = await server.view();
  second.send({ ...hello, viewer: VIEWER });
  second.send(greeting);
  expect(await second.message(({ type }) => type === "done")).toEqual({
    ...{ type: "done", id: "c1", actors: [1] },
  });
  // A viewer has one connection: the old one may be half open.
  await gone;
  const other = await server.view();
  other.send({ ...hello, viewer: `${VIEWER}0` });
  other.send(greeting);
  expect(await other.message(({ type }) => type === "done")).toMatchObject({ actors: [2] });
  const added = server.journal.read(0, server.journal.seq);
  expect(added.filter(({ kind }) => kind === "actor.added")).toHaveLength(2);
});

test("a refused command stays refused, even if it were possible by now", async () => {
  const viewer = await server.view();
  viewer.hello();
  const stop = { type: "command", id: "c1", command: { do: "stop", actor: 1 } } as const;
  viewer.send(stop);
  await viewer.message(({ type }) => type === "refused");
  await server.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1 });
  viewer.send(stop);
  const refused = () => viewer.messages.filter(({ type }) => type === "refused");
  await viewer.message(() => refused().length === 2);
  expect(refused()[1]).toEqual(refused()[0]);
});
