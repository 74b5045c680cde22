import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, inject, test } from "vitest";
import { fileHead } from "./file-server/file-head.ts";
import { madeUpFile } from "./file-source.ts";
import type { Concurrency } from "./ids.ts";
import { began, ended, isAsleepIn, stage } from "./stage.fixture.ts";

const { start, stopAll } = stage(inject("threadWorker"));
const foreign: Socket[] = [];
afterEach(async () => {
  for (const socket of foreign.splice(0)) socket.destroy();
  await stopAll();
});

function dial(port: number): Socket {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  foreign.push(socket);
  return socket;
}

/** What the options client prints. */
const OPTIONS = ["TCP_NODELAY was off, is on", "SO_KEEPALIVE was off, is on", "sent without delay"];

/** Sends these bytes, and no more, and gives the whole answer. */
async function ask(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = dial(port);
  socket.end(bytes);
  return text(socket);
}

const CONCURRENCIES: readonly Concurrency[] = ["one-at-a-time", "threads", "event-loop"];

describe.each(CONCURRENCIES)("%s", (make) => {
  test("bytes that are no text come back as they went, in pieces of any size", async () => {
    const port = await start("echo-server", { make }).port;
    const socket = dial(port);
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));
    for (let at = 0; at < bytes.length; at += 777) socket.write(bytes.subarray(at, at + 777));
    socket.end();
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  test("a client that breaks off ends its own conversation and nothing else", async () => {
    const server = start("http-server", { make });
    const port = await server.port;
    const rude = dial(port);
    rude.write("GET /big HTTP/1.1\r\n\r\n");
    await new Promise((resolve) => rude.once("data", resolve));
    rude.resetAndDestroy();
    await server.until(() => server.printed.some((line) => /reset|Broken pipe/.test(line)));
    expect(await ask(port, "GET / HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test("HTTP: bad input has its answers", async () => {
    const port = await start("http-server", { make }).port;
    expect(await ask(port, "GET /none HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 404 /);
    expect(await ask(port, "POST / HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 405 /);
    expect(await ask(port, "what?\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask(port, "")).toBe("");
    expect(await ask(port, "x".repeat(65536))).toMatch(/^HTTP\/1\.1 400 /);
  });

  test("file: a wrong head is answered, a short file is counted", async () => {
    const port = await start("file-server", { make }).port;
    expect(await ask(port, "no number\n")).toBe("expected: NAME SIZE\n");
    expect(await ask(port, "x".repeat(1500))).toBe("expected: NAME SIZE\n");
    expect(await ask(port, "a.txt 10\n1234")).toBe("received 4 of 10 bytes\n");
    expect(await ask(port, "a.txt 0\n")).toBe("received 0 of 0 bytes\n");
  });

  test("stopping it ends every conversation, and the port is free", async () => {
    const server = start("echo-server", { make });
    const port = await server.port;
    const client = dial(port);
    await new Promise((resolve) => client.once("connect", resolve));
    await server.until(() => server.facts.some(ended("accept")));
    const closed = new Promise((resolve) => client.once("close", resolve));
    client.resume();
    client.once("end", () => client.end());
    await server.stop();
    await closed;
    expect(await start("echo-server", { make, port }).port).toBe(port);
  });
});

test("one at a time: the second client is served when the first has gone", async () => {
  const server = start("echo-server", { make: "one-at-a-time" });
  const port = await server.port;
  const [first, second] = [dial(port), dial(port)];
  await server.until(() => server.facts.some(began("recv")));
  second.write("2");
  first.write("1");
  await new Promise((resolve) => first.once("data", resolve));
  expect(server.facts.filter(ended("accept"))).toHaveLength(1);
  const answered = new Promise((resolve) => second.once("data", resolve));
  first.end();
  await answered;
  expect(server.facts.filter(ended("accept"))).toHaveLength(2);
});

test("threads: one that is asleep holds up nobody, and all are told apart", async () => {
  const server = start("echo-server", { make: "threads" });
  const port = await server.port;
  dial(port);
  await server.until(() => server.facts.some(began("recv")));
  expect(await ask(port, "quick")).toBe("quick");
  const threads = server.facts.flatMap((fact) =>
    fact.kind === "call.began" && fact.verb !== "accept" ? [fact.thread] : [],
  );
  expect(new Set(threads)).toEqual(new Set([undefined, 1, 2]));
});

test("threads: a fifth client waits until one of four threads is over", async () => {
  const server = start("echo-server", { make: "threads" });
  const port = await server.port;
  const clients = Array.from({ length: 4 }, () => dial(port));
  const reading = (): number => server.facts.filter(began("recv")).length;
  await server.until(() => reading() === 4);
  const late = ask(port, "late");
  await server.until(() => server.facts.filter(ended("accept")).length === 5);
  expect(reading()).toBe(4);
  clients[0]?.end();
  expect(await late).toBe("late");
});

test.each(["threads", "event-loop"] as const)(
  "chat (%s): what one says the others hear, but not itself",
  async (make) => {
    const server = start("chat-server", { make });
    const port = await server.port;
    const one = start("chat-client", { port, number: 1 });
    await server.until(() => server.facts.filter(began("recv")).length === 2);
    start("chat-client", { port, number: 2 });
    await one.until(() => one.printed.length === 1);
    expect(one.printed[0]).toMatch(/^\d+: hello, I am client 2$/);
  },
);

test("chat, one at a time: the second waits in the kernel, so that nobody hears anybody", async () => {
  const server = start("chat-server", { make: "one-at-a-time" });
  const port = await server.port;
  const one = start("chat-client", { port, number: 1 });
  const two = start("chat-client", { port, number: 2 });
  await two.until(() => isAsleepIn(two, "recv"));
  await server.until(() => server.facts.filter(began("recv")).length === 2);
  expect([...one.printed, ...two.printed]).toEqual([]);
  expect(server.facts.filter(ended("accept"))).toHaveLength(1);
});

test("the flooder never reads: with an echo both ends fall asleep in sendall", async () => {
  const server = start("echo-server");
  const client = start("flooder", { port: await server.port });
  await client.until(() => isAsleepIn(client, "sendall"));
  await server.until(() => isAsleepIn(server, "sendall"));
  await client.stop();
  await server.until(() => server.printed.length === 1);
  expect(server.printed[0]).toMatch(/reset|Broken pipe/);
});

test("a library's client gets the same page as one by hand", async () => {
  const server = start("http-server");
  const client = start("fetch-client", { port: await server.port });
  await client.over;
  expect(client.printed).toEqual([expect.stringMatching(/^200 OK \(\d+ characters\)$/)]);
  expect(client.facts).toEqual([]);
  await server.stop();
});

test("a library's failure is told by its errno", async () => {
  const server = start("http-server");
  const port = await server.port;
  await server.stop();
  await expect(start("fetch-client", { port }).over).rejects.toThrow("ECONNREFUSED");
});

test("the crawler waits for several pages at once", async () => {
  const server = start("http-server");
  const client = start("crawler", { port: await server.port });
  await client.over;
  expect(client.printed.at(-1)).toBe("4 pages");
  const dials = client.facts.filter(began("connect")).map((fact) => client.facts.indexOf(fact));
  const [, second] = client.facts.filter(began("close"));
  expect(dials).toHaveLength(4);
  // The last three are all begun before the first of them is over.
  expect(second && Math.max(...dials) < client.facts.indexOf(second)).toBe(true);
});

const AGREES: unknown = expect.stringMatching(/^SHA-256 agrees: [0-9a-f]{64}$/);

test.each([1, 7, 16, 17, 1000, 3_000_000])("a file of %i bytes arrives", async (size) => {
  const server = start("upload-server");
  const client = start("upload-client", {
    port: await server.port,
    file: madeUpFile("好 b", size),
  });
  await client.over;
  expect(client.printed.at(-1)).toEqual(AGREES);
  await server.until(() => server.printed.includes(`complete: ${size} B`));
});

test("a file that was cut off goes on where it stopped, also in the middle of a piece", async () => {
  const server = start("upload-server");
  const port = await server.port;
  const file = madeUpFile("long", 100_000);
  const socket = dial(port);
  socket.write("long 100000\n");
  await new Promise((resolve) => socket.once("data", resolve));
  socket.end(await file.read(0, 12_345));
  await server.until(() => server.printed.includes("cut off: has 12345 of 100000 B"));
  const client = start("upload-client", { port, file });
  await client.over;
  expect(client.printed.at(-1)).toEqual(AGREES);
  const sent = client.facts.flatMap((fact) =>
    fact.kind === "call.ended" && fact.verb === "sendall" ? [fact.result?.count ?? 0] : [],
  );
  expect(sent.slice(1).reduce((sum, count) => sum + count, 0)).toBe(100_000 - 12_345);
});

test("a file that vanishes ends its client with what the system says", async () => {
  const server = start("upload-server");
  const read = async (): Promise<Uint8Array> => {
    throw new Error("ENOENT: no such file or directory, read");
  };
  const file = { ...madeUpFile("gone", 1000), read };
  const client = start("upload-client", { port: await server.port, file });
  await expect(client.over).rejects.toThrow("ENOENT");
  await client.stop();
  await server.until(() => server.printed.includes("cut off: has 0 of 1000 B"));
});

test("the upload server answers a wrong head, and goes on", async () => {
  const port = await start("upload-server").port;
  expect(await ask(port, "no number\n")).toBe("?\n");
  expect(await ask(port, "a 0\n")).toMatch(/^0\n[0-9a-f]{64}\n$/);
});

test("a connected UDP client names its peer once, and gets every datagram back", async () => {
  const server = start("udp-echo-server");
  const client = start("udp-connected-client", { port: await server.port });
  await client.over;
  expect(client.printed).toEqual(["datagram 1", "datagram 2", "datagram 3"]);
  const verbs = client.facts.flatMap((fact) => (fact.kind === "call.began" ? [fact.verb] : []));
  const talk = ["send", "recv"];
  expect(verbs).toEqual(["socket", "connect", ...talk, ...talk, ...talk, "close"]);
});

test("with nobody at the port its send succeeds, and its recv is refused", async () => {
  const server = start("udp-echo-server");
  const port = await server.port;
  await server.stop();
  const client = start("udp-connected-client", { port });
  await client.over;
  expect(client.printed).toEqual(Array.from({ length: 3 }, () => "Connection refused"));
  const outcomes = client.facts.flatMap((fact) =>
    fact.kind === "call.ended" && (fact.verb === "send" || fact.verb === "recv")
      ? [`${fact.verb} ${fact.error?.errno ?? fact.result?.count}`]
      : [],
  );
  const pair = ["send 10", "recv ECONNREFUSED"];
  expect(outcomes).toEqual([...pair, ...pair, ...pair]);
});

test("and the same socket gets through as soon as somebody is there", async () => {
  const gone = start("udp-echo-server");
  const port = await gone.port;
  await gone.stop();
  const sleep = async (): Promise<void> => {
    await start("udp-echo-server", { port }).port;
  };
  const client = start("udp-connected-client", { port, sleep });
  await client.over;
  expect(client.printed).toEqual(["Connection refused", "datagram 2", "datagram 3"]);
  expect(client.facts.filter(began("socket"))).toHaveLength(1);
});

test("a burst sends its five datagrams before anything comes back, in their order", async () => {
  const server = start("udp-echo-server");
  const client = start("udp-burst-client", { port: await server.port });
  await client.until(() => client.printed.length === 5);
  expect(client.printed).toEqual(["1", "2", "3", "4", "5"]);
  const verbs = client.facts.flatMap((fact) => (fact.kind === "call.began" ? [fact.verb] : []));
  const five = [1, 2, 3, 4, 5];
  const expected = ["socket", ...five.map(() => "sendto"), ...five.map(() => "recvfrom")];
  expect(verbs.slice(0, 11)).toEqual(expected);
  await client.stop();
});

test("the options client reads what it has set, and its close resets", async () => {
  const server = start("echo-server");
  const client = start("options-client", { port: await server.port });
  await client.over;
  expect(client.printed).toEqual(OPTIONS);
  const got = client.facts.flatMap((fact) =>
    fact.kind === "call.ended" && fact.verb === "getsockopt" ? [fact.result?.value] : [],
  );
  expect(got).toEqual([0, 1, 0, 1]);
  await server.until(() => server.printed.length === 1);
  expect(server.printed[0]).toMatch(/reset/);
});

test("the slow reader stops the server's sendall", async () => {
  const server = start("http-server");
  const client = start("slow-reader", {
    port: await server.port,
    sleep: () => new Promise(() => undefined),
  });
  await client.until(() => client.printed.length === 1);
  // It would have been sent to the end if the buffers could hold it: then nothing could break off.
  await client.stop();
  await server.until(() => server.printed.length === 2);
  expect(server.printed[1]).toMatch(/reset|Broken pipe/);
});

test("the vanisher closes nothing, but its system does", async () => {
  const server = start("echo-server");
  const client = start("vanisher", { port: await server.port });
  await client.over;
  expect(client.facts.some(ended("close"))).toBe(false);
  await client.stop();
  expect(client.facts.at(-1)).toMatchObject({ kind: "socket.closed" });
  await server.until(() => server.facts.some(ended("close")));
});

test("the first line of a file may come byte by byte", () => {
  const bytes = new TextEncoder().encode("a 5\nxy");
  expect(fileHead(bytes.subarray(0, 3))).toBeNull();
  expect(fileHead(bytes)).toEqual({ name: "a", size: 5, length: 4 });
  expect(fileHead(new TextEncoder().encode("a -5\n"))).toBe("bad");
});
