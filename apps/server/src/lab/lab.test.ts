import { eventSchema, LIMITS } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned } from "./lab.fixture.ts";

let stage: LabUnderTest;
beforeEach(() => {
  stage = labUnderTest();
});
afterEach(() => stage.lab.close());

const code = (problem: string) => ({ problem: { code: problem } });

test("spawn: cards, numbers, and events that the protocol knows, without a gap (E1, E2)", async () => {
  const { port } = await stage.server("echo-server");
  const clients = await stage.do({ do: "spawn", program: "hello-client", count: 3, port });
  await Promise.all(clients.map((actor) => stage.event(ended(actor))));
  const added = stage.of("actor.added").map(({ program, number }) => `${program} ${number}`);
  expect(added).toEqual(["echo-server 1", "hello-client 1", "hello-client 2", "hello-client 3"]);
  const printed = stage.of("actor.printed").map(({ text }) => text);
  expect(printed.sort()).toEqual([1, 2, 3].map((number) => `hello from client ${number}`));
  let before = 0;
  for (const [index, event] of stage.events().entries()) {
    expect(eventSchema.parse(event)).toEqual(event);
    expect(event.seq).toBe(index + 1);
    expect(event.t).toBeGreaterThanOrEqual(before);
    before = event.t;
  }
});

test("ids of calls and sockets are each used once (E11), and only addresses of this machine can be connected to", async () => {
  const { port } = await stage.server("echo-server");
  const clients = await stage.do({ do: "spawn", program: "hello-client", count: 10, port });
  await Promise.all(clients.map((actor) => stage.event(ended(actor))));
  const ids = [
    ...stage.of("call.began").map(({ call }) => call),
    ...stage.of("connection.queued").map(({ connection }) => connection),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(stage.of("actor.added").filter(({ role }) => role === "outsider")).toEqual([]);
});

test("a program that fails ends its own card, with a sentence, and nothing else", async () => {
  const { actor, port } = await stage.server("echo-server");
  const second = await stage.spawn("welcome-server", { port });
  expect(await stage.event(ended(second))).toMatchObject({
    how: "failed",
    error: "bind: EADDRINUSE Address already in use",
  });
  const client = await stage.spawn("hello-client", { port });
  expect(await stage.event(ended(client))).toMatchObject({ how: "returned" });
  expect(stage.events().some(ended(actor))).toBe(false);
});

test("stop: sockets closed by the system, then the end; the pending call never ends (E10)", async () => {
  const { actor } = await stage.server("welcome-server");
  await stage.do({ do: "stop", actor });
  const kinds = stage.events().slice(-3);
  expect(kinds).toMatchObject([
    { kind: "call.began", verb: "accept" },
    { kind: "socket.closed", actor },
    { kind: "actor.ended", actor, how: "stopped" },
  ]);
  await stage.do({ do: "stop", actor });
  expect(stage.of("actor.ended")).toHaveLength(1);
});

test("clear removes the cards of that moment, not those that come while it closes them", async () => {
  const { actor } = await stage.server("echo-server");
  const [, spawned] = await Promise.all([
    stage.do({ do: "clear" }),
    stage.do({ do: "spawn", program: "tcp-hand-client", count: 1 }),
  ]);
  expect(stage.of("actor.removed").map((event) => event.actor)).toEqual([actor]);
  expect(stage.events().some(ended(spawned[0] ?? 0))).toBe(false);
});

test("remove and clear remove cards, and numbers start again on an empty stage", async () => {
  const { actor, port } = await stage.server("echo-server");
  const hand = await stage.spawn("tcp-hand-client", { port });
  await stage.do({ do: "remove", actor: hand });
  await stage.do({ do: "clear" });
  expect(stage.of("actor.removed").map((event) => event.actor)).toEqual([hand, actor]);
  await expect(stage.do({ do: "stop", actor })).rejects.toMatchObject(code("unknown-actor"));
  await stage.server("echo-server");
  expect(stage.of("actor.added").at(-1)).toMatchObject({ program: "echo-server", number: 1 });
});

test("a hand-driven client: each command is one call, answered when it has begun (C6)", async () => {
  const { port } = await stage.server("echo-server");
  const actor = await stage.spawn("tcp-hand-client", { port });
  await stage.do({ do: "hand", actor, call: { verb: "connect", host: "localhost", port } });
  await stage.event(returned(actor, "connect"));
  await stage.do({ do: "hand", actor, call: { verb: "send", text: "你好" } });
  await stage.event(returned(actor, "send"));
  await stage.do({ do: "hand", actor, call: { verb: "recv", size: 4 } });
  expect(await stage.event(returned(actor, "recv"))).toMatchObject({
    result: {
      offset: 0,
      payload: { length: 4, kept: Buffer.from("你好").toString("base64", 0, 4) },
    },
  });
  await stage.do({ do: "hand", actor, call: { verb: "close" } });
  expect(await stage.event(ended(actor))).toMatchObject({ how: "returned" });
  await expect(stage.do({ do: "hand", actor, call: { verb: "close" } })).rejects.toMatchObject(
    code("wrong-state"),
  );
});

test("a server by hand makes calls in its conversation; half-close and time limits by hand (C6)", async () => {
  const { actor: server, port } = await stage.server("tcp-hand-server");
  const client = await stage.spawn("tcp-hand-client", { port });
  await stage.do({ do: "hand", actor: client, call: { verb: "connect", host: "127.0.0.1", port } });
  await stage.event(returned(client, "connect"));
  await stage.event(returned(server, "accept"));
  await stage.do({ do: "hand", actor: client, call: { verb: "settimeout", seconds: 0.01 } });
  await stage.event(returned(client, "settimeout"));
  await stage.do({ do: "hand", actor: client, call: { verb: "recv", size: 1 } });
  const late = await stage.event(returned(client, "recv"));
  expect(late).toMatchObject({ error: { errno: "EAGAIN", message: "timed out" } });
  await stage.do({ do: "hand", actor: client, call: { verb: "shutdown", how: "SHUT_WR" } });
  await stage.do({ do: "hand", actor: server, call: { verb: "recv", size: 9 } });
  const end = await stage.event(returned(server, "recv"));
  expect(end).toMatchObject({ result: { payload: { length: 0 } } });
  await stage.do({ do: "hand", actor: server, call: { verb: "close" } });
  expect(await stage.event(ended(server))).toMatchObject({ how: "returned" });
});

test("while a call waits the client is busy, but can be closed", async () => {
  const { port } = await stage.server("echo-server");
  const actor = await stage.spawn("tcp-hand-client", { port });
  await stage.do({ do: "hand", actor, call: { verb: "connect", host: "127.0.0.1", port } });
  await stage.event(returned(actor, "connect"));
  await stage.do({ do: "hand", actor, call: { verb: "recv", size: 1 } });
  const sending = stage.do({ do: "hand", actor, call: { verb: "send", text: "x" } });
  await expect(sending).rejects.toMatchObject(code("busy"));
  await stage.do({ do: "hand", actor, call: { verb: "close" } });
  expect(await stage.event(returned(actor, "recv"))).toMatchObject({ error: { errno: "EBADF" } });
  await stage.event(ended(actor));
});

test("a hand's failing call has its errno on the stage, and the client continues", async () => {
  const { actor: server, port } = await stage.server("echo-server");
  await stage.do({ do: "stop", actor: server });
  const actor = await stage.spawn("tcp-hand-client", { port });
  await stage.do({ do: "hand", actor, call: { verb: "connect", host: "127.0.0.1", port } });
  expect(await stage.event(returned(actor, "connect"))).toMatchObject({
    error: { errno: "ECONNREFUSED", message: "Connection refused" },
  });
  await stage.do({ do: "hand", actor, call: { verb: "send", text: "x" } });
  expect(await stage.event(returned(actor, "send"))).toMatchObject({ error: { errno: "EPIPE" } });
  expect(stage.events().some(ended(actor))).toBe(false);
});

test("UDP by hand, with an empty datagram (C4)", async () => {
  const { port } = await stage.server("udp-echo-server");
  const actor = await stage.spawn("udp-hand-client", { port });
  const to = { host: "127.0.0.1", port };
  await stage.do({ do: "hand", actor, call: { verb: "sendto", text: "", ...to } });
  await stage.event(returned(actor, "sendto"));
  await stage.do({ do: "hand", actor, call: { verb: "recvfrom", size: 10 } });
  expect(await stage.event(returned(actor, "recvfrom"))).toMatchObject({
    result: { datagram: 1, payload: { length: 0 }, address: { address: "127.0.0.1", port } },
  });
});

test("refused commands do nothing (C2)", async () => {
  const { actor, port } = await stage.server("echo-server");
  const hand = await stage.spawn("tcp-hand-client", { port });
  const seq = stage.journal.seq;
  const long = "字".repeat(100_000);
  const refused: [Parameters<LabUnderTest["do"]>[0], string][] = [
    [{ do: "spawn", program: "nothing", count: 1 }, "unknown-program"],
    [{ do: "spawn", program: "hello-client", count: 1, make: "threads" }, "unknown-make"],
    [{ do: "stop", group: 1 }, "unknown-actor"],
    [{ do: "spawn", program: "echo-server", count: 1, host: "0.0.0.0" }, "not-loopback"],
    [{ do: "spawn", program: "hello-client", count: 1, host: "192.0.2.1" }, "not-loopback"],
    [{ do: "hand", actor, call: { verb: "close" } }, "not-by-hand"],
    [{ do: "hand", actor: 99, call: { verb: "close" } }, "unknown-actor"],
    [{ do: "hand", actor: hand, call: { verb: "send", text: "" } }, "text-empty"],
    [{ do: "hand", actor: hand, call: { verb: "send", text: long } }, "text-too-long"],
    [
      { do: "hand", actor: hand, call: { verb: "connect", host: "example.org", port: 80 } },
      "no-such-name",
    ],
    [
      { do: "hand", actor: hand, call: { verb: "connect", host: "192.0.2.1", port: 80 } },
      "not-loopback",
    ],
    [
      { do: "hand", actor: hand, call: { verb: "sendto", text: "x", host: "::", port: 80 } },
      "not-loopback",
    ],
  ];
  for (const [command, problem] of refused)
    await expect(stage.do(command)).rejects.toMatchObject(code(problem));
  for (let alive = 2; alive < LIMITS.actors; alive += LIMITS.spawnCount) {
    const count = Math.min(LIMITS.spawnCount, LIMITS.actors - alive);
    await stage.do({ do: "spawn", program: "tcp-hand-client", count });
  }
  await expect(
    stage.do({ do: "spawn", program: "tcp-hand-client", count: 1 }),
  ).rejects.toMatchObject(code("too-many-actors"));
  const added = stage
    .events()
    .slice(seq)
    .filter(({ kind }) => kind === "actor.added");
  expect(added).toHaveLength(LIMITS.actors - 2);
});

test("an address that is not on this machine is refused by the kernel (C5)", async () => {
  const actor = await stage.spawn("echo-server", { host: "198.51.100.77" });
  expect(await stage.event(ended(actor))).toMatchObject({
    error: "bind: EADDRNOTAVAIL Cannot assign requested address",
  });
});
