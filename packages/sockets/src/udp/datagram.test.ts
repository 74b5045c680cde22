import { afterEach, beforeEach, expect, test } from "vitest";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import type { HostPort } from "../os/address.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

const udp = (): Promise<Socket> => lab.program().socket("AF_INET", "SOCK_DGRAM");

async function bound(): Promise<{ server: Socket; address: HostPort }> {
  const server = await udp();
  await server.bind(["127.0.0.1", 0]);
  return { server, address: await server.getsockname() };
}

test("boundaries are kept, and each datagram has its sender", async () => {
  const { server, address } = await bound();
  const client = await udp();
  expect(await client.sendto(bytes("one"), address)).toBe(3);
  expect(await client.sendto(bytes("three"), address)).toBe(5);
  const [first, from] = await server.recvfrom(2048);
  const [second] = await server.recvfrom(2048);
  expect([text(first), text(second)]).toEqual(["one", "three"]);
  const [, port] = await client.getsockname();
  expect(from).toEqual(["127.0.0.1", port]);
  await server.sendto(bytes("back"), from ?? ["", 0]);
  expect(text((await client.recvfrom(2048))[0])).toBe("back");
});

test("the first sendto binds: the kernel's port is named before the datagram arrives", async () => {
  const { server, address } = await bound();
  const client = await udp();
  const receiving = server.recvfrom(10);
  await client.sendto(bytes("x"), address);
  await receiving;
  const lines = lab.lines();
  const from = lines.indexOf("2 began sendto 1");
  expect(lines.slice(from).sort()).toEqual(
    [
      "2 began sendto 1",
      "2 socket.named",
      "2 ended sendto",
      "1 datagram.arrived 1",
      "1 ended recvfrom 1",
    ].sort(),
  );
  expect(lines.indexOf("2 socket.named")).toBeLessThan(lines.indexOf("1 datagram.arrived 1"));
});

test("a datagram longer than recvfrom(n) is cut, and the rest is gone", async () => {
  const { server, address } = await bound();
  const client = await udp();
  await client.sendto(bytes("0123456789"), address);
  await client.sendto(bytes(""), address);
  expect(text((await server.recvfrom(4))[0])).toBe("0123");
  expect((await server.recvfrom(4))[0]).toHaveLength(0);
  expect(lab.lines()).toContain("1 ended recvfrom 4 of 10");
});

test("too long for a datagram: EMSGSIZE", async () => {
  const { address } = await bound();
  const client = await udp();
  await expect(client.sendto(new Uint8Array(65508), address)).rejects.toMatchObject({
    errno: "EMSGSIZE",
  });
});

test("connected: send and recv without an address, and ECONNREFUSED is reported", async () => {
  const { server, address } = await bound();
  const client = await udp();
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EDESTADDRREQ" });
  await client.connect(address);
  expect(await client.getsockname()).toEqual(["127.0.0.1", (await client.getsockname())[1]]);
  await client.send(bytes("ping"));
  const [ping, from] = await server.recvfrom(10);
  expect(text(ping)).toBe("ping");
  await server.sendto(bytes("pong"), from ?? ["", 0]);
  expect(text(await client.recv(10))).toBe("pong");
  await server.close();
  await client.send(bytes("anybody?"));
  await expect(client.recv(10)).rejects.toMatchObject({ errno: "ECONNREFUSED" });
});

test("address in use, and calls that UDP does not have", async () => {
  const { address } = await bound();
  const other = await udp();
  await expect(other.bind(address)).rejects.toMatchObject({ errno: "EADDRINUSE" });
  await expect(other.listen(1)).rejects.toMatchObject({ errno: "EOPNOTSUPP" });
  await expect(other.accept()).rejects.toMatchObject({ errno: "EOPNOTSUPP" });
  await expect(other.sendto(bytes("x"), ["127.0.0.1", 0])).rejects.toMatchObject({
    errno: "EINVAL",
  });
  // Even a failed `sendto` has given the socket a port.
  await expect(other.bind(["127.0.0.1", 0])).rejects.toMatchObject({ errno: "EINVAL" });
});

test("beyond a mebibyte of waiting datagrams the next are dropped, which is reported", async () => {
  const { server, address } = await bound();
  const client = await udp();
  const size = 60_000;
  for (let sent = 1; sent <= 17; sent += 1) {
    await client.sendto(new Uint8Array(size), address);
    const arrived = (): number => lab.lines().filter((line) => line.includes("arrived")).length;
    while (arrived() < sent) await new Promise(setImmediate);
  }
  // This would be the 18th, for which there is no room. A receive makes room for the next one.
  await client.sendto(new Uint8Array(size), address);
  await lab.seen(`1 dropped 1 of ${size}`);
  const [, port] = await client.getsockname();
  expect(lab.facts.find(({ kind }) => kind === "datagram.dropped")).toMatchObject({
    address: { address: "127.0.0.1", port, family: "AF_INET" },
  });
  await server.recvfrom(size);
  await client.sendto(bytes("last"), address);
  await lab.seen("1 datagram.arrived 4");
  expect(lab.lines().filter((line) => line.includes("arrived"))).toHaveLength(18);
});

/**
 * Sends `count` datagrams, at the pace at which the receiver's loop takes them out of the kernel.
 */
async function flood(to: HostPort, data: Uint8Array, count: number): Promise<number> {
  const client = await udp();
  const arrived = (): number => lab.lines().filter((line) => line.includes("arrived")).length;
  for (let sent = 0; sent < count; sent += 8) {
    for (let one = 0; one < 8; one += 1) await client.sendto(data, to);
    for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
  }
  return arrived();
}

test("empty datagrams take room as well: each costs what the kernel charges for it", async () => {
  const { address } = await bound();
  expect(await flood(address, bytes(""), 1500)).toBe(Math.floor((1024 * 1024) / 768));
});

test("the last drops are reported before the socket closes, however it is closed", async () => {
  const client = await udp();
  /** Sends `count`, of which the first fits. The kernel has no room for more either. */
  const send = async (to: Socket, count: number): Promise<void> => {
    const address = await to.getsockname();
    for (let sent = 0; sent < count; sent += 1) {
      await client.sendto(new Uint8Array(1500), address);
      for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
    }
  };
  const counted = (): number =>
    lab.facts.reduce((sum, fact) => sum + (fact.kind === "datagram.dropped" ? fact.count : 0), 0);
  const narrow = async (program: Sockets): Promise<Socket> => {
    const socket = await program.socket("AF_INET", "SOCK_DGRAM");
    await socket.setsockopt("SOL_SOCKET", "SO_RCVBUF", 1);
    await socket.bind(["127.0.0.1", 0]);
    return socket;
  };
  const closed = await narrow(lab.program());
  await send(closed, 8);
  await closed.close();
  expect(counted()).toBe(7);
  expect(lab.lines().at(-1)).toBe("2 ended close");
  const program = lab.program();
  await send(await narrow(program), 8);
  await program.closeAll();
  expect(counted()).toBe(14);
  expect(lab.lines().at(-1)).toBe("3 socket.closed");
});

test("SO_RCVBUF limits the waiting datagrams, before and after bind; one datagram always fits", async () => {
  const waits = async (size: number): Promise<number> => {
    const { server, address } = await bound();
    await server.setsockopt("SOL_SOCKET", "SO_RCVBUF", 8192);
    const room = await server.getsockopt("SOL_SOCKET", "SO_RCVBUF");
    const before = lab.lines().filter((line) => line.includes("arrived")).length;
    const after = await flood(address, new Uint8Array(size), 40);
    expect(after - before).toBe(Math.max(1, Math.floor(room / (size + 768))));
    return after - before;
  };
  expect(await waits(232)).toBeLessThan(40);
  const early = await udp();
  await early.setsockopt("SOL_SOCKET", "SO_RCVBUF", 1);
  await early.bind(["127.0.0.1", 0]);
  const before = lab.lines().filter((line) => line.includes("arrived")).length;
  const address = await early.getsockname();
  expect((await flood(address, new Uint8Array(1500), 8)) - before).toBe(1);
});

test("close ends a pending recvfrom with EBADF and frees the port", async () => {
  const { server, address } = await bound();
  const receiving = Promise.allSettled([server.recvfrom(1)]);
  await server.close();
  expect(await receiving).toMatchObject([{ status: "rejected", reason: { errno: "EBADF" } }]);
  await (await udp()).bind(address);
});

test("connect is over at once: a close or another connect in the same tick does not find it", async () => {
  const { address } = await bound();
  const other = await bound();
  const client = await udp();
  // As on Linux: connect(2) of a datagram socket contacts no peer and never waits.
  const [first, second] = [client.connect(address), client.connect(other.address)];
  await Promise.all([first, second]);
  expect(await client.getpeername()).toEqual(other.address);
  const gone = await udp();
  const [connected, closed] = [gone.connect(address), gone.close()];
  await Promise.all([connected, closed]);
  const hasty = await udp();
  await hasty.settimeout(0);
  await hasty.connect(address);
  expect(await hasty.getpeername()).toEqual(address);
});

test("a refused connect is reported even without a wait, and survives a close", async () => {
  // A broadcast address without SO_BROADCAST.
  const shout: HostPort = ["127.255.255.255", 9];
  const client = await udp();
  await client.settimeout(0);
  await expect(client.connect(shout)).rejects.toMatchObject({ errno: "EACCES" });
  const [refused] = await Promise.allSettled([client.connect(shout), client.close()]);
  expect(refused).toMatchObject({ status: "rejected", reason: { errno: "EBADF" } });
  expect(lab.lines().filter((line) => line.includes("ended connect"))).toHaveLength(2);
});
