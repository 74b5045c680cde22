import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { type Event, PERFECT_LINK } from "@sockscope/protocol";
import { afterEach, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned, times } from "./lab.fixture.ts";
import type { Limits } from "./stage-limits.ts";

let stage: LabUnderTest;
const open = (limits: Partial<Limits>): void => {
  stage = labUnderTest({ limits });
};
afterEach(() => stage.lab.close());

const code = (problem: string) => ({ problem: { code: problem } });
const met = (limit: string) => (event: Event) =>
  event.kind === "limit.met" && event.limit === limit;

/** Runs a client with a server of its own, to its end. */
async function somebodyElse(): Promise<void> {
  const { port } = await stage.server("upper-server");
  const actor = await stage.spawn("upper-client", { port });
  expect(await stage.event(ended(actor))).toMatchObject({ how: "returned" });
}

test("servers: the one over the limit is refused, and clients still start", async () => {
  open({ servers: 2 });
  await stage.spawn("echo-server", { port: 0 });
  const two = { do: "spawn", program: "echo-server", count: 2, port: 0 } as const;
  await expect(stage.do(two)).rejects.toMatchObject(code("too-many-servers"));
  await somebodyElse();
  await expect(stage.spawn("echo-server", { port: 0 })).rejects.toMatchObject(
    code("too-many-servers"),
  );
  await stage.do({ do: "clear" });
  await stage.spawn("echo-server", { port: 0 });
});

test("spawns a second: too many at once are refused, and later there is room again", async () => {
  open({ spawnBurst: 10, spawnsPerSecond: 2 });
  const spawn = (count: number) => stage.do({ do: "spawn", program: "tcp-hand-client", count });
  await spawn(6);
  const before = stage.journal.seq;
  const refused = spawn(10);
  await expect(refused).rejects.toMatchObject(code("too-many-spawns"));
  expect(stage.journal.seq).toBe(before);
  // Two a second is so slow that nothing here takes as long. Room for ten again comes later.
  await expect
    .poll(
      () =>
        spawn(10).then(
          () => true,
          () => false,
        ),
      { timeout: 100_000 },
    )
    .toBe(true);
});

test("sockets: a new connection is reset and reported, the others continue, and there is room again later", async () => {
  open({ sockets: 4 });
  const { port, actor } = await stage.server("echo-server");
  const clients = [];
  for (let count = 0; count < 3; count += 1) {
    const client = connect(port, "127.0.0.1");
    await once(client, "connect");
    clients.push(client);
    await stage.event(times(count + 1, returned(actor, "accept")));
  }
  const [first] = clients;
  const second = connect(port, "127.0.0.1");
  const [error] = (await once(second, "error")) as [Error & { code: string }];
  expect(error.code).toBe("ECONNRESET");
  expect(await stage.event(met("sockets"))).toMatchObject({ actor, truth: "injected" });
  await expect(stage.spawn("tcp-hand-client")).rejects.toMatchObject(code("too-many-sockets"));
  first?.write("still here");
  expect(String((await once(first ?? second, "data"))[0])).toBe("still here");
  first?.end();
  await stage.event(returned(actor, "close"));
  const next = connect(port, "127.0.0.1");
  await once(next, "connect");
  next.write("hello");
  expect(String((await once(next, "data"))[0])).toBe("hello");
  for (const client of [...clients, next]) client.destroy();
});

test("sockets: a socket whose close waits in a black hole is still open", async () => {
  open({ sockets: 3 });
  const stageLink = (blackHole: boolean) => {
    const conditions = blackHole ? { ...PERFECT_LINK, blackHole } : null;
    return stage.do({ do: "link", scope: { over: "stage" }, conditions });
  };
  /** Closes a client in a black hole: its `close` has returned, and the server has not noticed. */
  const closeUnheard = async (port: number): Promise<void> => {
    const client = await stage.spawn("tcp-hand-client");
    const hand = { do: "hand", actor: client } as const;
    await stage.do({ ...hand, call: { verb: "connect", host: "127.0.0.1", port } });
    await stage.event(returned(client, "connect"));
    await stageLink(true);
    await stage.do({ ...hand, call: { verb: "close" } });
    await stage.event(returned(client, "close"));
  };
  const full = async () =>
    expect(stage.spawn("tcp-hand-client")).rejects.toMatchObject(code("too-many-sockets"));
  const { port, actor } = await stage.server("echo-server");
  await closeUnheard(port);
  await stage.event(returned(actor, "accept"));
  await full();
  await stageLink(false);
  await stage.event(returned(actor, "close"));
  await closeUnheard(port);
  await stage.event(times(2, returned(actor, "accept")));
  await full();
  // Clearing the stage also drops what the link holds.
  await stage.do({ do: "clear" });
  await stageLink(false);
  await stage.do({ do: "spawn", program: "tcp-hand-client", count: 3 });
});

test("bytes a second: a program that moves too many waits at its gate, and loses none", async () => {
  open({ bytesPerSecond: 120_000 });
  const { port } = await stage.server("file-server");
  const client = await stage.spawn("file-client", { port });
  const limit = await stage.event(met("bytes"));
  expect(limit).toMatchObject({ truth: "injected", source: "lab" });
  await somebodyElse();
  expect(await stage.event(ended(client))).toMatchObject({ how: "returned" });
  const held = stage.of("gate.reached").find(({ why }) => why === "limit");
  const passed = stage.of("call.began").find(({ call }) => call === held?.call);
  expect(passed?.t).toBeGreaterThan(held?.t ?? Number.POSITIVE_INFINITY);
  expect(stage.of("actor.printed").some(({ text }) => text.includes("200000"))).toBe(true);
});

/** A socket of a foreign program, whose port a server of ours gets once it is closed. */
async function datagramSocket(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { socket, port: socket.address().port };
}

test("two echo servers that answer each other for ever are detected and slowed down", async () => {
  open({});
  const a = await stage.server("udp-echo-server");
  // A foreign socket sends the first datagram and closes. When the first server answers, a second
  // echo server has that port.
  await stage.do({ do: "gate", scope: a.actor, mode: "step" });
  const { socket, port } = await datagramSocket();
  socket.send("ping", a.port, "127.0.0.1");
  await stage.event((event) => event.kind === "gate.reached" && event.verb === "sendto");
  socket.close();
  await once(socket, "close");
  const b = await stage.spawn("udp-echo-server", { port });
  await stage.event(
    (event) => event.kind === "call.began" && event.actor === b && event.verb === "recvfrom",
  );
  await stage.do({ do: "gate", scope: a.actor, mode: "free" });

  const limit = await stage.event(met("answers"));
  expect(limit).toMatchObject({ truth: "injected" });
  const slowed = limit.kind === "limit.met" ? limit.actor : 0;
  expect([a.actor, b]).toContain(slowed);
  expect(stage.of("gate.set").at(-1)).toMatchObject({ scope: slowed, mode: "slow", pause: 1000 });
  const arrivedAfter = (count: number) =>
    times(count, (event) => event.kind === "datagram.arrived" && event.seq > limit.seq);
  // What was on its way arrives. From then on each round takes the pauses of two calls.
  const first = await stage.event(arrivedAfter(4));
  const second = await stage.event(arrivedAfter(6));
  expect(second.t - first.t).toBeGreaterThan(0.9e9);
  await somebodyElse();
  await stage.do({ do: "stop", actor: slowed });
  expect(stage.of("limit.met").length).toBeLessThanOrEqual(2);
});

/** A foreign echo server: its port, and how many datagrams it has answered. */
async function outsideEcho(): Promise<{ socket: Socket; port: number; answered: () => number }> {
  const { socket, port } = await datagramSocket();
  let answered = 0;
  socket.on("message", (bytes, from) => {
    answered += 1;
    socket.send(bytes, from.port, from.address);
  });
  return { socket, port, answered: () => answered };
}

test("a foreign echo server that answers ours for ever is detected, and ours is slowed down", async () => {
  open({ echoes: 300 });
  const { actor, port } = await stage.server("udp-echo-server");
  const outside = await outsideEcho();
  outside.socket.send("ping", port, "127.0.0.1");
  expect(await stage.event(met("echoes"))).toMatchObject({ actor, truth: "injected" });
  await stage.event((event) => event.kind === "gate.set" && event.scope === actor);
  // It continues at one call a second, and everybody else as before.
  const before = outside.answered();
  await somebodyElse();
  expect(outside.answered() - before).toBeLessThan(5);
  outside.socket.close();
});

test("a foreign client that sends something else each time does not slow a server down", async () => {
  open({ echoes: 20 });
  const { port } = await stage.server("udp-echo-server");
  const { socket } = await datagramSocket();
  for (let turn = 0; turn < 100; turn += 1) {
    socket.send(`ping ${turn}`, port, "127.0.0.1");
    await once(socket, "message");
  }
  expect(stage.of("limit.met")).toEqual([]);
  socket.close();
});
