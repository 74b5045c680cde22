import { constants, networkInterfaces } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OptionLevel, OptionName, OptionValue } from "../os/options.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";
import type { Socket } from "./socket.ts";

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);
const tcp = (): Promise<Socket> => lab.program().socket("AF_INET", "SOCK_STREAM");
const udp = (): Promise<Socket> => lab.program().socket("AF_INET", "SOCK_DGRAM");

const udp6 = (): Promise<Socket> => lab.program().socket("AF_INET6", "SOCK_DGRAM");

async function pair(): Promise<{ conn: Socket; client: Socket }> {
  const server = await tcp();
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  const client = await tcp();
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  return { conn, client };
}

test("an option returns the value that was set, before and after there is a descriptor", async () => {
  const cases: [() => Promise<Socket>, OptionLevel, OptionName, number][] = [
    [tcp, "IPPROTO_TCP", "TCP_NODELAY", 1],
    [tcp, "SOL_SOCKET", "SO_KEEPALIVE", 1],
    [tcp, "SOL_SOCKET", "SO_LINGER", 0],
    [tcp, "SOL_SOCKET", "SO_LINGER", 5],
    [udp, "SOL_SOCKET", "SO_LINGER", 5],
    [udp, "SOL_SOCKET", "SO_BROADCAST", 1],
    [udp, "SOL_SOCKET", "SO_REUSEADDR", 1],
    [udp, "IPPROTO_IP", "IP_TTL", 7],
    [udp, "IPPROTO_IP", "IP_MULTICAST_TTL", 3],
    [udp, "IPPROTO_IP", "IP_MULTICAST_LOOP", 0],
    [udp6, "IPPROTO_IPV6", "IPV6_UNICAST_HOPS", 7],
    [udp6, "IPPROTO_IPV6", "IPV6_MULTICAST_HOPS", 3],
    [udp6, "IPPROTO_IPV6", "IPV6_MULTICAST_LOOP", 0],
  ];
  for (const [make, level, option, value] of cases) {
    const socket = await make();
    await socket.setsockopt(level, option, value);
    expect(await socket.getsockopt(level, option)).toBe(value);
    await socket.bind(["", 0]);
    expect(await socket.getsockopt(level, option)).toBe(value);
  }
});

test("an option is a call like any other", async () => {
  const socket = await tcp();
  await socket.setsockopt("IPPROTO_TCP", "TCP_NODELAY", 1);
  await socket.getsockopt("IPPROTO_TCP", "TCP_NODELAY");
  expect(lab.facts.filter((fact) => "verb" in fact && fact.verb !== "socket")).toMatchObject([
    { verb: "setsockopt", args: { level: "IPPROTO_TCP", option: "TCP_NODELAY", value: 1 } },
    { kind: "call.ended" },
    { verb: "getsockopt", args: { level: "IPPROTO_TCP", option: "TCP_NODELAY" } },
    { kind: "call.ended", result: { value: 1 } },
  ]);
});

test("buffer sizes are the kernel's own: Linux doubles them, bound or not", async () => {
  const socket = await udp();
  await socket.setsockopt("SOL_SOCKET", "SO_RCVBUF", 8192);
  const before = await socket.getsockopt("SOL_SOCKET", "SO_RCVBUF");
  await socket.bind(["127.0.0.1", 0]);
  expect(await socket.getsockopt("SOL_SOCKET", "SO_RCVBUF")).toBe(before);
  expect(before).toBe(process.platform === "linux" ? 16384 : 8192);
});

test("invalid values, and options that a socket does not have", async () => {
  const cases: [() => Promise<Socket>, string, string, OptionValue, string][] = [
    [tcp, "SOL_SOCKET", "SO_NONSENSE", 1, "ENOPROTOOPT"],
    [tcp, "IPPROTO_IP", "TCP_NODELAY", 1, "ENOPROTOOPT"],
    [tcp, "IPPROTO_IP", "IP_TTL", 1, "ENOPROTOOPT"],
    [tcp, "SOL_SOCKET", "SO_REUSEADDR", 0, "ENOPROTOOPT"],
    [tcp, "IPPROTO_IPV6", "IPV6_V6ONLY", 1, "ENOPROTOOPT"],
    [tcp, "SOL_SOCKET", "SO_LINGER", -1, "EINVAL"],
    [tcp, "SOL_SOCKET", "SO_LINGER", 1.5, "EINVAL"],
    [udp, "SOL_SOCKET", "SO_ERROR", 1, "ENOPROTOOPT"],
    [udp, "IPPROTO_IP", "IP_TTL", 0, "EINVAL"],
    [udp, "IPPROTO_IP", "IP_TTL", 256, "EINVAL"],
    [udp, "IPPROTO_IP", "IP_TTL", Number.NaN, "EINVAL"],
    [udp, "IPPROTO_IP", "IP_TTL", 2 ** 31, "EINVAL"],
    [udp, "IPPROTO_IP", "IP_MULTICAST_IF", "localhost", "EINVAL"],
    [udp, "IPPROTO_IP", "IP_ADD_MEMBERSHIP", 1, "EINVAL"],
    [udp, "IPPROTO_IP", "IP_ADD_MEMBERSHIP", ["127.0.0.1", "127.0.0.1"], "EINVAL"],
    [udp, "IPPROTO_IP", "IP_DROP_MEMBERSHIP", ["224.0.0.251", "127.0.0.1"], "EADDRNOTAVAIL"],
    [udp, "IPPROTO_IP", "IP_DROP_MEMBERSHIP", ["1.2.3.4", "127.0.0.1"], "EADDRNOTAVAIL"],
    [udp, "IPPROTO_IP", "IP_ADD_MEMBERSHIP", ["239.255.77.77", "198.51.100.77"], "ENODEV"],
    [udp, "IPPROTO_IP", "IP_DROP_MEMBERSHIP", ["239.255.77.77", "198.51.100.77"], "EADDRNOTAVAIL"],
    [udp, "IPPROTO_IP", "IP_MULTICAST_IF", "198.51.100.77", "EADDRNOTAVAIL"],
    [udp, "IPPROTO_IP", "IP_ADD_MEMBERSHIP", ["ff02::4d", "127.0.0.1"], "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_UNICAST_HOPS", 0, "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_UNICAST_HOPS", 256, "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_MULTICAST_HOPS", -2, "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_MULTICAST_HOPS", 256, "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_MULTICAST_LOOP", 2, "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_MULTICAST_IF", "nowhere0", "ENODEV"],
    [udp6, "IPPROTO_IPV6", "IPV6_JOIN_GROUP", ["ff02::4d", "nowhere0"], "ENODEV"],
    [udp6, "IPPROTO_IPV6", "IPV6_JOIN_GROUP", ["::1", ""], "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_JOIN_GROUP", ["239.255.77.77", ""], "EINVAL"],
    [udp6, "IPPROTO_IPV6", "IPV6_LEAVE_GROUP", ["ff02::4d", "nowhere0"], "EADDRNOTAVAIL"],
    [udp, "IPPROTO_IPV6", "IPV6_JOIN_GROUP", ["ff02::4d", ""], "ENOPROTOOPT"],
  ];
  for (const [make, level, option, value, errno] of cases) {
    const socket = await make();
    const call = socket.setsockopt(level as OptionLevel, option as OptionName, value);
    await expect(call).rejects.toMatchObject({ errno });
    // A refused value does not come back when there is a descriptor.
    await socket.bind(["", 0]);
    const bound = socket.setsockopt(level as OptionLevel, option as OptionName, value);
    await expect(bound).rejects.toMatchObject({ errno });
  }
});

test("linger 0: close discards unread and unsent bytes, and resets", async () => {
  const { conn, client } = await pair();
  await conn.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
  await conn.close();
  await expect(client.recv(10)).rejects.toMatchObject({ errno: "ECONNRESET", call: "recv" });
  await expect(client.send(bytes("x"))).rejects.toMatchObject({ errno: "EPIPE" });
});

test("linger of some seconds is remembered, and close ends as without it", async () => {
  const { conn, client } = await pair();
  await conn.setsockopt("SOL_SOCKET", "SO_LINGER", 5);
  await conn.sendall(bytes("last"));
  await conn.close();
  expect(text(await client.recv(10))).toBe("last");
  expect(await client.recv(10)).toHaveLength(0);
});

test("SO_ERROR reports a connect that failed in the background, once", async () => {
  const gone = await tcp();
  await gone.bind(["127.0.0.1", 0]);
  const address = await gone.getsockname();
  await gone.close();
  const client = await tcp();
  await client.settimeout(0);
  await expect(client.connect(address)).rejects.toMatchObject({ errno: "EINPROGRESS" });
  const error = (): Promise<number> => client.getsockopt("SOL_SOCKET", "SO_ERROR");
  let seen = 0;
  while (seen === 0) {
    await new Promise(setImmediate);
    seen = await error();
  }
  expect(seen).toBe(constants.errno.ECONNREFUSED);
  expect(await error()).toBe(0);
});

test("a v6 socket for both families, and one for its own only", async () => {
  const six = async (only: number): Promise<Socket> => {
    const server = await lab.program().socket("AF_INET6", "SOCK_STREAM");
    await server.setsockopt("IPPROTO_IPV6", "IPV6_V6ONLY", only);
    await server.bind(["", 0]);
    await server.listen(5);
    return server;
  };
  const both = await six(0);
  const client = await tcp();
  await client.connect(["127.0.0.1", (await both.getsockname())[1]]);
  expect((await both.accept())[1][0]).toBe("::ffff:127.0.0.1");
  const own = await six(1);
  const refused = (await tcp()).connect(["127.0.0.1", (await own.getsockname())[1]]);
  await expect(refused).rejects.toMatchObject({ errno: "ECONNREFUSED" });
  const late = own.setsockopt("IPPROTO_IPV6", "IPV6_V6ONLY", 0);
  await expect(late).rejects.toMatchObject({ errno: "EINVAL" });
});

test("multicast on loopback reaches every member and no other socket", async () => {
  const group = "239.255.77.77";
  const member = await udp();
  await member.setsockopt("SOL_SOCKET", "SO_REUSEADDR", 1);
  await member.setsockopt("IPPROTO_IP", "IP_ADD_MEMBERSHIP", [group, "127.0.0.1"]);
  await member.bind(["", 0]);
  const [, port] = await member.getsockname();
  const sender = await udp();
  await sender.setsockopt("IPPROTO_IP", "IP_MULTICAST_IF", "127.0.0.1");
  await sender.sendto(bytes("all"), [group, port]);
  expect(text((await member.recvfrom(10))[0])).toBe("all");
  await member.setsockopt("IPPROTO_IP", "IP_DROP_MEMBERSHIP", [group, "127.0.0.1"]);
  await sender.sendto(bytes("gone"), [group, port]);
  await sender.sendto(bytes("direct"), ["127.0.0.1", port]);
  expect(text((await member.recvfrom(10))[0])).toBe("direct");
});

test("groups joined and left before bind are so after it", async () => {
  const group = "239.255.77.78";
  const here = "127.0.0.1";
  const member = await udp();
  const change = (option: "IP_ADD_MEMBERSHIP" | "IP_DROP_MEMBERSHIP"): Promise<void> =>
    member.setsockopt("IPPROTO_IP", option, [group, here]);
  for (let round = 0; round < 2; round += 1) {
    await change("IP_ADD_MEMBERSHIP");
    await expect(change("IP_ADD_MEMBERSHIP")).rejects.toMatchObject({ errno: "EADDRINUSE" });
    await change("IP_DROP_MEMBERSHIP");
    await expect(change("IP_DROP_MEMBERSHIP")).rejects.toMatchObject({ errno: "EADDRNOTAVAIL" });
  }
  await change("IP_ADD_MEMBERSHIP");
  await member.bind(["", 0]);
  await expect(change("IP_ADD_MEMBERSHIP")).rejects.toMatchObject({ errno: "EADDRINUSE" });
  await change("IP_DROP_MEMBERSHIP");
});

/**
 * Linux's loopback sends to no IPv6 groups. Another interface does, and with 0 hops the datagrams
 * stay inside.
 */
const interface6 = Object.entries(networkInterfaces()).find(([, own]) =>
  own?.some(({ family, internal }) => family === "IPv6" && !internal),
)?.[0];

test.skipIf(!interface6)("multicast of IPv6, by the name of an interface", async () => {
  const group = "ff02::4d4d";
  const via = interface6 ?? "";
  const member = await udp6();
  await member.setsockopt("IPPROTO_IPV6", "IPV6_JOIN_GROUP", [group, via]);
  await member.bind(["", 0]);
  const join = member.setsockopt("IPPROTO_IPV6", "IPV6_JOIN_GROUP", [group, via]);
  await expect(join).rejects.toMatchObject({ errno: "EADDRINUSE" });
  const [, port] = await member.getsockname();
  const sender = await udp6();
  await sender.setsockopt("IPPROTO_IPV6", "IPV6_MULTICAST_IF", via);
  await sender.setsockopt("IPPROTO_IPV6", "IPV6_MULTICAST_HOPS", 0);
  await sender.sendto(bytes("all"), [group, port]);
  expect(text((await member.recvfrom(10))[0])).toBe("all");
  await member.setsockopt("IPPROTO_IPV6", "IPV6_LEAVE_GROUP", [group, via]);
  await sender.sendto(bytes("gone"), [group, port]);
  await sender.sendto(bytes("direct"), ["::1", port]);
  expect(text((await member.recvfrom(10))[0])).toBe("direct");
});

test("broadcast needs SO_BROADCAST", async () => {
  const listener = await udp();
  await listener.bind(["", 0]);
  const [, port] = await listener.getsockname();
  const sender = await udp();
  const shout = (): Promise<number> => sender.sendto(bytes("hey"), ["127.255.255.255", port]);
  await expect(shout()).rejects.toMatchObject({ errno: "EACCES", message: "Permission denied" });
  await sender.setsockopt("SOL_SOCKET", "SO_BROADCAST", 1);
  await shout();
  expect(text((await listener.recvfrom(10))[0])).toBe("hey");
});

test("a time-out is reported as one, and later data belong to the next call", async () => {
  const { conn, client } = await pair();
  await client.settimeout(0.02);
  expect(client.gettimeout()).toBe(0.02);
  const late = client.recv(10);
  await expect(late).rejects.toMatchObject({ timedOut: true, errno: "EAGAIN" });
  await expect(late).rejects.toThrow("timed out");
  await conn.sendall(bytes("late"));
  await client.settimeout(null);
  expect(text(await client.recv(10))).toBe("late");
  await client.settimeout(0);
  const now = client.recv(10);
  await expect(now).rejects.toMatchObject({ errno: "EAGAIN", timedOut: false });
  for (const seconds of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    await expect(client.settimeout(seconds)).rejects.toMatchObject({ errno: "EINVAL" });
});
