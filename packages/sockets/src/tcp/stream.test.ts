import { spawnSync } from "node:child_process";
import { Socket as NodeSocket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import { HAS_INTERNALS } from "../os/internals.fixture.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

async function listening(host = "127.0.0.1"): Promise<Socket> {
  const server = await lab.program().socket(host === "::1" ? "AF_INET6" : "AF_INET", "SOCK_STREAM");
  await server.bind([host, 0]);
  await server.listen(5);
  return server;
}

async function pair(host = "127.0.0.1"): Promise<{ server: Socket; conn: Socket; client: Socket }> {
  const server = await listening(host);
  const client = await lab.program().socket(server.family, "SOCK_STREAM");
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  return { server, conn, client };
}

test("a connection: every call is two facts, in the order in which things happened", async () => {
  const { server, conn, client } = await pair();
  await conn.sendall(bytes("hello"));
  expect(text(await client.recv(1024))).toBe("hello");
  await conn.close();
  expect(await client.recv(1024)).toHaveLength(0);
  await client.close();
  await server.close();
  // The kernel decides which end learns first that the handshake is finished.
  const lines = lab.lines();
  const queued = "1 connection.queued";
  expect(lines.filter((line) => line.startsWith("1") && line !== queued)).toEqual([
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
    "1 began sendall 5@0",
    "1 ended sendall",
    "1 began close",
    "1 ended close",
    "1 began close",
    "1 ended close",
  ]);
  expect(lines.filter((line) => line.startsWith("2"))).toEqual([
    "2 began socket",
    "2 ended socket",
    "2 began connect",
    "2 socket.named",
    "2 ended connect",
    "2 began recv",
    "2 ended recv 5@0",
    "2 began recv",
    "2 ended recv 0@5",
    "2 began close",
    "2 ended close",
  ]);
  expect(lines.indexOf("2 socket.named")).toBeLessThan(lines.indexOf(queued));
  expect(lines.indexOf(queued)).toBeLessThan(lines.indexOf("1 ended accept"));
});

test("both ends agree on their addresses, and the events say the same", async () => {
  const { conn, client } = await pair();
  expect(await conn.getpeername()).toEqual(await client.getsockname());
  expect(await client.getpeername()).toEqual(await conn.getsockname());
  const [, port] = await client.getsockname();
  const address = { address: "127.0.0.1", port, family: "AF_INET" };
  const find = (kind: string): unknown => lab.facts.find((fact) => fact.kind === kind);
  expect(find("socket.named")).toMatchObject({ actor: 2, socket: client.id, address });
  expect(find("connection.queued")).toMatchObject({ connection: conn.id, peer: address });
});

test("recv(n) is a maximum: one send read by three, and two sends read by one", async () => {
  const { conn, client } = await pair();
  await client.sendall(bytes("abcdefgh"));
  expect(text(await conn.recv(3))).toBe("abc");
  expect(text(await conn.recv(3))).toBe("def");
  expect(text(await conn.recv(3))).toBe("gh");
  await client.sendall(bytes("one"));
  await client.sendall(bytes("two"));
  expect(text(await conn.recv(100))).toBe("onetwo");
  expect(lab.lines().filter((line) => line.startsWith("1 ended recv"))).toEqual([
    "1 ended recv 3@0",
    "1 ended recv 3@3",
    "1 ended recv 2@6",
    "1 ended recv 6@8",
  ]);
});

test("recv(0) returns nothing at once and consumes nothing", async () => {
  const { conn, client } = await pair();
  await client.sendall(bytes("x"));
  expect(await conn.recv(0)).toHaveLength(0);
  expect(text(await conn.recv(1))).toBe("x");
});

test("a peer that does not read stops sendall until it does", async () => {
  const { conn, client } = await pair();
  const size = 16 * 1024 * 1024;
  let done = false;
  const sending = conn.sendall(new Uint8Array(size)).then(() => {
    done = true;
  });
  // More than the kernel takes: after a complete round trip on another connection it still waits.
  await pair();
  expect(done).toBe(false);
  let received = 0;
  while (received < size) received += (await client.recv(1024 * 1024)).length;
  await sending;
  expect(received).toBe(size);
  expect(lab.lines()).toContain(`1 ended sendall`);
  const began = lab.facts.find((fact) => fact.kind === "call.began" && fact.verb === "sendall");
  expect(began).toMatchObject({ args: { offset: 0, payload: { length: size } } });
});

test("bytes of an unaccepted connection stay in the kernel until they are read", async () => {
  const server = await listening();
  const client = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await client.connect(await server.getsockname());
  await client.sendall(bytes("early"));
  await lab.seen("1 connection.queued");
  const [conn] = await server.accept();
  expect(text(await conn.recv(10))).toBe("early");
});

test("half-close: the other direction continues", async () => {
  const { conn, client } = await pair();
  await client.sendall(bytes("question"));
  await client.shutdown("SHUT_WR");
  expect(text(await conn.recv(100))).toBe("question");
  expect(await conn.recv(100)).toHaveLength(0);
  await conn.sendall(bytes("answer"));
  expect(text(await client.recv(100))).toBe("answer");
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE", call: "send" });
});

test("a closed port: ECONNREFUSED in Python's words, and the socket may retry", async () => {
  const server = await listening();
  const address = await server.getsockname();
  await server.close();
  const client = await lab.program().socket("AF_INET", "SOCK_STREAM");
  for (const _ of [1, 2]) {
    await expect(client.connect(address)).rejects.toMatchObject({
      name: "SocketError",
      errno: "ECONNREFUSED",
      message: "Connection refused",
      call: "connect",
    });
  }
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE" });
  await expect(client.recv(1)).rejects.toMatchObject({ errno: "ENOTCONN" });
});

test.skipIf(!HAS_INTERNALS)(
  "an address in use, or not of this machine, fails in bind and not later",
  async () => {
    const server = await listening();
    const other = await lab.program().socket("AF_INET", "SOCK_STREAM");
    await expect(other.bind(await server.getsockname())).rejects.toMatchObject({
      errno: "EADDRINUSE",
      message: "Address already in use",
    });
    await expect(other.bind(["198.51.100.77", 0])).rejects.toMatchObject({
      errno: "EADDRNOTAVAIL",
    });
    await other.bind(["127.0.0.1", 0]);
    await expect(other.bind(["127.0.0.1", 0])).rejects.toMatchObject({ errno: "EINVAL" });
  },
);

test.skipIf(!HAS_INTERNALS)(
  "a bound client keeps its port, and nothing has to name it",
  async () => {
    const server = await listening();
    const client = await lab.program().socket("AF_INET", "SOCK_STREAM");
    await client.bind(["127.0.0.1", 0]);
    const mine = await client.getsockname();
    await client.connect(await server.getsockname());
    const [, peer] = await server.accept();
    expect(peer).toEqual(mine);
    expect(lab.lines()).not.toContain("2 socket.named");
  },
);

test("IPv6, and an address of the wrong family", async () => {
  const { client, conn } = await pair("::1");
  expect(await client.getpeername()).toEqual(await conn.getsockname());
  expect((await client.getpeername())[0]).toBe("::1");
  const six = await lab.program().socket("AF_INET6", "SOCK_STREAM");
  await expect(six.connect(["127.0.0.1", 1])).rejects.toMatchObject({ errno: "EAFNOSUPPORT" });
});

test("close with unread bytes is a reset: recv reports it once, then send gives EPIPE", async () => {
  const { conn, client } = await pair();
  await client.sendall(bytes("never read"));
  await conn.recv(2);
  await conn.close();
  await expect(client.recv(10)).rejects.toMatchObject({ errno: "ECONNRESET" });
  expect(await client.recv(10)).toHaveLength(0);
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE" });
});

test.each([
  { asleep: false, half: false },
  { asleep: false, half: true },
  { asleep: true, half: false },
  { asleep: true, half: true },
])("a reset behind bytes: recv gives the bytes and then fails, %o", async ({ asleep, half }) => {
  const { conn, client } = await pair();
  if (half) {
    await client.shutdown("SHUT_WR");
    await conn.recv(1);
  }
  const first = asleep ? client.recv(10) : null;
  // Bytes and reset are in the kernel before Node polls again: they come in one poll.
  await conn.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
  await conn.sendall(bytes("hi"));
  await conn.close();
  const [data, next] = await Promise.allSettled([first ?? client.recv(10), client.recv(10)]);
  expect(data).toMatchObject({ status: "fulfilled", value: { length: 2 } });
  expect(next).toMatchObject({ status: "rejected", reason: { errno: "ECONNRESET" } });
  expect(await client.recv(10)).toHaveLength(0);
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE" });
});

test("a reset behind bytes, for a program that reads again at once", async () => {
  const { conn, client } = await pair();
  const ends: string[] = [];
  const reading = (async (): Promise<void> => {
    while (ends.length < 3) ends.push(`${(await client.recv(10)).length}`);
  })().catch((error: unknown) => ends.push((error as { errno: string }).errno));
  await conn.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
  await conn.sendall(bytes("hi"));
  await conn.close();
  await reading;
  expect(ends).toEqual(["2", "ECONNRESET"]);
});

test("writing to a peer that has closed: the first send passes, a later one is EPIPE", async () => {
  const { conn, client } = await pair();
  await conn.close();
  await client.sendall(bytes("one"));
  await expect(client.sendall(bytes("two"))).rejects.toMatchObject({ errno: "EPIPE" });
});

test("a wrong state gives the errno that Linux gives", async () => {
  const program = lab.program();
  const fresh = await program.socket("AF_INET", "SOCK_STREAM");
  const failing: [() => Promise<unknown>, string][] = [
    [() => fresh.accept(), "EINVAL"],
    [() => fresh.send(bytes("x")), "EPIPE"],
    [() => fresh.recv(1), "ENOTCONN"],
    [() => fresh.shutdown("SHUT_WR"), "ENOTCONN"],
    [() => fresh.getpeername(), "ENOTCONN"],
    [() => fresh.bind(["127.0.0.1", 70000]), "EINVAL"],
    [() => fresh.bind(["example.org", 1]), "EINVAL"],
    [() => fresh.recv(-1), "EINVAL"],
    [() => fresh.recv(Number.NaN), "EINVAL"],
  ];
  const { server, client } = await pair();
  failing.push(
    [() => server.connect(["127.0.0.1", 1]), "EISCONN"],
    [() => server.recv(1), "ENOTCONN"],
    [() => client.listen(1), "EINVAL"],
    [() => client.accept(), "EINVAL"],
    [() => client.connect(["127.0.0.1", 1]), "EISCONN"],
    [() => client.bind(["127.0.0.1", 0]), "EINVAL"],
  );
  for (const [call, errno] of failing) await expect(call()).rejects.toMatchObject({ errno });
  await fresh.close();
  await expect(fresh.recv(1)).rejects.toMatchObject({ errno: "EBADF" });
  await expect(fresh.getsockname()).rejects.toMatchObject({ errno: "EBADF" });
  await expect(fresh.close()).resolves.toBeUndefined();
});

test("close ends a pending recv and a pending accept with EBADF", async () => {
  const { server, client } = await pair();
  const reading = client.recv(1);
  const accepting = server.accept();
  const outcomes = Promise.allSettled([reading, accepting]);
  await Promise.all([client.close(), server.close()]);
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: "rejected", reason: { errno: "EBADF" } });
});

test("closing a listener resets unaccepted connections, and frees the port", async () => {
  const server = await listening();
  const address = await server.getsockname();
  const client = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await client.connect(address);
  await lab.seen("1 connection.queued");
  await server.close();
  await expect(client.recv(1)).rejects.toMatchObject({ errno: "ECONNRESET" });
  const next = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await next.bind(address);
  await next.listen();
});

test("stopping a program: its pending calls never end, its sockets are closed, once each", async () => {
  const server = await listening();
  const program = lab.program();
  const client = await program.socket("AF_INET", "SOCK_STREAM");
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  const reading = client.recv(1);
  await program.closeAll();
  await expect(reading).rejects.toMatchObject({ name: "ProgramStopped" });
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ name: "ProgramStopped" });
  await expect(program.socket("AF_INET", "SOCK_STREAM")).rejects.toMatchObject({
    name: "ProgramStopped",
  });
  expect(await conn.recv(1)).toHaveLength(0);
  expect(
    lab
      .lines()
      .filter((line) => line.startsWith("2"))
      .slice(-2),
  ).toEqual(["2 began recv", "2 socket.closed"]);
});

test("a plain program from outside is served like any other", async () => {
  const server = await listening();
  const [host, port] = await server.getsockname();
  const outside = new NodeSocket().connect(port, host);
  const [conn, peer] = await server.accept();
  expect(peer).toEqual(["127.0.0.1", outside.localPort]);
  outside.end("bye");
  expect(text(await conn.recv(10))).toBe("bye");
  expect(await conn.recv(10)).toHaveLength(0);
});

test("after a reset there is no peer, even before a call has reported it", async () => {
  const { conn, client } = await pair();
  await client.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
  await client.close();
  for (const call of [() => conn.getpeername(), () => conn.shutdown("SHUT_WR")])
    await expect(call()).rejects.toMatchObject({ errno: "ENOTCONN" });
  await expect(conn.recv(1)).rejects.toMatchObject({ errno: "ECONNRESET" });
});

test("a port that the kernel chose is released when the socket stops listening", async () => {
  const chosen = await listening();
  const [host, port] = await chosen.getsockname();
  await chosen.shutdown("SHUT_RD");
  expect(await chosen.getsockname()).toEqual([host, port]);
  await chosen.bind([host, 0]);
  expect((await chosen.getsockname())[1]).not.toBe(port);
  // A port that the program has chosen stays.
  const named = await lab.program().socket("AF_INET", "SOCK_STREAM");
  await named.bind([host, port]);
  await named.listen(1);
  await named.shutdown("SHUT_RD");
  await expect(named.bind([host, 0])).rejects.toMatchObject({ errno: "EINVAL" });
  await named.listen(1);
  expect(await named.getsockname()).toEqual([host, port]);
});

/** Connects twelve times and prints "full" once nine connections are established. */
const CLIENTS = `
  const net = require("node:net");
  let stand = 0;
  const one = () => {
    stand += 1;
    if (stand === 9) { console.log("full"); process.exit(); }
  };
  for (let count = 0; count < 12; count += 1) net.connect(Number(process.argv[1]), "127.0.0.1", one);
  setTimeout(() => process.exit(), 60_000);
`;

test.skipIf(process.platform !== "linux")(
  "a second listen changes the backlog: what the kernel's queue takes in one turn (Linux)",
  async () => {
    const server = await listening();
    const [, port] = await server.getsockname();
    await server.listen(8);
    // No connection leaves the kernel's queue meanwhile: this process is blocked.
    const clients = spawnSync(process.execPath, ["-e", CLIENTS, String(port)]);
    expect(String(clients.stdout)).toBe("full\n");
  },
);
