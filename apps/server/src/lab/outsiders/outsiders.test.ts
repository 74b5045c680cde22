import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Address, Event } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest, returned, times } from "../lab.fixture.ts";
import type { OutsiderCards } from "./outsider-cards.ts";
import { Outsiders } from "./outsiders.ts";

let stage: LabUnderTest;
beforeEach(() => {
  stage = labUnderTest();
});
afterEach(() => stage.lab.close());

const closes = (event: Event): boolean =>
  event.kind === "call.ended" && event.verb === "close" && !event.error;

const NOTHING: OutsiderCards = {
  add: () => 7,
  known: () => undefined,
  moved: () => undefined,
  left: () => undefined,
  merged: () => undefined,
  tooMany: () => undefined,
};

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
  await stage.event(closes);
  // It is this very process, which is alive, however many of its connections have ended.
  expect(stage.of("actor.ended")).toEqual([]);
});

test("local and foreign clients at once: each connection has the right owner", async () => {
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

test("a client in the kernel's queue gets its card when it is accepted", async () => {
  const { port } = await stage.server("welcome-server", "one-at-a-time");
  const [first, second] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  for (const socket of [first, second]) socket.on("error", () => undefined);
  await stage.event(() => outsiders().length === 1);
  for (const socket of [first, second]) if (socket.connecting) await once(socket, "connect");
  const served = first.localPort === outsiders()[0]?.address?.port ? first : second;
  const other = served === first ? second : first;
  expect(outsiders()).toHaveLength(1);
  served.end("bye");
  await stage.event(() => outsiders().length === 2);
  expect(outsiders()[1]?.address?.port).toBe(other.localPort);
  other.destroy();
});

test("no client of ours is mistaken for an outsider, although the kernel's queue hides it", async () => {
  const { port } = await stage.server("echo-server", "one-at-a-time");
  const { length } = await stage.do({ do: "spawn", program: "hello-client", count: 20, port });
  await stage.event(times(length, ({ kind }) => kind === "actor.ended"));
  expect(outsiders()).toEqual([]);
});

test("nor because a second server failed to take the same port", async () => {
  const free = createServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  await new Promise((closed) => free.close(closed));
  // Both bind, since neither listens yet. Then only one may listen.
  await stage.do({ do: "spawn", program: "welcome-server", count: 2, port });
  expect(await stage.event(({ kind }) => kind === "actor.ended")).toMatchObject({ how: "failed" });
  await stage.do({ do: "spawn", program: "tcp-hand-client", count: 3, port });
  const hands = stage.of("actor.added").filter(({ program }) => program === "tcp-hand-client");
  for (const { actor } of hands) {
    const call = { verb: "connect", host: "127.0.0.1", port } as const;
    await stage.do({ do: "hand", actor, call });
    await stage.event(returned(actor, "connect"));
  }
  expect(outsiders()).toEqual([]);
});

/**
 * A stage on which no outsider without a connection keeps its card, and those that have lost
 * theirs.
 */
function parting(): { cards: Outsiders; parted: number[] } {
  const parted: number[] = [];
  const cards = new Outsiders({ ...NOTHING, tooMany: (actor) => parted.push(actor) }, 0);
  return { cards, parted };
}

test("a client that was never accepted loses its connection when its listener is closed", () => {
  const { cards, parted } = parting();
  const end = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });
  const see = (fact: RecordedFact): void => {
    cards.before(fact);
    cards.after(fact);
  };
  const about = { actor: 1, socket: 2, connection: 3 };
  see({ kind: "connection.queued", ...about, local: end(8888), peer: end(40_000) });
  expect(parted).toEqual([]);
  see({ kind: "socket.closed", actor: 1, socket: 2 });
  expect(parted).toEqual([7]);
});

test("a sender whose datagram found no room has its card before that is recorded (E13)", () => {
  const met: Address[] = [];
  const add = (_type: string, address: Address) => met.push(address);
  const cards = new Outsiders({ ...NOTHING, add });
  const address = { address: "127.0.0.1", port: 40_000, family: "AF_INET" } as const;
  const about = { actor: 1, socket: 2, address, length: 5, count: 3 };
  cards.before({ kind: "datagram.dropped", ...about });
  expect(met).toEqual([address]);
});

test("a foreign server that our client connects to gets a card, too", async () => {
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
  await stage.event(returned(actor, "close"));
  expect(stage.of("actor.ended")).toEqual([]);
  server.close();
});

test("a foreign datagram: one card per address; a socket of ours has none, not even after it is closed", async () => {
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

/** A stage that keeps at most this many cards of outsiders without a connection. */
async function crowd(max: number): Promise<{ port: number; udp: number }> {
  await stage.lab.close();
  // Otherwise the kernel would report that all of them are this process.
  stage = labUnderTest({ limits: { outsiders: max }, asksKernel: false });
  const { port } = await stage.server("echo-server");
  return { port, udp: (await stage.server("udp-echo-server")).port };
}
const removed = () => stage.of("actor.removed").map(({ actor }) => actor);

test("of outsiders without a connection only the newest keep their cards, and that is reported once", async () => {
  const { port } = await crowd(3);
  for (let come = 0; come < 10; come += 1) {
    const foreign = connect(port, "127.0.0.1");
    foreign.end("bye");
    foreign.resume();
    await once(foreign, "close");
    await stage.event(times(come + 1, closes));
  }
  const all = outsiders().map(({ actor }) => actor);
  expect(all).toHaveLength(10);
  expect(removed()).toEqual(all.slice(0, 7));
  expect(stage.of("limit.met")).toMatchObject([
    { limit: "outsiders", actor: all[0], truth: "injected" },
  ]);
  // A connected outsider stays, whatever others do.
  const here = connect(port, "127.0.0.1");
  await stage.event(
    times(11, (event) => event.kind === "actor.added" && event.role === "outsider"),
  );
  expect(removed()).toHaveLength(7);
  here.destroy();
});

test("of datagram senders the one that was quiet longest is removed, and may return", async () => {
  const { udp } = await crowd(2);
  const senders = [createSocket("udp4"), createSocket("udp4"), createSocket("udp4")] as const;
  const send = async (socket: (typeof senders)[number]): Promise<void> => {
    socket.send("x", udp, "127.0.0.1");
    await once(socket, "message");
  };
  const [busy, quiet, late] = senders;
  await send(busy);
  await send(quiet);
  await send(busy);
  await send(late);
  const [first, second] = outsiders().map(({ actor }) => actor);
  expect(removed()).toEqual([second]);
  await send(quiet);
  expect(outsiders()).toHaveLength(4);
  expect(removed()).toEqual([second, first]);
  for (const socket of senders) socket.close();
});

test("an outsider's connection that is closed in a black hole exists until the kernel closes it", () => {
  const { cards, parted } = parting();
  const see = (fact: RecordedFact) => {
    cards.before(fact);
    cards.after(fact);
  };
  const at = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });
  const call = { call: 5, actor: 1, socket: 3, verb: "close" } as const;
  const touched = { actor: 1, socket: 3, call: 5, length: 0 } as const;
  see({
    ...{ kind: "connection.queued", actor: 1, socket: 2, connection: 3 },
    ...{ local: at(8888), peer: at(50000) },
  });
  see({ kind: "call.began", ...call, args: {} });
  see({ kind: "link.fault", ...touched, fault: "black-hole" });
  see({ kind: "call.ended", ...call });
  expect(parted).toEqual([]);
  see({ kind: "link.passed", ...touched });
  expect(parted).toEqual([7]);
});

describe("what the kernel reports about processes", () => {
  const at = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });
  const nc = { pid: 7, start: "100", name: "nc" };
  const python = { pid: 8, start: "200", name: "python3" };

  function outsidersOfKernel() {
    let last = 10;
    const changes: string[] = [];
    const cards = new Outsiders({
      add: () => ++last,
      known: (actor, { name }) => changes.push(`${actor} is ${name}`),
      moved: ({ socket }, other) => changes.push(`socket ${socket} to ${other}`),
      left: (actor) => changes.push(`${actor} left`),
      merged: (actor) => changes.push(`${actor} removed`),
      tooMany: (actor) => changes.push(`${actor} too many`),
    });
    const arrives = (connection: number): void => {
      const about = { actor: 1, socket: 2, connection, local: at(8888) };
      cards.before({ kind: "connection.queued", ...about, peer: at(40_000 + connection) });
    };
    const owned = (socket: number, process: typeof nc): void =>
      cards.owned({ type: "SOCK_STREAM", socket, actor: 1, address: at(40_000 + socket) }, process);
    return { cards, changes, arrives, owned };
  }

  test("two connections of one process share a card; another process has its own", () => {
    const { cards, changes, arrives, owned } = outsidersOfKernel();
    for (const socket of [3, 4, 5]) arrives(socket);
    owned(3, nc);
    owned(4, nc);
    owned(5, python);
    owned(5, python);
    expect(changes).toEqual(["11 is nc", "socket 4 to 11", "12 removed", "13 is python3"]);
    expect(cards.processes()).toEqual([nc, python]);
    expect(cards.has(4)).toBe(true);
  });

  test("an outsider is gone when its process is, not when an older one with the same pid is", () => {
    const { cards, changes, arrives, owned } = outsidersOfKernel();
    arrives(3);
    owned(3, nc);
    cards.gone({ ...nc, start: "99" });
    expect(changes).toEqual(["11 is nc"]);
    cards.gone(nc);
    cards.gone(nc);
    expect(changes).toEqual(["11 is nc", "11 left"]);
    expect(cards.processes()).toEqual([]);
    // Another process at the same address is another outsider.
    arrives(3);
    owned(3, { ...nc, start: "300" });
    expect(changes).toEqual(["11 is nc", "11 left", "12 is nc"]);
  });

  test("datagrams: each address has a card, even several of one process", () => {
    const { cards, changes } = outsidersOfKernel();
    const sender = { type: "SOCK_DGRAM", socket: 3, actor: 1 } as const;
    cards.owned({ ...sender, address: at(5000) }, nc);
    cards.owned({ ...sender, address: at(5001) }, nc);
    cards.owned({ ...sender, address: at(5000) }, python);
    expect(changes).toEqual(["11 is nc", "12 is nc", "13 is python3"]);
    cards.gone(nc);
    expect(changes.slice(3)).toEqual(["11 left", "12 left"]);
  });
});
