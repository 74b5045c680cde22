import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SocketError } from "../os/errno.ts";
import { HAS_INTERNALS } from "../os/internals.fixture.ts";
import { type Recording, recording } from "../recording/recording.fixture.ts";

// This must run before the modules under test look for the internals.
vi.hoisted(() => Object.defineProperty(process, "binding", { value: undefined }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

let lab: Recording;
beforeEach(() => {
  lab = recording();
});
afterEach(() => lab.closeAll());

const tcp = (family: "AF_INET" | "AF_INET6" = "AF_INET") =>
  lab.program().socket(family, "SOCK_STREAM");

test("the internals are gone", () => {
  expect(HAS_INTERNALS).toBe(false);
});

test("bind only remembers the address; listen and connect report its errors", async () => {
  const server = await tcp();
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  const address = await server.getsockname();
  const second = await tcp();
  await second.bind(address);
  await expect(second.listen(5)).rejects.toMatchObject({ errno: "EADDRINUSE" });
  const away = await tcp();
  await away.bind(["198.51.100.77", 0]);
  await expect(away.connect(address)).rejects.toMatchObject({ errno: "EADDRNOTAVAIL" });
});

test("a port that the kernel has not chosen yet is 0, and is known after listen or connect", async () => {
  const server = await tcp();
  await server.bind(["127.0.0.1", 0]);
  expect(await server.getsockname()).toEqual(["127.0.0.1", 0]);
  await server.listen(5);
  expect((await server.getsockname())[1]).toBeGreaterThan(0);
  const client = await tcp();
  await client.bind(["127.0.0.1", 0]);
  expect(await client.getsockname()).toEqual(["127.0.0.1", 0]);
  await client.connect(await server.getsockname());
  const [, peer] = await server.accept();
  expect(peer[1]).toBeGreaterThan(0);
  expect(await client.getsockname()).toEqual(peer);
});

test("the kernel's queue is unavailable, and listen reports that it is Node's", async () => {
  const server = await lab.program({ queue: "kernel" }).socket("AF_INET", "SOCK_STREAM");
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  const listened = lab.facts.find((fact) => fact.kind === "call.ended" && fact.verb === "listen");
  expect(listened).toMatchObject({ result: { queue: "node" } });
  const client = await tcp();
  await client.connect(await server.getsockname());
  const [conn] = await server.accept();
  await client.sendall(bytes("one"));
  expect(text(await conn.recv(2))).toBe("on");
});

test.each([
  { only: 0, outcome: "connected" },
  { only: 1, outcome: "ECONNREFUSED" },
])("IPV6_V6ONLY $only holds", async ({ only, outcome }) => {
  const server = await tcp("AF_INET6");
  await server.setsockopt("IPPROTO_IPV6", "IPV6_V6ONLY", only);
  await server.bind(["", 0]);
  await server.listen(5);
  const connected = (await tcp()).connect(["127.0.0.1", (await server.getsockname())[1]]).then(
    () => "connected",
    (error: SocketError) => error.errno,
  );
  expect(await connected).toBe(outcome);
});

test("datagrams go through Node's public function, each with the kernel's answer", async () => {
  const udp = () => lab.program().socket("AF_INET", "SOCK_DGRAM");
  const [receiver, sender] = [await udp(), await udp()];
  await receiver.bind(["127.0.0.1", 0]);
  const address = await receiver.getsockname();
  expect(await sender.sendto(bytes("first"), address)).toBe(5);
  expect(text((await receiver.recvfrom(10))[0])).toBe("first");
  await expect(sender.sendto(new Uint8Array(65_508), address)).rejects.toMatchObject({
    errno: "EMSGSIZE",
  });
});
