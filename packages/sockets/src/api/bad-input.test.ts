import { existsSync, readFileSync } from "node:fs";
import { callArgsSchema } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HostPort } from "../os/address.ts";
import { SocketError } from "../os/errno.ts";
import { HAS_INTERNALS } from "../os/internals.fixture.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";
import type { Socket } from "./socket.ts";

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

const NO_OPTION = { errno: "ENOPROTOOPT" };
const DATA = new Uint8Array([1]);
const tcp = (): Promise<Socket> => lab.program().socket("AF_INET", "SOCK_STREAM");
const udp = (): Promise<Socket> => lab.program().socket("AF_INET", "SOCK_DGRAM");

type Calls = readonly (readonly [what: string, call: () => Promise<unknown>])[];

const everyVerb = (socket: Socket): Calls => [
  ["bind", () => socket.bind(["127.0.0.1", 0])],
  ["listen", () => socket.listen(1)],
  ["accept", () => socket.accept()],
  ["connect", () => socket.connect(["127.0.0.1", 9])],
  ["send", () => socket.send(DATA)],
  ["sendall", () => socket.sendall(DATA)],
  ["sendto", () => socket.sendto(DATA, ["127.0.0.1", 9])],
  ["recv", () => socket.recv(1)],
  ["recvfrom", () => socket.recvfrom(1)],
  ["shutdown", () => socket.shutdown("SHUT_RDWR")],
  ["setsockopt", () => socket.setsockopt("SOL_SOCKET", "SO_KEEPALIVE", 1)],
  ["getsockopt", () => socket.getsockopt("SOL_SOCKET", "SO_KEEPALIVE")],
  ["settimeout", () => socket.settimeout(1)],
  ["getsockname", () => socket.getsockname()],
  ["getpeername", () => socket.getpeername()],
];

test("after close every verb gives EBADF, but close itself", async () => {
  for (const make of [tcp, udp]) {
    const socket = await make();
    await socket.close();
    for (const [verb, call] of everyVerb(socket))
      await expect(call()).rejects.toMatchObject({ errno: "EBADF", call: verb });
    await socket.close();
  }
});

test("invalid sizes", async () => {
  const socket = await udp();
  await socket.bind(["127.0.0.1", 0]);
  for (const size of [-1, Number.NaN, 1.5, 2 ** 31, Number.POSITIVE_INFINITY])
    for (const call of [() => socket.recv(size), () => socket.recvfrom(size)])
      await expect(call()).rejects.toMatchObject({ errno: "EINVAL" });
  expect(await socket.recv(0)).toHaveLength(0);
  const stream = await tcp();
  for (const backlog of [Number.NaN, 1.5, 2 ** 31, -(2 ** 31) - 1])
    await expect(stream.listen(backlog)).rejects.toMatchObject({ errno: "EINVAL" });
});

test("invalid addresses: a name, a port too large, another family", async () => {
  for (const make of [tcp, udp]) {
    const socket = await make();
    for (const [host, port, errno] of [
      ["example.org", 80, "EINVAL"],
      ["127.1", 80, "EINVAL"],
      ["0x7f.0.0.1", 80, "EINVAL"],
      ["::1", 80, "EAFNOSUPPORT"],
      ["127.0.0.1", -1, "EINVAL"],
      ["127.0.0.1", 65536, "EINVAL"],
      ["127.0.0.1", 1.5, "EINVAL"],
      ["127.0.0.1", Number.NaN, "EINVAL"],
    ] as const)
      for (const call of [
        () => socket.bind([host, port]),
        () => socket.connect([host, port]),
        () => socket.sendto(DATA, [host, port]),
      ])
        await expect(call()).rejects.toMatchObject({ errno });
  }
  const six = await lab.program().socket("AF_INET6", "SOCK_DGRAM");
  for (const call of [() => six.bind(["127.0.0.1", 0]), () => six.connect(["127.0.0.1", 9])])
    await expect(call()).rejects.toMatchObject({ errno: "EAFNOSUPPORT" });
});

test("datagrams of no bytes, of the maximum, and of one more", async () => {
  const receiver = await udp();
  await receiver.bind(["127.0.0.1", 0]);
  const address = await receiver.getsockname();
  const sender = await udp();
  expect(await sender.sendto(new Uint8Array(0), address)).toBe(0);
  expect((await receiver.recvfrom(10))[0]).toHaveLength(0);
  expect(await sender.sendto(new Uint8Array(65507), address)).toBe(65507);
  for (const size of [65508, 65536, 65537]) {
    const call = sender.sendto(new Uint8Array(size), address);
    await expect(call).rejects.toMatchObject({ errno: "EMSGSIZE", message: "Message too long" });
  }
});

/** Where Linux states the first port that everybody may bind. On other systems it is unknown. */
const START = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
const guarded = existsSync(START) && Number(readFileSync(START, "utf8")) > 1;

/** The kernel checks the effective user, so a root process makes this call as nobody. */
function asNobody<T>(call: () => T): T {
  if (process.geteuid?.() !== 0) return call();
  process.seteuid?.(65534);
  try {
    return call();
  } finally {
    process.seteuid?.(0);
  }
}

test.skipIf(!guarded || !HAS_INTERNALS)(
  "a privileged port is EACCES in bind (skipped where none is)",
  async () => {
    for (const make of [tcp, udp]) {
      const socket = await make();
      // The kernel is called before the promise is returned.
      const bound = asNobody(() => socket.bind(["127.0.0.1", 1]));
      await expect(bound).rejects.toMatchObject({ errno: "EACCES", message: "Permission denied" });
    }
  },
);

/** What plain JavaScript can pass, whatever the types say. */
const NONSENSE: readonly unknown[] = [undefined, null, "text", 5, {}, [1, 2], new ArrayBuffer(2)];

test("data that are no bytes give EFAULT, also for datagrams", async () => {
  const receiver = await udp();
  await receiver.bind(["127.0.0.1", 0]);
  const address = await receiver.getsockname();
  for (const make of [tcp, udp]) {
    const socket = await make();
    if (make === udp) await socket.connect(address);
    for (const data of NONSENSE as readonly Uint8Array[])
      for (const [verb, call] of [
        ["send", () => socket.send(data)],
        ["sendall", () => socket.sendall(data)],
        ["sendto", () => socket.sendto(data, address)],
      ] as const)
        await expect(call()).rejects.toMatchObject({ errno: "EFAULT", call: verb });
    await socket.close();
    await expect(socket.send("text" as never)).rejects.toMatchObject({ errno: "EBADF" });
  }
});

test("addresses that are no pair give EFAULT, hosts that are no text EINVAL", async () => {
  for (const make of [tcp, udp]) {
    const socket = await make();
    const errnoFor = async (address: unknown, errno: string): Promise<void> => {
      const target = address as HostPort;
      for (const call of [
        () => socket.bind(target),
        () => socket.connect(target),
        () => socket.sendto(DATA, target),
      ])
        await expect(call()).rejects.toMatchObject({ errno });
    };
    for (const address of [undefined, null, "127.0.0.1", 5, {}]) await errnoFor(address, "EFAULT");
    for (const host of [undefined, null, 5, {}, Symbol("host")])
      await errnoFor([host, 9], "EINVAL");
  }
});

test("unknown words: how, family, type, level, option", async () => {
  const net = lab.program();
  for (const family of [undefined, "AF_UNIX", 2])
    await expect(net.socket(family as never, "SOCK_STREAM")).rejects.toMatchObject({
      errno: "EAFNOSUPPORT",
    });
  for (const type of [undefined, "SOCK_RAW", 1])
    await expect(net.socket("AF_INET", type as never)).rejects.toMatchObject({ errno: "EINVAL" });
  for (const make of [tcp, udp]) {
    const socket = await make();
    for (const how of [undefined, "SHUT_ALL", 2])
      await expect(socket.shutdown(how as never)).rejects.toMatchObject({ errno: "EINVAL" });
    for (const word of [undefined, null, 7, {}] as never[]) {
      await expect(socket.setsockopt(word, "SO_KEEPALIVE", 1)).rejects.toMatchObject(NO_OPTION);
      await expect(socket.setsockopt("SOL_SOCKET", word, 1)).rejects.toMatchObject(NO_OPTION);
      await expect(socket.getsockopt("SOL_SOCKET", word)).rejects.toMatchObject(NO_OPTION);
    }
    for (const value of [undefined, {}, [], [1], "x", true] as never[])
      await expect(socket.setsockopt("SOL_SOCKET", "SO_KEEPALIVE", value)).rejects.toMatchObject({
        errno: "EINVAL",
      });
    for (const seconds of [undefined, "5", {}] as never[])
      await expect(socket.settimeout(seconds)).rejects.toMatchObject({ errno: "EINVAL" });
  }
});

test("whatever is passed, its record fits the protocol", async () => {
  const net = lab.program();
  await net.socket("AF_UNIX" as never, "SOCK_RAW" as never).catch(() => undefined);
  const socket = await udp();
  const bad = undefined as never;
  for (const call of [
    () => socket.bind(bad),
    () => socket.listen(Number.NaN),
    () => socket.listen("1" as never),
    () => socket.send(bad),
    () => socket.sendto("text" as never, ["127.0.0.1", 9]),
    () => socket.recv("1" as never),
    () => socket.shutdown("SHUT_ALL" as never),
    () => socket.setsockopt(7 as never, {} as never, [bad, bad] as never),
    () => socket.getsockopt(bad, 7 as never),
    () => socket.settimeout("5" as never),
  ])
    await expect(call()).rejects.toBeInstanceOf(SocketError);
  for (const fact of lab.facts) {
    if (fact.kind !== "call.began") continue;
    const { payload: _, ...args } = fact.args;
    expect(callArgsSchema.safeParse(args)).toMatchObject({ success: true });
  }
});

test("no failure is reported in Node's words", async () => {
  const socket = await tcp();
  await socket.settimeout(0);
  const calls = everyVerb(socket).filter(([verb]) => verb !== "connect" && verb !== "settimeout");
  for (const [, call] of calls) {
    const error: unknown = await call().then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) continue;
    if (!(error instanceof SocketError)) throw new Error("not a SocketError", { cause: error });
    expect(error.errno).toMatch(/^E/);
    expect(error.message).not.toMatch(/ERR_|socket\.|argument must/);
  }
});
