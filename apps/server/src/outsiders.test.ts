import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned } from "./lab.fixture.ts";

let stage: LabUnderTest;
beforeEach(() => {
  stage = labUnderTest();
});
afterEach(() => stage.lab.close());

const outsiders = () => stage.of("actor.added").filter(({ role }) => role === "outsider");

test("a foreign client gets a card with its true address, before its connection (E13)", async () => {
  const { port } = await stage.server("echo-server");
  const foreign = connect(port, "127.0.0.1");
  await once(foreign, "connect");
  const address = { address: "127.0.0.1", port: foreign.localPort, family: "AF_INET" };
  const queued = await stage.event(({ kind }) => kind === "connection.queued");
  expect(outsiders()).toMatchObject([
    { type: "SOCK_STREAM", program: null, number: 1, address, seq: queued.seq - 1 },
  ]);
  foreign.end("bye");
  const [card] = outsiders();
  expect(await stage.event(ended(card?.actor ?? 0))).toMatchObject({ how: "left" });
});

test("clients of ours and of others at once: each connection has the right owner", async () => {
  const { port } = await stage.server("echo-server");
  const foreign: Socket[] = [];
  const mine: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    foreign.push(connect(port, "127.0.0.1"));
    mine.push(await stage.spawn("hello-client", { port }));
  }
  await Promise.all([
    ...foreign.map((socket) => (socket.connecting ? once(socket, "connect") : null)),
    ...mine.map((actor) => stage.event(ended(actor))),
  ]);
  const theirs = foreign.map((socket) => socket.localPort ?? 0);
  await stage.event(() => outsiders().length >= 10);
  const found = outsiders().map(({ address }) => address?.port ?? 0);
  expect(new Set(found)).toEqual(new Set(theirs));
  expect(found).toHaveLength(theirs.length);
  for (const socket of foreign) socket.destroy();
});

test("one that was never accepted has left when the server is stopped", async () => {
  const { actor, port } = await stage.server("welcome-server");
  const [first, second] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  for (const socket of [first, second]) socket.on("error", () => undefined);
  await stage.event(() => outsiders().length === 2);
  await stage.do({ do: "stop", actor });
  for (const card of outsiders())
    expect(await stage.event(ended(card.actor))).toMatchObject({ how: "left" });
});

test("a foreign server that our client reaches gets a card, too", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const actor = await stage.spawn("tcp-hand-client");
  await stage.do({ do: "hand", actor, call: { verb: "connect", host: "127.0.0.1", port } });
  const connected = await stage.event(returned(actor, "connect"));
  expect(outsiders()).toMatchObject([
    { address: { address: "127.0.0.1", port }, seq: connected.seq - 1 },
  ]);
  await stage.do({ do: "hand", actor, call: { verb: "close" } });
  expect(await stage.event(ended(outsiders()[0]?.actor ?? 0))).toMatchObject({ how: "left" });
  server.close();
});

test("a foreign datagram: one card for one address; ours, even closed since, has none", async () => {
  const { port } = await stage.server("udp-echo-server");
  const mine = await stage.spawn("udp-client", { port });
  await stage.event(ended(mine));
  expect(outsiders()).toEqual([]);
  const foreign = createSocket("udp4");
  for (let turn = 0; turn < 2; turn += 1) {
    foreign.send("x", port, "127.0.0.1");
    await once(foreign, "message");
  }
  expect(outsiders()).toMatchObject([
    { type: "SOCK_DGRAM", address: { port: foreign.address().port } },
  ]);
  foreign.close();
});
