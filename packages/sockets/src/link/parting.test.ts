import { type LinkConditions, type LinkScope, PERFECT_LINK } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import { type Recording, recording, short } from "../recording/recording.fixture.ts";
import { NetworkConditions } from "./network-conditions.ts";

const STAGE = { over: "stage" } as const;
const PAIR: LinkScope = { over: "pair", a: 2, b: 1 };
const BLACK_HOLE: LinkConditions = { ...PERFECT_LINK, blackHole: true };
const SLOW: LinkConditions = { ...PERFECT_LINK, latency: 5 };

let lab: Recording;
let link: NetworkConditions;
/** Actors 1, 2 and 3. */
let server: Sockets;
let client: Sockets;
let other: Sockets;

beforeEach(() => {
  lab = recording();
  link = new NetworkConditions(lab.recorder);
  [server, client, other] = [1, 2, 3].map(() => lab.program({ link })) as [
    Sockets,
    Sockets,
    Sockets,
  ];
});
afterEach(async () => {
  link.close();
  await lab.closeAll();
  await link.settle();
});

async function listening(): Promise<Socket> {
  const listener = await server.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen();
  return listener;
}

async function dialled(listener: Socket, by: Sockets): Promise<{ near: Socket; far: Socket }> {
  const near = await by.socket("AF_INET", "SOCK_STREAM");
  const address = await listener.getsockname();
  const [[far]] = await Promise.all([listener.accept(), near.connect(address)]);
  return { near, far };
}

const linkFacts = (): string[] =>
  lab.facts.filter(({ kind }) => kind === "link.fault" || kind === "link.passed").map(short);
const linkSets = () => lab.facts.filter((fact) => fact.kind === "link.set");

test.each([
  ["a pair", PAIR],
  ["the way there", { over: "direction", from: 2, to: 1 }],
] as const)(
  "a black hole over %s ends with a card of it: what it held passes at once",
  async (_what, scope) => {
    const { near, far } = await dialled(await listening(), client);
    link.set(scope, BLACK_HOLE);
    await near.sendall(Buffer.from("held"));
    const got = far.recv(10);
    link.removeActor(1);
    // No socket sends again.
    expect(Buffer.from(await got).toString()).toBe("held");
    expect(linkFacts().at(-1)).toBe("2 passed 4@0");
    expect(linkSets().at(-1)).toMatchObject({ scope, conditions: null });
    expect(link.perfect).toBe(true);
  },
);

test("a connect held by a black hole continues when a card of its pair is removed", async () => {
  const listener = await listening();
  link.set(PAIR, BLACK_HOLE);
  const near = await client.socket("AF_INET", "SOCK_STREAM");
  const connecting = near.connect(await listener.getsockname());
  link.removeActor(1);
  await connecting;
  expect(linkFacts()).toEqual(["2 black-hole 0", "2 passed 0"]);
});

test("an end held by a black hole is delivered when a card of its pair is removed", async () => {
  const { near, far } = await dialled(await listening(), client);
  link.set(PAIR, BLACK_HOLE);
  await near.close();
  const got = far.recv(10);
  link.removeActor(2);
  expect(await got).toHaveLength(0);
});

test("each scope that names the card is removed, with one event and the same seed; others stay", () => {
  link.set(STAGE, SLOW, 77);
  link.set(PAIR, SLOW);
  link.set({ over: "direction", from: 1, to: 3 }, SLOW);
  link.set({ over: "direction", from: 3, to: 2 }, SLOW);
  link.removeActor(1);
  expect(linkSets().slice(4)).toMatchObject([
    { scope: PAIR, conditions: null, seed: 77 },
    { scope: { over: "direction", from: 1, to: 3 }, conditions: null, seed: 77 },
  ]);
  expect(link.scopes).toBe(2);
});

test("a change of another link does not affect what a black hole holds", async () => {
  const { near } = await dialled(await listening(), client);
  link.set(PAIR, BLACK_HOLE);
  await near.sendall(Buffer.from("held"));
  link.set({ over: "pair", a: 1, b: 3 }, SLOW);
  link.removeActor(3);
  expect(linkFacts()).toEqual(["2 black-hole 4@0"]);
});

test("a change of another link does not restart a connect that is in flight", async () => {
  const listener = await listening();
  link.set(PAIR, { ...PERFECT_LINK, latency: 60 });
  const near = await client.socket("AF_INET", "SOCK_STREAM");
  const began = performance.now();
  let over = false;
  const connecting = near.connect(await listener.getsockname()).then(() => {
    over = true;
  });
  // Each of these would restart it, so that it would never arrive.
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- the connect sets it
  for (let tries = 0; !over && performance.now() - began < 4000; tries += 1) {
    link.set({ over: "pair", a: 1, b: 3 }, { ...SLOW, latency: tries % 7 });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(over).toBe(true);
  await connecting;
});

test("an actor that gets the address of a removed card has its own conditions", async () => {
  const first = await server.socket("AF_INET", "SOCK_DGRAM");
  await first.bind(["127.0.0.1", 0]);
  const address = await first.getsockname();
  const sender = await client.socket("AF_INET", "SOCK_DGRAM");
  link.set(PAIR, SLOW);
  await sender.sendto(Buffer.from("to the first"), address);
  await first.recvfrom(20);
  await first.close();
  link.removeActor(1);
  const second = await other.socket("AF_INET", "SOCK_DGRAM");
  await second.bind(address);
  link.set({ over: "pair", a: 2, b: 3 }, SLOW);
  const before = linkFacts().length;
  await sender.sendto(Buffer.from("to the second"), address);
  await second.recvfrom(20);
  expect(linkFacts().slice(before)).toEqual(["2 delay 13", "2 passed 13"]);
});
