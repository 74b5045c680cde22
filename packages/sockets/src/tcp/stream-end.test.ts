import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import { Gates } from "../gate/gates.ts";
import type { QueueOf } from "../os/driver.ts";
import { afterPoll } from "../os/turn.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

interface Pair {
  readonly conn: Socket;
  readonly client: Socket;
  readonly serving: Sockets;
}

async function pair(host = "127.0.0.1", queue: QueueOf = "node"): Promise<Pair> {
  const serving = lab.program({ queue });
  const family = host === "::1" ? "AF_INET6" : "AF_INET";
  const server = await serving.socket(family, "SOCK_STREAM");
  await server.bind([host, 0]);
  await server.listen(5);
  const client = await lab.program().socket(family, "SOCK_STREAM");
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  return { conn, client, serving };
}

/** Waits until the kernel has been polled this many times. */
async function polls(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise<void>((go) => afterPoll(go));
}

/** The result of a call: the number of bytes, or its errno. */
const outcome = (call: Promise<Uint8Array | number | void>): Promise<number | string> =>
  call.then(
    (value) => (typeof value === "object" ? value.length : (value ?? 0)),
    (error: { errno: string }) => error.errno,
  );

async function reset(sock: Socket, before: Uint8Array): Promise<void> {
  await sock.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
  await sock.sendall(before);
  await sock.close();
}

describe("bytes followed by a reset: recv returns the bytes, fails once, then ends", () => {
  const cases = [0, 1, 2, 5].flatMap((pause) => [false, true].map((asleep) => ({ pause, asleep })));

  test.each(cases)("%o", async ({ pause, asleep }) => {
    const { conn, client } = await pair();
    const first = asleep ? client.recv(10) : null;
    await reset(conn, bytes("hi"));
    await polls(pause);
    const got = [await outcome(first ?? client.recv(10))];
    for (let more = 3; more > 0; more -= 1) {
      await polls(pause);
      got.push(await outcome(client.recv(10)));
    }
    expect(got).toEqual([2, "ECONNRESET", 0, 0]);
  });

  test.each(cases)("read byte by byte, %o", async ({ pause, asleep }) => {
    const { conn, client } = await pair();
    const first = asleep ? client.recv(1) : null;
    await reset(conn, bytes("hi"));
    const got = [await outcome(first ?? client.recv(1))];
    for (let more = 3; more > 0; more -= 1) {
      await polls(pause);
      got.push(await outcome(client.recv(1)));
    }
    expect(got).toEqual([1, 1, "ECONNRESET", 0]);
  });

  test.each([0, 1, 3])("if this end has shut down its writing, %i polls between", async (pause) => {
    const { conn, client } = await pair();
    await client.shutdown("SHUT_WR");
    await conn.recv(1);
    await reset(conn, bytes("hi"));
    const got: (number | string)[] = [];
    for (let more = 3; more > 0; more -= 1) {
      await polls(pause);
      got.push(await outcome(client.recv(10)));
    }
    expect(got).toEqual([2, "ECONNRESET", 0]);
  });

  test.each([64 * 1024, 70_000, 100_000])("more than one read takes: %i B", async (size) => {
    const { conn, client } = await pair();
    await reset(conn, new Uint8Array(size));
    let got = 0;
    let last = await outcome(client.recv(100_000));
    while (typeof last === "number" && last > 0) {
      got += last;
      await polls(1);
      last = await outcome(client.recv(100_000));
    }
    expect(last).toBe("ECONNRESET");
    // The reset discards what found no room in the other end's window.
    expect(got).toBeGreaterThan(0);
    expect(got).toBeLessThanOrEqual(size);
  });

  test.each([
    { host: "::1", queue: "node" },
    { host: "127.0.0.1", queue: "kernel" },
  ] as const)("%o", async ({ host, queue }) => {
    const { conn, client } = await pair(host, queue);
    await reset(client, bytes("hi"));
    const got: (number | string)[] = [];
    for (let more = 3; more > 0; more -= 1) {
      await polls(1);
      got.push(await outcome(conn.recv(10)));
    }
    expect(got).toEqual([2, "ECONNRESET", 0]);
  });

  test("step by step", async () => {
    const { conn, client: peer } = await pair();
    void conn;
    const gates = new Gates(lab.recorder, lab.ids);
    const actor = 3;
    const stepping = lab.program({ gate: gates.open(actor, lab.recorder) });
    const server = await lab.program().socket("AF_INET", "SOCK_STREAM");
    await server.bind(["127.0.0.1", 0]);
    await server.listen(1);
    const client = await stepping.socket("AF_INET", "SOCK_STREAM");
    await client.connect(await server.getsockname());
    const [other] = await server.accept();
    await peer.close();
    await reset(other, bytes("hi"));
    gates.set("all", "step");
    const got: (number | string)[] = [];
    for (let more = 3; more > 0; more -= 1) {
      const call = outcome(client.recv(10));
      await polls(2);
      gates.next(actor);
      got.push(await call);
    }
    gates.set("all", "free");
    expect(got).toEqual([2, "ECONNRESET", 0]);
  });
});

test.each([0, 1, 3])(
  "a FIN is a polite end, a reset behind it changes nothing, %i",
  async (pause) => {
    const { conn, client } = await pair();
    await conn.sendall(bytes("hi"));
    await conn.shutdown("SHUT_WR");
    await reset(conn, new Uint8Array(0)).catch(() => undefined);
    const got: (number | string)[] = [];
    for (let more = 3; more > 0; more -= 1) {
      await polls(pause);
      got.push(await outcome(client.recv(10)));
    }
    expect(got).toEqual([2, 0, 0]);
  },
);

test("the first call reports a reset, and earlier bytes can still be received", async () => {
  const { conn, client } = await pair();
  await reset(conn, bytes("hello"));
  expect(await outcome(client.recv(2))).toBe(2);
  await polls(2);
  expect(await outcome(client.send(bytes("x")))).toBe("ECONNRESET");
  expect(await outcome(client.send(bytes("x")))).toBe("EPIPE");
  expect(await outcome(client.recv(10))).toBe(3);
  expect(await outcome(client.recv(10))).toBe(0);
});

test("SO_ERROR reports a reset that no call has reported", async () => {
  const { conn, client } = await pair();
  await reset(conn, bytes("hi"));
  expect(await client.getsockopt("SOL_SOCKET", "SO_ERROR")).toBeGreaterThan(0);
  expect(await client.getsockopt("SOL_SOCKET", "SO_ERROR")).toBe(0);
  expect(await outcome(client.recv(10))).toBe(2);
  expect(await outcome(client.recv(10))).toBe(0);
});

test.each(["", "hi"])("a send after SHUT_WR reports a reset, behind %j", async (said) => {
  const { conn, client } = await pair();
  await client.shutdown("SHUT_WR");
  await reset(conn, bytes(said));
  const heard = said === "" ? 0 : await outcome(client.recv(10));
  expect(heard).toBe(said.length);
  expect(await outcome(client.send(bytes("x")))).toBe("ECONNRESET");
  expect(await outcome(client.send(bytes("x")))).toBe("EPIPE");
});

test.each([0, 1, 3])(
  "the other end has closed: one, EPIPE, then what it had said, %i",
  async (pause) => {
    const { conn, client } = await pair();
    await conn.sendall(bytes("bye"));
    await conn.close();
    const calls = [
      () => client.send(bytes("one")),
      () => client.send(bytes("two")),
      () => client.recv(10),
      () => client.recv(10),
      () => client.send(bytes("three")),
      () => client.recv(10),
    ];
    const got: (number | string)[] = [];
    for (const call of calls) {
      await polls(pause);
      got.push(await outcome(call()));
    }
    expect(got).toEqual([3, "EPIPE", 3, 0, "EPIPE", 0]);
  },
);

test("a send that waits for room fails when a reset comes, even while a recv waits", async () => {
  const { conn, client } = await pair();
  const reading = outcome(conn.recv(1));
  const sending = outcome(conn.sendall(new Uint8Array(32 * 1024 * 1024)));
  await polls(3);
  await reset(client, new Uint8Array(0));
  expect(await sending).toMatch(/^(ECONNRESET|EPIPE)$/);
  expect([0, "ECONNRESET"]).toContain(await reading);
});

describe("closing with bytes that were read ahead reports how many, if it is a reset", () => {
  const unread = (of: Socket): unknown =>
    lab.facts.flatMap((fact) => {
      if (fact.kind === "socket.closed" && fact.socket === of.id) return [fact.unread];
      if (fact.kind !== "call.ended" || fact.verb !== "close") return [];
      return fact.socket === of.id ? [fact.result?.unread] : [];
    });

  test.each([
    { shut: [], gives: 90 },
    { shut: ["own"], gives: 90 },
    { shut: ["other"], gives: 90 },
    { shut: ["own", "other"], gives: undefined },
  ])("after SHUT_WR of $shut: $gives", async ({ shut, gives }) => {
    const { conn, client } = await pair();
    await client.sendall(new Uint8Array(100));
    if (shut.includes("own")) await conn.shutdown("SHUT_WR");
    if (shut.includes("other")) await client.shutdown("SHUT_WR");
    await conn.recv(10);
    await conn.close();
    expect(unread(conn)).toEqual([gives]);
    expect(await outcome(client.recv(1))).toBe(shut.includes("own") ? 0 : "ECONNRESET");
  });

  test("nothing if all were received, or the kernel has the rest and resets by itself", async () => {
    const { conn, client } = await pair();
    await client.sendall(bytes("abc"));
    await conn.recv(3);
    await client.sendall(bytes("abc"));
    await conn.close();
    expect(unread(conn)).toEqual([undefined]);
    expect(await outcome(client.recv(1))).toBe("ECONNRESET");
  });

  test("nothing if the other end has reset before", async () => {
    const { conn, client } = await pair();
    await reset(client, new Uint8Array(100));
    await conn.recv(10);
    await conn.close();
    expect(unread(conn)).toEqual([undefined]);
  });

  test("so does the end of a program", async () => {
    const { conn, client, serving } = await pair();
    await client.sendall(new Uint8Array(100));
    await conn.recv(10);
    await serving.closeAll();
    expect(unread(conn)).toEqual([90]);
    expect(await outcome(client.recv(1))).toBe("ECONNRESET");
  });

  test("also while the writing is being shut down", async () => {
    const { conn, client } = await pair();
    await client.sendall(new Uint8Array(100));
    await conn.recv(10);
    await Promise.all([conn.shutdown("SHUT_WR"), conn.close()]);
    expect(unread(conn)).toEqual([90]);
    expect(await outcome(client.recv(1))).toBe(0);
    expect(await outcome(client.getpeername().then(() => 0))).toBe("ENOTCONN");
  });
});

test("sendto on a stream is a send: the address is ignored, and it has an offset", async () => {
  const { conn, client } = await pair();
  await client.sendall(bytes("abc"));
  expect(await client.sendto(bytes("defg"), ["127.0.0.1", 9])).toBe(4);
  await client.sendall(bytes("h"));
  expect(new TextDecoder().decode(await conn.recv(100))).toBe("abcdefgh");
  const lines = lab.lines().filter((line) => line.startsWith("2 began send"));
  expect(lines).toEqual(["2 began sendall 3@0", "2 began sendto 4@3", "2 began sendall 1@7"]);
  await conn.close();
  await client.sendto(bytes("one"), ["127.0.0.1", 9]);
  expect(await outcome(client.sendto(bytes("two"), ["127.0.0.1", 9]))).toBe("EPIPE");
  const fresh = await lab.program().socket("AF_INET", "SOCK_STREAM");
  expect(await outcome(fresh.sendto(bytes("x"), ["127.0.0.1", 9]))).toBe("EPIPE");
  expect(await outcome(fresh.sendto(bytes("x"), ["127.0.0.1", 9]))).toBe("EPIPE");
  expect(lab.lines().filter((line) => line.startsWith("3 began sendto"))).toEqual([
    "3 began sendto 1@0",
    "3 began sendto 1@0",
  ]);
});
