import { type LinkConditions, PERFECT_LINK } from "@sockscope/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import { type Recording, recording, short } from "../recording/recording.fixture.ts";
import { NetworkConditions } from "./network-conditions.ts";

const STAGE = { over: "stage" } as const;
const link = (change: Partial<LinkConditions>): LinkConditions => ({ ...PERFECT_LINK, ...change });
const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8)) % 251);

interface Stage {
  readonly lab: Recording;
  readonly between: NetworkConditions;
  /** Actors 1 (server) and 2 (client). */
  readonly one: Sockets;
  readonly two: Sockets;
}

function stage(): Stage {
  const lab = recording();
  const between = new NetworkConditions(lab.recorder);
  const one = lab.program({ link: between });
  const two = lab.program({ link: between });
  return { lab, between, one, two };
}

async function end({ lab, between }: Stage): Promise<void> {
  between.close();
  await lab.closeAll();
  await between.settle();
}

async function connected({ one, two }: Stage): Promise<{ client: Socket; server: Socket }> {
  const listener = await one.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen();
  const client = await two.socket("AF_INET", "SOCK_STREAM");
  const address = await listener.getsockname();
  const [[server]] = await Promise.all([listener.accept(), client.connect(address)]);
  return { client, server };
}

async function datagrams({ one, two }: Stage) {
  const receiver = await one.socket("AF_INET", "SOCK_DGRAM");
  await receiver.bind(["127.0.0.1", 0]);
  const sender = await two.socket("AF_INET", "SOCK_DGRAM");
  const address = await receiver.getsockname();
  const send = (text: string) => sender.sendto(Buffer.from(text), address);
  const receive = async () => Buffer.from((await receiver.recvfrom(2000))[0]).toString();
  return { sender, receiver, address, send, receive };
}

async function readAll(socket: Socket, size = 65536): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = await socket.recv(size);
    if (part.length === 0) return Buffer.concat(parts);
    parts.push(part);
  }
}

let set: Stage;
beforeEach(() => {
  set = stage();
});
afterEach(() => end(set));

const faults = (): string[] =>
  set.lab.facts.filter(({ kind }) => kind.startsWith("link.")).map(short);

describe("a stream", () => {
  test("that is still connecting lets send and recv wait, even while its SYN is in flight", async () => {
    const { between, one, two } = set;
    between.set(STAGE, link({ latency: 20 }));
    const listener = await one.socket("AF_INET", "SOCK_STREAM");
    await listener.bind(["127.0.0.1", 0]);
    await listener.listen();
    const address = await listener.getsockname();
    const client = await two.socket("AF_INET", "SOCK_STREAM");
    const calls = [client.connect(address), client.sendall(bytesOf(10))];
    const receiving = client.recv(10);
    const [server] = await listener.accept();
    await Promise.all(calls);
    expect(await server.recv(10)).toEqual(bytesOf(10));
    await server.sendall(bytesOf(5));
    expect(await receiving).toHaveLength(5);
    const other = await two.socket("AF_INET", "SOCK_STREAM");
    const broken = Promise.allSettled([other.connect(address), other.send(bytesOf(1))]);
    await other.shutdown("SHUT_WR");
    expect(await broken).toMatchObject([
      { reason: { errno: "ECONNRESET" } },
      { reason: { errno: "EPIPE" } },
    ]);
    const last = await two.socket("AF_INET", "SOCK_STREAM");
    const closed = Promise.allSettled([last.connect(address), last.recv(1)]);
    await last.close();
    expect(await closed).toMatchObject([
      { reason: { errno: "EBADF" } },
      { reason: { errno: "EBADF" } },
    ]);
  });

  test("on a perfect link causes no link events", async () => {
    const { client, server } = await connected(set);
    await client.sendall(bytesOf(100));
    await client.close();
    expect(await readAll(server)).toHaveLength(100);
    expect(faults()).toEqual([]);
  });

  test("is delayed by the latency, and send returns when the link has the bytes", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ latency: 20 }));
    const started = performance.now();
    await client.sendall(bytesOf(10));
    expect(set.lab.lines().slice(-3)).toEqual([
      "2 began sendall 10@0",
      "2 delay 10@0",
      "2 ended sendall",
    ]);
    expect(await server.recv(100)).toHaveLength(10);
    expect(performance.now() - started).toBeGreaterThanOrEqual(19);
    expect(faults()).toEqual(["link.set", "2 delay 10@0", "2 passed 10@0"]);
  });

  test("link events are injected and belong to their call", async () => {
    const truths: (string | undefined)[] = [];
    const { record } = set.lab.recorder;
    set.lab.recorder.record = (fact, truth, source) => {
      if (fact.kind === "link.fault") truths.push(truth);
      record(fact, truth, source);
    };
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ latency: 1 }));
    await client.sendall(bytesOf(3));
    await server.recv(10);
    const began = set.lab.facts.findLast(
      (fact) => fact.kind === "call.began" && fact.verb === "sendall",
    );
    expect(set.lab.facts.find(({ kind }) => kind === "link.fault")).toMatchObject({
      call: began?.kind === "call.began" ? began.call : 0,
      fault: "delay",
      delay: 1e6,
    });
    expect(truths).toEqual(["injected"]);
  });

  test("is cut into pieces that arrive one by one", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ slice: 4 }), 7);
    const reading = (async () => {
      const sizes: number[] = [];
      for (let left = 20; left > 0; left -= sizes.at(-1) ?? 0)
        sizes.push((await server.recv(100)).length);
      return sizes;
    })();
    await client.sendall(bytesOf(20));
    const sizes = await reading;
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6);
    expect(faults().slice(0, 2)).toEqual(["link.set", "2 slice 20@0"]);
  });

  test("makes its sender wait when the link is full", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ blackHole: true }));
    await client.sendall(bytesOf(200_000));
    const full = client.sendall(bytesOf(100_000));
    await set.lab.seen("2 black-hole 100000@200000");
    expect(set.lab.lines().at(-1)).toBe("2 black-hole 100000@200000");
    set.between.set(STAGE, null);
    const reading = readAll(server);
    await full;
    await client.close();
    const sent = Buffer.concat([bytesOf(200_000), bytesOf(100_000)]);
    expect(sent.equals(await reading)).toBe(true);
  });

  test("is reset after n bytes: these arrive, then both ends get the reset", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ resetAfter: 7 }));
    const got: number[] = [];
    const readOn = async () => {
      while (got.at(-1) !== 0) got.push((await server.recv(100)).length);
    };
    const outcomes = Promise.allSettled([client.recv(10), readOn()]);
    await client.sendall(bytesOf(5));
    await client.sendall(bytesOf(5));
    const reset = { status: "rejected", reason: { errno: "ECONNRESET" } };
    expect(await outcomes).toMatchObject([reset, reset]);
    await expect(client.send(bytesOf(1))).rejects.toMatchObject({ errno: "EPIPE" });
    expect(got.reduce((sum, length) => sum + length, 0)).toBe(7);
    expect(faults()).toEqual(["link.set", "2 reset 3@7"]);
  });

  test("ends after its bytes: close and shutdown wait for the bytes in flight", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ latency: 10, bandwidth: 200_000 }));
    await client.sendall(bytesOf(3000));
    await client.shutdown("SHUT_WR");
    await expect(client.send(bytesOf(1))).rejects.toMatchObject({ errno: "EPIPE" });
    expect(Buffer.from(bytesOf(3000)).equals(await readAll(server))).toBe(true);
    await Promise.all([client.close(), server.close()]);
  });

  test("that is closed in a black hole ends for its program only", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ blackHole: true }));
    await client.sendall(bytesOf(3));
    await client.close();
    const reading = server.recv(10);
    await set.lab.seen("1 began recv");
    expect(set.lab.lines().at(-1)).toBe("1 began recv");
    set.between.set(STAGE, null);
    expect(await reading).toHaveLength(3);
    expect(await server.recv(10)).toHaveLength(0);
  });

  test("an end held in a black hole is reported as such until the kernel gets it (L4)", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ blackHole: true }));
    await client.shutdown("SHUT_WR");
    await client.close();
    const held = ["2 began shutdown", "2 black-hole 0", "2 ended shutdown"];
    expect(set.lab.lines().slice(-6)).toEqual([
      ...held,
      "2 began close",
      "2 black-hole 0",
      "2 ended close",
    ]);
    set.between.set(STAGE, null);
    expect(await server.recv(10)).toHaveLength(0);
    expect(faults().slice(-3)).toEqual(["link.set", "2 passed 0", "2 passed 0"]);
  });

  test("when the stage is cleared, only the end that a black hole holds reaches the kernel (L5)", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ blackHole: true }));
    await client.sendall(bytesOf(3));
    await client.close();
    await set.between.settle();
    expect(faults().slice(-3)).toEqual(["2 black-hole 3@0", "2 black-hole 0", "2 passed 0"]);
    expect(await server.recv(10)).toHaveLength(0);
  });

  test("a call that waits to end its stream is caught by a black hole, too", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ latency: 10_000 }));
    const closing = client.close();
    set.between.set(STAGE, link({ blackHole: true }));
    expect(faults().at(-1)).toBe("2 black-hole 0");
    set.between.set(STAGE, null);
    await closing;
    expect(set.lab.lines().slice(-2)).toEqual(["2 passed 0", "2 ended close"]);
    expect(await server.recv(10)).toHaveLength(0);
  });

  test("the kernel closes a stopped program's socket once the link has delivered", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ blackHole: true }));
    await client.sendall(bytesOf(3));
    await set.two.closeAll();
    expect(set.lab.lines()).not.toContain("2 socket.closed");
    set.between.set(STAGE, null);
    expect(await readAll(server)).toHaveLength(3);
    expect(
      set.lab
        .lines()
        .filter((line) => line.startsWith("2 "))
        .slice(-2),
    ).toEqual(["2 passed 3@0", "2 socket.closed"]);
  });

  test("of a program that was stopped is still delivered", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ latency: 5 }));
    await client.sendall(bytesOf(3));
    await set.two.closeAll();
    expect(await readAll(server)).toHaveLength(3);
  });

  test("connect takes the time of both directions, and ends after a black hole", async () => {
    set.between.set(STAGE, link({ latency: 10 }));
    const started = performance.now();
    await connected(set);
    expect(performance.now() - started).toBeGreaterThanOrEqual(18);
    expect(faults().slice(0, 2)).toEqual(["link.set", "2 delay 0"]);
    set.between.set(STAGE, link({ blackHole: true }));
    const reaching = connected(set);
    await set.lab.seen("2 black-hole 0");
    set.between.set(STAGE, null);
    await reaching;
  });

  test("a socket that is closed while it connects gives EBADF to the connect", async () => {
    set.between.set(STAGE, link({ blackHole: true }));
    const socket = await set.two.socket("AF_INET", "SOCK_STREAM");
    const connecting = socket.connect(["127.0.0.1", 9]);
    const outcome = Promise.allSettled([connecting]);
    await socket.close();
    expect(await outcome).toMatchObject([{ reason: { errno: "EBADF" } }]);
  });

  test("has different conditions on the way back when only one direction is set (L2)", async () => {
    const { client, server } = await connected(set);
    set.between.set({ over: "direction", from: 1, to: 2 }, link({ latency: 1 }));
    await client.sendall(bytesOf(3));
    await server.recv(10);
    expect(faults()).toEqual(["link.set"]);
    await server.sendall(bytesOf(4));
    await client.recv(10);
    expect(faults()).toEqual(["link.set", "1 delay 4@0", "1 passed 4@0"]);
  });

  test("conditions of a pair override those of the stage (L2)", async () => {
    const { client, server } = await connected(set);
    set.between.set(STAGE, link({ blackHole: true }));
    set.between.set({ over: "pair", a: 2, b: 1 }, PERFECT_LINK);
    await client.sendall(bytesOf(3));
    expect(await server.recv(10)).toHaveLength(3);
  });

  test("whatever the link does, the bytes that were sent arrive", async () => {
    const conditions = fc.record({
      latency: fc.nat(3),
      jitter: fc.nat(3),
      bandwidth: fc.option(fc.integer({ min: 2_000_000, max: 50_000_000 })),
      slice: fc.option(fc.integer({ min: 500, max: 60_000 })),
    });
    const sends = fc.array(fc.nat(40_000), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(conditions, conditions, sends, fc.nat(), async (a, b, lengths, seed) => {
        const run = stage();
        const { client, server } = await connected(run);
        run.between.set(STAGE, link(a), seed % 2 ** 32);
        const reading = readAll(server, 5000);
        const sent: Uint8Array[] = [];
        for (const [index, length] of lengths.entries()) {
          // While traffic flows.
          if (index === 2) run.between.set(STAGE, link(b));
          sent.push(bytesOf(length));
          await client.sendall(sent.at(-1) ?? bytesOf(0));
        }
        await client.close();
        expect(Buffer.from(await reading).equals(Buffer.concat(sent))).toBe(true);
        await end(run);
      }),
      { numRuns: 60 },
    );
  });
});

describe("datagrams", () => {
  test("all lost: sendto returns as usual", async () => {
    const { send } = await datagrams(set);
    set.between.set(STAGE, link({ loss: 1 }));
    expect(await send("gone")).toBe(4);
    expect(faults()).toEqual(["link.set", "2 loss 4"]);
  });

  test("all duplicated", async () => {
    const { send, receive } = await datagrams(set);
    set.between.set(STAGE, link({ duplicate: 1 }));
    await send("twin");
    expect([await receive(), await receive()]).toEqual(["twin", "twin"]);
    expect(faults()).toEqual(["link.set", "2 duplicate 4 copy"]);
  });

  test("held back until the next one has passed", async () => {
    const { send, receive } = await datagrams(set);
    set.between.set(STAGE, link({ reorder: 1 }));
    await send("a");
    await send("b");
    expect([await receive(), await receive()]).toEqual(["b", "a"]);
    expect(faults()).toEqual(["link.set", "2 reorder 1", "2 passed 1"]);
  });

  test("a held one that none overtakes is sent in the end", async () => {
    const { send, receive } = await datagrams(set);
    set.between.set(STAGE, link({ reorder: 1 }));
    await send("alone");
    expect(await receive()).toBe("alone");
  });

  test("a longer one than the link takes is refused", async () => {
    const { send } = await datagrams(set);
    set.between.set(STAGE, link({ maxDatagram: 4 }));
    await send("four");
    await expect(send("fives")).rejects.toMatchObject({ errno: "EMSGSIZE" });
    expect(faults()).toEqual(["link.set", "2 too-long 5"]);
  });

  test("what the kernel refuses at once is refused, however long the delay", async () => {
    const { one, between } = set;
    const { sender, receiver, address } = await datagrams(set);
    between.set(STAGE, link({ latency: 1, loss: 1 }));
    const x = Buffer.from("x");
    const shout = sender.sendto(x, ["127.255.255.255", address[1]]);
    await expect(shout).rejects.toMatchObject({ errno: "EACCES" });
    await expect(sender.sendto(x, ["127.0.0.1", 0])).rejects.toMatchObject({ errno: "EINVAL" });
    const other = await one.socket("AF_INET", "SOCK_DGRAM");
    await other.bind(["127.0.0.1", 0]);
    await sender.connect(await other.getsockname());
    await expect(sender.sendto(x, address)).rejects.toMatchObject({ errno: "EISCONN" });
    await sender.shutdown("SHUT_WR");
    await expect(sender.send(x)).rejects.toMatchObject({ errno: "EPIPE" });
    expect(faults()).toEqual(["link.set"]);
    await receiver.setsockopt("SOL_SOCKET", "SO_BROADCAST", 1);
    expect(await receiver.sendto(x, ["127.255.255.255", address[1]])).toBe(1);
  });

  test("connected to a closed port: the next call gets the refusal, and the one after is sent", async () => {
    const { between, two } = set;
    const { receiver, address } = await datagrams(set);
    const sender = await two.socket("AF_INET", "SOCK_DGRAM");
    await receiver.close();
    await sender.connect(address);
    between.set(STAGE, link({ latency: 1 }));
    await sender.send(Buffer.from("gone"));
    await set.lab.seen("2 passed 4");
    await expect(sender.recv(1)).rejects.toMatchObject({ errno: "ECONNREFUSED" });
    await sender.send(Buffer.from("one"));
    await set.lab.seen("2 passed 3");
    const refused = async (): Promise<boolean> =>
      (await sender.getsockopt("SOL_SOCKET", "SO_ERROR")) !== 0;
    while (!(await refused())) await new Promise(setImmediate);
    // Two in flight at once: the fate of the first does not prevent the second from being sent.
    const again = await set.one.socket("AF_INET", "SOCK_DGRAM");
    await sender.send(Buffer.from("first"));
    await sender.send(Buffer.from("second"));
    await set.lab.seen("2 passed 5");
    await set.lab.seen("2 passed 6");
    await again.bind(address);
    await expect(sender.send(Buffer.from("told"))).rejects.toMatchObject({ errno: "ECONNREFUSED" });
    await sender.send(Buffer.from("third"));
    expect(Buffer.from(await again.recv(10)).toString()).toBe("third");
  });

  test("a delayed one that the kernel refuses is lost, and no event says that it passed", async () => {
    const { between, one } = set;
    const { sender, send } = await datagrams(set);
    const other = await one.socket("AF_INET", "SOCK_DGRAM");
    await other.bind(["127.0.0.1", 0]);
    between.set(STAGE, link({ latency: 5 }));
    await send("late");
    // Node sends nowhere else from a connected socket.
    await sender.connect(await other.getsockname());
    await set.lab.seen("2 loss 4");
    expect(faults()).toEqual(["link.set", "2 delay 4", "2 loss 4"]);
  });

  test("empty ones fill a link too", async () => {
    const { sender, address } = await datagrams(set);
    set.between.set(STAGE, link({ latency: 10_000 }));
    for (let count = 0; count <= (256 * 1024) / 768; count += 1)
      await sender.sendto(new Uint8Array(0), address);
    expect(faults().at(-1)).toBe("2 overflow 0");
  });

  test("delayed ones keep their order, and their true sender", async () => {
    const { send, receiver, sender } = await datagrams(set);
    set.between.set(STAGE, link({ latency: 3, jitter: 3 }));
    for (const text of ["a", "b", "c"]) await send(text);
    const got: string[] = [];
    let from: unknown = null;
    for (let count = 0; count < 3; count += 1) {
      const [bytes, address] = await receiver.recvfrom(10);
      got.push(Buffer.from(bytes).toString());
      from = address;
    }
    expect(got).toEqual(["a", "b", "c"]);
    const [, port] = await sender.getsockname();
    expect(from).toEqual(["127.0.0.1", port]);
  });

  test("a full link loses further datagrams", async () => {
    const { sender, address } = await datagrams(set);
    set.between.set(STAGE, link({ bandwidth: 1 }));
    for (let count = 0; count < 6; count += 1) await sender.sendto(bytesOf(50_000), address);
    expect(faults().at(-1)).toBe("2 overflow 50000");
  });

  test("in a black hole they are lost, even those in flight", async () => {
    const { send } = await datagrams(set);
    set.between.set(STAGE, link({ latency: 10_000 }));
    await send("late");
    set.between.set(STAGE, link({ blackHole: true }));
    await send("gone");
    expect(faults().slice(2)).toEqual(["link.set", "2 black-hole 4", "2 black-hole 4"]);
  });

  test("connected sockets are subject to the link, too", async () => {
    const { sender, address } = await datagrams(set);
    await sender.connect(address);
    set.between.set(STAGE, link({ loss: 1 }));
    expect(await sender.send(Buffer.from("gone"))).toBe(4);
    expect(faults()).toEqual(["link.set", "2 loss 4"]);
  });

  test("the same seed and the same calls get the same faults (L3)", async () => {
    const conditions = link({ loss: 0.3, duplicate: 0.3, reorder: 0.3 });
    const run = async (seed: number): Promise<string[]> => {
      const one = stage();
      const { sender, address } = await datagrams(one);
      one.between.set(STAGE, conditions, seed);
      for (let count = 0; count < 40; count += 1) await sender.sendto(bytesOf(count), address);
      const found = one.lab.facts.filter(({ kind }) => kind === "link.fault").map(short);
      await end(one);
      return found;
    };
    const first = await run(5);
    expect(first.length).toBeGreaterThan(20);
    expect(await run(5)).toEqual(first);
    expect(await run(6)).not.toEqual(first);
  });

  test("setting a seed again restarts the random numbers (L3)", async () => {
    const { sender, address } = await datagrams(set);
    const run = async (): Promise<string[]> => {
      const before = set.lab.facts.length;
      set.between.set(STAGE, link({ loss: 0.5 }), 9);
      for (let count = 0; count < 30; count += 1) await sender.sendto(bytesOf(count), address);
      const since = set.lab.facts.slice(before);
      return since.filter(({ kind }) => kind === "link.fault").map(short);
    };
    expect(await run()).toEqual(await run());
  });
});
