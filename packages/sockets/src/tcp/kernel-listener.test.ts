import { readFileSync } from "node:fs";
import { connect, type Socket as NetSocket } from "node:net";
import { platform } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import { createSockets } from "../api/sockets.ts";
import { HAS_INTERNALS } from "../os/internals.fixture.ts";
import type { RecordedFact } from "../recording/recorder.ts";
import { type Recording, recording, short } from "../recording/recording.fixture.ts";

const linux = platform() === "linux";
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Listening {
  readonly server: Socket;
  readonly port: number;
  readonly facts: readonly RecordedFact[];
  readonly closeAll: () => Promise<void>;
}

/** A program whose accept queue is in the kernel. */
async function listening(backlog: number, hasRoom = () => true): Promise<Listening> {
  const facts: RecordedFact[] = [];
  let id = 0;
  const net = createSockets({
    actor: 1,
    ids: { next: () => ++id },
    recorder: { record: (fact) => facts.push(fact) },
    queue: "kernel",
    hasRoom,
  });
  ends.push(() => net.closeAll());
  const server = await net.socket("AF_INET", "SOCK_STREAM");
  await server.bind(["127.0.0.1", 0]);
  await server.listen(backlog);
  const [, port] = await server.getsockname();
  return { server, port, facts, closeAll: () => net.closeAll() };
}

interface Client {
  readonly socket: NetSocket;
  readonly connected: Promise<void>;
  readonly isConnected: () => boolean;
}

function client(port: number): Client {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  ends.push(() => socket.destroy());
  let done = false;
  const connected = new Promise<void>((resolve) => {
    socket.once("connect", () => {
      done = true;
      resolve();
    });
  });
  return { socket, connected, isConnected: () => done };
}

interface KernelSocket {
  readonly local: number;
  readonly remote: number;
  readonly state: string;
  /** For a listening socket: connections in its accept queue. */
  readonly received: number;
  readonly retries: number;
}

/** The kernel's own state, as `ss -tan` would show it. */
function kernelSockets(): KernelSocket[] {
  const port = (end: string | undefined): number => Number.parseInt(end?.split(":")[1] ?? "", 16);
  return readFileSync("/proc/net/tcp", "ascii")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [, local, remote, state = "", queues, , retries = ""] = line.trim().split(/\s+/);
      const received = port(queues);
      const count = Number.parseInt(retries, 16);
      return { local: port(local), remote: port(remote), state, received, retries: count };
    });
}
const LISTEN = "0A";
const SYN_SENT = "02";

const queueOf = (port: number): number | undefined =>
  kernelSockets().find(({ local, state }) => local === port && state === LISTEN)?.received;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

describe.skipIf(!linux || !HAS_INTERNALS)(
  "the kernel's own accept queue, as /proc/net/tcp tells it",
  () => {
    test("it fills, further clients keep trying, and each accept takes exactly one", async () => {
      const { server, port, facts } = await listening(3);
      expect(queueOf(port)).toBe(0);
      // Linux lets a queue grow to one more than the backlog.
      for (let count = 1; count <= 4; count += 1) {
        await client(port).connected;
        expect(queueOf(port)).toBe(count);
      }
      const late = [client(port), client(port)];
      // A second SYN proves that the first one was dropped.
      const trying = () => kernelSockets().filter((one) => one.remote === port && one.retries > 0);
      await until(() => trying().length === 2);
      expect(trying().map(({ state }) => state)).toEqual([SYN_SENT, SYN_SENT]);
      expect(late.map(({ isConnected }) => isConnected())).toEqual([false, false]);
      expect(queueOf(port)).toBe(4);
      // Closed, so that they do not fill the queue again.
      for (const { socket } of late) socket.destroy();

      for (let left = 3; left >= 0; left -= 1) {
        await server.accept();
        expect(queueOf(port)).toBe(left);
      }
      expect(facts.filter(({ kind }) => kind === "connection.queued")).toEqual([]);
    });

    test("a free place goes to a client that was still trying", async () => {
      const { server, port } = await listening(1);
      for (let count = 0; count < 2; count += 1) await client(port).connected;
      const late = client(port);
      await until(() => kernelSockets().some((one) => one.remote === port && one.retries > 0));
      expect(late.isConnected()).toBe(false);
      await server.accept();
      await late.connected;
      expect(queueOf(port)).toBe(2);
    });

    test("a second listen changes the backlog, also while an accept waits", async () => {
      const { server, port } = await listening(1);
      await server.listen(3);
      for (let count = 1; count <= 4; count += 1) await client(port).connected;
      expect(queueOf(port)).toBe(4);
      for (let left = 3; left >= 0; left -= 1) await server.accept();
      const waiting = server.accept();
      await server.listen(5);
      for (let count = 0; count <= 6; count += 1) await client(port).connected;
      await waiting;
      expect(queueOf(port)).toBe(6);
    });

    test("stopping the program resets waiting clients, and frees the port", async () => {
      const { port, closeAll } = await listening(3);
      const waiting = client(port);
      await waiting.connected;
      const closed = new Promise((resolve) => waiting.socket.once("close", resolve));
      waiting.socket.resume();
      await closeAll();
      await closed;
      expect(queueOf(port)).toBeUndefined();
    });
  },
);

describe.skipIf(!HAS_INTERNALS)("a listening socket with the kernel's queue", () => {
  let other: Recording;
  const peer = async (port: number): Promise<Socket> => {
    other = recording();
    ends.push(() => other.closeAll());
    const socket = await other.program().socket("AF_INET", "SOCK_STREAM");
    await socket.connect(["127.0.0.1", port]);
    return socket;
  };

  test("is recorded as such, and its connections carry bytes both ways", async () => {
    const { server, port, facts } = await listening(3);
    const there = await peer(port);
    await there.sendall(new TextEncoder().encode("sent before accept"));
    const [conn, from] = await server.accept();
    expect(from).toEqual(await there.getsockname());
    expect(await conn.getsockname()).toEqual(["127.0.0.1", port]);
    expect(new TextDecoder().decode(await conn.recv(100))).toBe("sent before accept");
    await conn.sendall(new TextEncoder().encode("back"));
    expect(new TextDecoder().decode(await there.recv(100))).toBe("back");
    await there.close();
    expect(await conn.recv(100)).toHaveLength(0);
    await conn.close();
    expect(facts.map(short)).toEqual([
      "1 began socket",
      "1 ended socket",
      "1 began bind",
      "1 ended bind",
      "1 began listen",
      "1 ended listen",
      "1 began getsockname",
      "1 ended getsockname",
      "1 began accept",
      "1 ended accept",
      "1 began getsockname",
      "1 ended getsockname",
      "1 began recv",
      "1 ended recv 18@0",
      "1 began sendall 4@0",
      "1 ended sendall",
      "1 began recv",
      "1 ended recv 0@18",
      "1 began close",
      "1 ended close",
    ]);
    const listened = facts.find((fact) => fact.kind === "call.ended" && fact.verb === "listen");
    expect(listened).toMatchObject({ result: { queue: "kernel" } });
  });

  test("without room for it a connection is reset, and accept continues to wait", async () => {
    let room = false;
    const { server, port } = await listening(3, () => room);
    const accepting = server.accept();
    const refused = client(port);
    const gone = new Promise<void>((resolve) => refused.socket.once("close", () => resolve()));
    refused.socket.resume();
    await gone;
    room = true;
    const taken = client(port);
    const [, [, from]] = await accepting;
    await taken.connected;
    expect(from).toBe(taken.socket.localPort);
  });

  test("close ends a pending accept with EBADF, and the port can be bound again", async () => {
    const { server, port } = await listening(3);
    const accepting = server.accept().catch((error: unknown) => error);
    await server.close();
    expect(await accepting).toMatchObject({ errno: "EBADF", call: "accept" });
    const again = recording();
    ends.push(() => again.closeAll());
    const socket = await again.program().socket("AF_INET", "SOCK_STREAM");
    await socket.bind(["127.0.0.1", port]);
    await socket.listen();
  });

  test("an accept whose time has passed takes nothing; the next one gets the connection", async () => {
    const { server, port } = await listening(8);
    await server.settimeout(0.001);
    for (let round = 0; round < 20; round += 1)
      await expect(server.accept()).rejects.toMatchObject({ timedOut: true });
    await server.settimeout(null);
    const accepting = server.accept();
    const clients = [client(port), client(port)];
    await accepting;
    await server.accept();
    await Promise.all(clients.map(({ connected }) => connected));
    await server.settimeout(0.001);
    await expect(server.accept()).rejects.toMatchObject({ timedOut: true });
  });

  test("many connections at once: each is accepted once", async () => {
    const { server, port } = await listening(64);
    const clients = Array.from({ length: 60 }, () => client(port));
    const ports = new Set<number | undefined>();
    for (const { socket } of clients) socket.once("connect", () => ports.add(socket.localPort));
    const accepted = new Set<number | undefined>();
    for (let count = 0; count < clients.length; count += 1) {
      const [conn, [, from]] = await server.accept();
      accepted.add(from);
      await conn.close();
    }
    await Promise.all(clients.map(({ connected }) => connected));
    expect(accepted.size).toBe(clients.length);
    expect(accepted).toEqual(ports);
  });
});
