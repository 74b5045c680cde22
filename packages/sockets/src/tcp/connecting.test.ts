import { platform } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import type { HostPort } from "../os/address.ts";
import { HAS_INTERNALS } from "../os/internals.fixture.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";

/*
 * Calls on a socket that is still connecting. What is expected is what Python shows on Linux: a
 * connect that is under way answers EAGAIN to one who does not wait, and lets others wait.
 */

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

const tcp = (): Promise<Socket> => lab.program().socket("AF_INET", "SOCK_STREAM");

async function listening(): Promise<{ server: Socket; address: HostPort }> {
  const server = await tcp();
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  return { server, address: await server.getsockname() };
}

async function nobody(): Promise<HostPort> {
  const { server, address } = await listening();
  await server.close();
  return address;
}

test("send and recv wait for the connect before them", async () => {
  const { server, address } = await listening();
  const client = await tcp();
  const calls = [client.connect(address), client.send(bytes("one")), client.sendall(bytes("two"))];
  const receiving = client.recv(10);
  const [conn] = await server.accept();
  await Promise.all(calls);
  expect(text(await conn.recv(10))).toBe("onetwo");
  await conn.send(bytes("back"));
  expect(text(await receiving)).toBe("back");
  expect(lab.lines()).toContain("2 began sendall 3@3");
});

test("when the connect fails, they then fail as without a connection", async () => {
  const client = await tcp();
  const calls = [client.connect(await nobody()), client.send(bytes("x")), client.recv(1)];
  expect(await Promise.allSettled(calls)).toMatchObject([
    { reason: { errno: "ECONNREFUSED" } },
    { reason: { errno: "EPIPE" } },
    { reason: { errno: "ENOTCONN" } },
  ]);
});

test("close ends them with EBADF", async () => {
  const { address } = await listening();
  const client = await tcp();
  const calls = [client.connect(address), client.send(bytes("x")), client.recv(1)];
  const ended = Promise.allSettled(calls);
  await client.close();
  const reason = { errno: "EBADF" };
  expect(await ended).toMatchObject([{ reason }, { reason }, { reason }]);
});

test("a background connect that fails is reported by the first call, whichever it is", async () => {
  const address = await nobody();
  for (const verb of ["send", "recv"] as const) {
    const client = await tcp();
    await client.settimeout(0);
    await expect(client.connect(address)).rejects.toMatchObject({ errno: "EINPROGRESS" });
    await client.settimeout(null);
    const first = verb === "send" ? client.send(bytes("x")) : client.recv(1);
    await expect(first).rejects.toMatchObject({ errno: "ECONNREFUSED" });
    await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE" });
    expect(await client.recv(1)).toHaveLength(0);
    // The error has already been reported, so the next connect has another one.
    await expect(client.connect(address)).rejects.toMatchObject({ errno: "ECONNABORTED" });
    await expect(client.recv(1)).rejects.toMatchObject({ errno: "ENOTCONN" });
    await expect(client.connect(address)).rejects.toMatchObject({ errno: "ECONNREFUSED" });
  }
});

test("bytes refused without a connection do not count in the stream", async () => {
  const { server, address } = await listening();
  const client = await tcp();
  await expect(client.send(bytes("lost"))).rejects.toMatchObject({ errno: "EPIPE" });
  await client.connect(address);
  await client.send(bytes("first"));
  const [conn] = await server.accept();
  await conn.recv(10);
  expect(lab.lines()).toContain("2 began send 5@0");
});

const hasFullQueue = platform() === "linux" && HAS_INTERNALS;
describe.skipIf(!hasFullQueue)("while the kernel gets no answer (Linux)", () => {
  /** A full queue of the kernel, so that a connecting client keeps trying. */
  async function full(): Promise<{ server: Socket; address: HostPort }> {
    const server = await lab.program({ queue: "kernel" }).socket("AF_INET", "SOCK_STREAM");
    await server.bind(["127.0.0.1", 0]);
    await server.listen(1);
    const address = await server.getsockname();
    for (let count = 0; count < 2; count += 1) await (await tcp()).connect(address);
    return { server, address };
  }

  async function trying(address: HostPort): Promise<Socket> {
    const client = await tcp();
    await client.settimeout(0);
    await expect(client.connect(address)).rejects.toMatchObject({ errno: "EINPROGRESS" });
    return client;
  }

  test("a call that does not wait gets EAGAIN, and nothing is sent", async () => {
    const { server, address } = await full();
    const client = await trying(address);
    for (const call of [() => client.send(bytes("no")), () => client.recv(1)])
      await expect(call()).rejects.toMatchObject({ errno: "EAGAIN", timedOut: false });
    await client.settimeout(0.01);
    for (const call of [() => client.sendall(bytes("no")), () => client.recv(1)])
      await expect(call()).rejects.toMatchObject({ errno: "EAGAIN", timedOut: true });
    await client.settimeout(null);
    const sent = client.sendall(bytes("yes"));
    for (let count = 0; count < 2; count += 1) await server.accept();
    const [conn] = await server.accept();
    await sent;
    expect(text(await conn.recv(10))).toBe("yes");
    expect(lab.lines().filter((line) => line.includes("sendall"))).toContain("4 began sendall 3@0");
  });

  test("close returns at once, with linger 0 too, and so does the end of the program", async () => {
    const { address } = await full();
    const client = await trying(address);
    await client.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
    await client.close();
    const other = await trying(address);
    await other.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
    await lab.closeAll();
    expect(lab.facts.at(-1)).toMatchObject({ kind: "socket.closed" });
  });

  test("shutdown ends the connecting: ECONNRESET once, and the socket can connect again", async () => {
    const { address } = await full();
    const there = (await listening()).address;
    for (const how of ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"] as const) {
      const client = await trying(address);
      await client.shutdown(how);
      await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "ECONNRESET" });
      await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE" });
      await expect(client.recv(1)).rejects.toMatchObject({ errno: "ENOTCONN" });
      await client.settimeout(null);
      await client.connect(there);
      expect(await client.getpeername()).toEqual(there);
    }
    const waiting = await tcp();
    const connecting = Promise.allSettled([waiting.connect(address)]);
    await waiting.shutdown("SHUT_WR");
    expect(await connecting).toMatchObject([{ reason: { errno: "ECONNRESET" } }]);
  });
});
