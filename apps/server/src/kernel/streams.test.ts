import type { Address, KernelSocket } from "@sockscope/protocol";
import type { RecordedFact, Traffic } from "@sockscope/sockets";
import { beforeEach, expect, test } from "vitest";
import { Streams } from "./streams.ts";

const end = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });
const SERVER = end(8888);
const CLIENT = end(40_000);
const row = (state: KernelSocket["state"]): KernelSocket => ({
  ...{ state, receiveQueue: 0, sendQueue: 0 },
});
const QUIET: Traffic = { written: 0, read: 0, ahead: 0 };

let now: number;
let foreign: Set<number>;
let streams: Streams;
let moved: Map<number, Traffic>;
beforeEach(() => {
  now = 1000;
  foreign = new Set();
  moved = new Map();
  streams = new Streams(
    (socket) => foreign.has(socket),
    () => now,
  );
});

const see = (...facts: RecordedFact[]): boolean =>
  facts.map((fact) => streams.see(fact)).some(Boolean);
const uncertain = (hasMoved = false): number[] =>
  [...streams.uncertain(hasMoved, ({ socket }) => moved.get(socket) ?? QUIET)].map(
    ({ socket }) => socket,
  );
const settle = (socket: number, own: KernelSocket | null, peer?: KernelSocket | null): void => {
  const stream = streams.get(socket);
  if (stream) streams.settle(stream, { own, peer, ahead: 0 }, true);
};

let lastCall = 0;
function call(
  socket: number,
  verb: "close" | "shutdown" | "recv",
  error?: "ECONNRESET",
): RecordedFact {
  lastCall += 1;
  const failure = error && { error: { errno: error, number: 104, message: "" } };
  return { kind: "call.ended", call: lastCall, actor: 1, socket, verb, ...failure };
}
const made = (socket: number, actor: number): RecordedFact => ({
  ...{ kind: "call.ended", call: 1000 + socket, actor, socket: null, verb: "socket" },
  result: { socket },
});
const dials = (socket: number): RecordedFact[] => [
  made(socket, 2),
  {
    ...{ kind: "call.began", call: socket, actor: 2, socket, verb: "connect" },
    args: { address: SERVER },
  },
  { kind: "socket.named", actor: 2, socket, address: CLIENT },
];
const connects = (socket: number): RecordedFact => ({
  ...{ kind: "call.ended", call: socket, actor: 2, socket, verb: "connect" },
  result: { address: CLIENT },
});
const arrives = (connection: number): RecordedFact => ({
  ...{ kind: "connection.queued", actor: 1, socket: 1, connection },
  ...{ local: SERVER, peer: CLIENT },
});

/** A connection of two programs of ours: 3 is the client's end, 4 the server's. */
const pair = (): boolean => see(...dials(3), arrives(4), connects(3));

test("a connection of an outsider is read until both ends are gone or in TIME-WAIT", () => {
  foreign.add(4);
  expect(see(arrives(4))).toBe(true);
  expect(uncertain()).toEqual([4]);
  expect(streams.get(4)?.watched).toEqual({
    ...{ kind: "stream", socket: 4, peer: true },
    ...{ local: "0100007F:22B8", remote: "0100007F:9C40" },
  });
  settle(4, row("CLOSE-WAIT"), row("FIN-WAIT-2"));
  expect(uncertain()).toEqual([4]);
  settle(4, null, row("TIME-WAIT"));
  expect(uncertain()).toEqual([]);
  // TIME-WAIT ends by itself: one more reading.
  expect(streams.leaves).toBe(62_000);
  now = 62_000;
  expect(uncertain()).toEqual([4]);
  settle(4, null, null);
  expect(uncertain()).toEqual([]);
  expect(streams.leaves).toBeNull();
});

test("an end in CLOSE-WAIT whose other end is gone does not change before our own call", () => {
  foreign.add(4);
  see(arrives(4));
  settle(4, row("CLOSE-WAIT"), null);
  expect(uncertain()).toEqual([]);
  expect(see(call(4, "close"))).toBe(true);
  expect(uncertain()).toEqual([4]);
});

test("two ends of ours are read from the moment when one closes, each separately", () => {
  expect(pair()).toBe(false);
  expect(uncertain(true)).toEqual([]);
  expect(see(call(3, "shutdown"))).toBe(true);
  expect(uncertain()).toEqual([3, 4]);
  expect(streams.get(3)?.watched).toMatchObject({ peer: false });
  see(call(4, "close"), call(3, "close"));
  settle(3, row("TIME-WAIT"));
  settle(4, null);
  expect(uncertain()).toEqual([]);
});

test("and after a reset, and while many bytes are in flight", () => {
  pair();
  moved.set(3, { written: 40_000, read: 0, ahead: 0 });
  moved.set(4, { written: 0, read: 8000, ahead: 0 });
  expect(uncertain(true)).toEqual([]);
  moved.set(3, { written: 60_000, read: 0, ahead: 0 });
  expect(uncertain(true)).toEqual([3, 4]);
  for (let reading = 0; reading < 4; reading += 1)
    for (const socket of [3, 4]) {
      const stream = streams.get(socket);
      if (stream) streams.settle(stream, { own: row("ESTABLISHED"), ahead: 0 }, false);
    }
  // A connection that does not change is not read until something moves.
  expect(uncertain(true)).toEqual([]);
  see(call(4, "recv", "ECONNRESET"));
  expect(uncertain()).toEqual([4, 3]);
});

test("a connect is read only when it takes long", () => {
  see(...dials(3));
  expect(uncertain()).toEqual([]);
  now += 150;
  expect(uncertain()).toEqual([3]);
  see(arrives(4), connects(3));
  expect(uncertain()).toEqual([]);
});

test("of thousands that end at once some are read", () => {
  for (let index = 0; index < 2000; index += 1) {
    const connection = 10 + index;
    foreign.add(connection);
    const peer = end(10_000 + index);
    see({ ...{ kind: "connection.queued", actor: 1, socket: 1, connection }, local: SERVER, peer });
    see(call(connection, "close"));
  }
  expect(uncertain().length).toBe(512);
});

test("the sockets of a removed actor are not read", () => {
  foreign.add(4);
  see(arrives(4));
  see({ kind: "actor.removed", actor: 1 });
  expect(uncertain()).toEqual([]);
});
