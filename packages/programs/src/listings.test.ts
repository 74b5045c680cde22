import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type RecordedFact, SocketError } from "@sockscope/sockets";
import { afterEach, describe, expect, inject, test } from "vitest";
import { type Concurrency, PROGRAMS, type ProgramId } from "./ids.ts";
import { sourcesOf } from "./listings/sources.ts";
import { began, ended, type Running, stage } from "./stage.fixture.ts";
import { type Said, saidBy } from "./wire.fixture.ts";

// The interpreter itself: a version manager in front of it would cost more than most listings.
const found = spawnSync("python3", ["-c", "import sys; print(sys.executable)"]);
const python = found.status === 0 ? found.stdout.toString().trim() : null;
const listing = (id: ProgramId, make?: Concurrency): string =>
  fileURLToPath(new URL(`./${sourcesOf("python", id, make)[0]}`, import.meta.url));

const { start, stopAll } = stage(inject("threadWorker"));
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await stopAll();
});

interface Listing {
  /** Types a line. */
  readonly type: (line: string) => void;
  readonly output: () => string;
  readonly over: Promise<unknown>;
  /** Resolves as soon as what it printed contains `text`. */
  prints(text: string): Promise<void>;
}

function run(id: ProgramId, port: number, make?: Concurrency): Listing {
  const child = spawn(python ?? "python3", [
    "-B",
    listing(id, make),
    "127.0.0.1",
    String(port),
    "7",
  ]);
  children.push(child);
  let text = "";
  const looks = new Set<() => void>();
  const add = (chunk: string): void => {
    text += chunk;
    for (const look of looks) look();
  };
  child.stdout.setEncoding("utf8").on("data", add);
  child.stderr.setEncoding("utf8").on("data", add);
  return {
    type: (line) => void child.stdin.write(`${line}\n`),
    output: () => text.trim(),
    over: once(child, "close"),
    prints: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (text.includes(wanted)) resolve();
        };
        looks.add(look);
        look();
      }),
  };
}

/** A port that was free a moment ago; no connection was ever made to it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

/** Of UDP, free a moment ago. */
async function freeDatagramPort(): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

/** Starts one of our clients again until somebody listens. */
async function client(id: ProgramId, port: number): Promise<Running> {
  for (;;) {
    const running = start(id, { port });
    const result = await running.over.then(
      () => "over",
      (error: unknown) => error,
    );
    if (result === "over") return running;
    const isEarly = result instanceof SocketError && result.errno === "ECONNREFUSED";
    if (!isEarly) throw result;
    // Looks again soon, and leaves the processor to the interpreter meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Sends these pieces and closes; false if nobody listens yet. */
async function say(port: number, pieces: readonly string[]): Promise<boolean> {
  const socket = connect({ port, host: "127.0.0.1" });
  const listens = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  if (!listens) return false;
  socket.setNoDelay();
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
  socket.resume().end();
  await once(socket, "close");
  return true;
}

/** The whole answer to these bytes and an end; null if nobody listens yet. */
async function answerTo(port: number, bytes: string): Promise<string | null> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const listens = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  if (!listens) return null;
  socket.end(bytes);
  return text(socket);
}

test.each(PROGRAMS)("$id has its listings in Python", ({ id, concurrency }) => {
  const files =
    concurrency.length === 0 ? [listing(id)] : concurrency.map((make) => listing(id, make));
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

/** What the client of each server prints in the end. */
const PAIRS: readonly [ProgramId, ProgramId, RegExp][] = [
  ["welcome-server", "welcome-client", /^接收到来自服务器的数据:欢迎连接到服务器$/],
  ["echo-server", "hello-client", /^hello from client 7$/],
  ["echo-server", "talker", /^hello\ncan you hear me\?\n你好\nthat was all$/],
  [
    "echo-server",
    "options-client",
    /^TCP_NODELAY was off, is on\nSO_KEEPALIVE was off, is on\nsent without delay$/,
  ],
  ["upper-server", "upper-client", /^QUIET PLEASE, 7$/],
  ["time-server", "time-client", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/],
  ["file-server", "file-client", /^received 200000 of 200000 bytes$/],
  ["http-server", "http-client", /^HTTP\/1\.1 200 OK \(\d+ B\)$/],
];
const CONCURRENCIES: readonly Concurrency[] = ["one-at-a-time", "threads", "event-loop"];

/** What both say when both are ours: what it has to be with Python at either end. */
async function oursAlone(server: ProgramId, id: ProgramId): Promise<[server: Said, client: Said]> {
  const serving = start(server, { make: "event-loop" });
  const running = start(id, { port: await serving.port });
  await running.over;
  await serving.until(() => serving.facts.some(ended("close")));
  return [saidBy(serving.facts), saidBy(running.facts)];
}

describe.skipIf(python === null)("spoken by python3 (skipped where there is none)", () => {
  describe.each(CONCURRENCIES)("%s", (make) => {
    test.each(PAIRS)("our %s and Python's %s", async (server, id, printed) => {
      const [said] = await oursAlone(server, id);
      const serving = start(server, { make });
      const peer = run(id, await serving.port);
      await peer.over;
      expect(peer.output()).toMatch(printed);
      await serving.until(() => serving.facts.some(ended("close")));
      expect(saidBy(serving.facts)).toEqual(said);
    });

    test.each(PAIRS)("Python's %s and our %s", async (server, id, printed) => {
      const [, said] = await oursAlone(server, id);
      const port = await freePort();
      run(server, port, make);
      const running = await client(id, port);
      expect(running.printed.join("\n")).toMatch(printed);
      expect(saidBy(running.facts)).toEqual(said);
    });
  });

  const QUESTIONS: readonly [ProgramId, readonly string[]][] = [
    [
      "http-server",
      ["/", "/udp", "/none"]
        .map((path) => `GET ${path} HTTP/1.1\r\n\r\n`)
        .concat(["POST / HTTP/1.1\r\n\r\n", "what?\r\n\r\n", "", "GET /big HTTP/1.0\r\n\r\n"]),
    ],
    ["file-server", ["no number\n", "a 5", "x".repeat(1500), "a 10\n1234", "a 0\n", "a -5\n"]],
  ];
  describe.each(QUESTIONS)("%s", (id, questions) => {
    test.each(CONCURRENCIES)(
      "%s: Python's answers what ours does, to bad input too",
      async (make) => {
        const ours = await start(id, { make }).port;
        const theirs = await freePort();
        run(id, theirs, make);
        for (const question of questions) {
          let answer = await answerTo(theirs, question);
          while (answer === null) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            answer = await answerTo(theirs, question);
          }
          // As a truth value, since /big is of 16 MiB.
          expect(answer === (await answerTo(ours, question)), question.slice(0, 40)).toBe(true);
        }
      },
    );
  });

  test("chat: ours and Python's in one room, whoever has the server", async () => {
    const port = await start("chat-server").port;
    const ours = start("chat-client", { port, number: 1 });
    await ours.until(() => ours.facts.some((fact) => "verb" in fact && fact.verb === "recv"));
    const theirs = run("chat-client", port);
    await ours.until(() => ours.printed.some((line) => line.endsWith("hello, I am client 7")));
    start("chat-client", { port, number: 3 });
    await theirs.prints("hello, I am client 3");
    expect(theirs.output()).toMatch(/^\d+: hello, I am client 3$/);
  });

  test("the vanisher's end reaches our server as the end of the stream", async () => {
    const server = start("echo-server");
    const peer = run("vanisher", await server.port);
    const broken = (fact: RecordedFact): boolean =>
      fact.kind === "call.ended" &&
      fact.verb === "recv" &&
      (fact.error?.errno === "ECONNRESET" || fact.result?.payload?.length === 0);
    await server.until(() => server.facts.some(broken));
    await peer.over;
    expect(peer.output()).toBe("");
  });

  test("a file in several attempts, both ways round", async () => {
    const peer = run("upload-client", await start("upload-server").port);
    await peer.over;
    expect(peer.output()).toMatch(/^100 %\nSHA-256 agrees: [0-9a-f]{64}$/m);
    const port = await freePort();
    run("upload-server", port);
    expect((await client("upload-client", port)).printed.at(-1)).toMatch(/^SHA-256 agrees: /);
  });

  test("a crawler, both ways round", async () => {
    const found = /^\/: \d+ B\n(\/(tcp|udp|ports): \d+ B\n){3}4 pages$/;
    const peer = run("crawler", await start("http-server").port);
    await peer.over;
    expect(peer.output()).toMatch(found);
    const port = await freePort();
    run("http-server", port, "event-loop");
    expect((await client("crawler", port)).printed.join("\n")).toMatch(found);
  });

  test("what needs a library says so where it is missing", async () => {
    const peer = run("fetch-client", await start("http-server").port);
    await peer.over;
    expect(peer.output()).toMatch(/^200 OK \(\d+ characters\)$|^This needs the library Requests/);
  });

  const READERS: readonly [ProgramId, readonly string[]][] = [
    ["fixed-reader", ["0006hello\n", "0006world\n"]],
    ["line-reader", ["0006hello", "0006world"]],
    ["length-reader", ["hello\n", "world\n"]],
    ["until-close-reader", ["0006hello\n0006world\n"]],
  ];

  test.each(READERS)("%s cuts the same bytes as ours", async (id, messages) => {
    const lines = messages.map((message) => JSON.stringify(message)).join("\n");
    const theirs = await freePort();
    const peer = run(id, theirs);
    const ours = start(id);
    for (const port of [await ours.port, theirs]) {
      while (!(await say(port, ["00", "06hello\n0006wo", "rld\n"])))
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all([ours.over, peer.over]);
    expect(ours.printed.join("\n")).toBe(lines);
    expect(peer.output()).toBe(lines);
  });

  test("our UDP server and Python's client", async () => {
    const server = start("udp-echo-server");
    const port = await server.port;
    const peer = run("udp-client", port);
    await peer.over;
    expect(peer.output()).toBe(`接收到来自 127.0.0.1:${port} 的数据:你好,UDP服务器`);
    const words = "你好,UDP服务器";
    await server.until(() => server.facts.some(ended("sendto")));
    expect(saidBy(server.facts)).toEqual({ sent: words, heard: words });
  });

  test("Python's UDP server and our client", async () => {
    const port = await freeDatagramPort();
    const peer = run("udp-echo-server", port);
    // It prints nothing, and a datagram to nobody is lost: who hears nothing asks again.
    const asked: Running[] = [];
    const answered = (): Running | undefined =>
      asked.find(({ facts }) => facts.some(ended("close")));
    while (answered() === undefined) {
      asked.push(start("udp-client", { port }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(peer.output()).toBe("");
    const running = answered();
    expect(running?.printed).toEqual([`接收到来自 127.0.0.1:${port} 的数据:你好,UDP服务器`]);
    const words = "你好,UDP服务器";
    expect(running && saidBy(running.facts)).toEqual({ sent: words, heard: words });
  });

  test("our UDP server and Python's connected client", async () => {
    const server = start("udp-echo-server");
    const peer = run("udp-connected-client", await server.port);
    await peer.over;
    expect(peer.output()).toBe("datagram 1\ndatagram 2\ndatagram 3");
    await server.until(() => server.facts.filter(ended("sendto")).length === 3);
    const words = "datagram #datagram #datagram #";
    expect(saidBy(server.facts)).toEqual({ sent: words, heard: words });
  });

  test("our UDP server and Python's burst", async () => {
    const server = start("udp-echo-server");
    const peer = run("udp-burst-client", await server.port);
    await peer.prints("5");
    expect(peer.output()).toBe("1\n2\n3\n4\n5");
    await server.until(() => server.facts.filter(ended("sendto")).length === 5);
    expect(saidBy(server.facts)).toEqual({ sent: "#", heard: "#" });
  });

  test("Python's UDP server and our connected client", async () => {
    const port = await freeDatagramPort();
    const peer = run("udp-echo-server", port);
    // As long as nobody listens it is refused, and goes on.
    let running = start("udp-connected-client", { port });
    await running.over;
    while (running.printed.includes("Connection refused")) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      running = start("udp-connected-client", { port });
      await running.over;
    }
    expect(peer.output()).toBe("");
    expect(running.printed).toEqual(["datagram 1", "datagram 2", "datagram 3"]);
    const words = "datagram #datagram #datagram #";
    expect(saidBy(running.facts)).toEqual({ sent: words, heard: words });
  });

  test("where nobody listens a connected UDP client is told, ours and Python's alike", async () => {
    const port = await freeDatagramPort();
    const peer = run("udp-connected-client", port);
    const ours = start("udp-connected-client", { port });
    await Promise.all([peer.over, ours.over]);
    expect(peer.output()).toBe("Connection refused\nConnection refused\nConnection refused");
    expect(ours.printed.join("\n")).toBe(peer.output());
  });

  test("a reset comes from Python's options client as from ours", async () => {
    for (const begin of [run, (id: ProgramId, port: number) => start(id, { port })]) {
      const server = start("echo-server");
      begin("options-client", await server.port);
      await server.until(() => server.facts.some(ended("close")));
      const errors = server.facts.flatMap((fact) =>
        fact.kind === "call.ended" && fact.error !== undefined ? [fact.error.errno] : [],
      );
      expect(errors).toEqual(["ECONNRESET"]);
    }
  });

  test("what a person types into Python's TCP client comes to our server", async () => {
    const server = start("upper-server");
    const peer = run("tcp-hand-client", await server.port);
    peer.type(`connect 127.0.0.1 ${await server.port}`);
    peer.type("send by hand");
    peer.type("recv 1024");
    peer.type("close");
    await peer.over;
    expect(peer.output()).toContain("b'BY HAND'");
    expect(saidBy(server.facts)).toEqual({ sent: "BY HAND", heard: "by hand" });
  });

  test("what a person types into Python's UDP client comes to our server", async () => {
    const server = start("udp-echo-server");
    const peer = run("udp-hand-client", await server.port);
    peer.type(`sendto 127.0.0.1 ${await server.port} by hand`);
    peer.type("recvfrom 1024");
    peer.type("close");
    await peer.over;
    expect(peer.output()).toContain("b'by hand'");
    expect(saidBy(server.facts)).toEqual({ sent: "by hand", heard: "by hand" });
  });

  test("the slow reader asks for the same, and reads a piece at a time", async () => {
    const server = start("http-server");
    const peer = run("slow-reader", await server.port);
    await peer.prints(" B");
    expect(peer.output()).toMatch(/^\d+ B$/);
    const ours = start("http-server");
    const reader = start("slow-reader", {
      port: await ours.port,
      sleep: () => new Promise(() => undefined),
    });
    await reader.until(() => reader.printed.length > 0);
    expect(saidBy(server.facts).heard).toBe(saidBy(ours.facts).heard);
  });

  test("the flooder makes a server that answers fall asleep in sendall", async () => {
    const server = start("echo-server");
    run("flooder", await server.port);
    await server.until(() => server.facts.filter(began("sendall")).length > 10);
    expect(saidBy(server.facts).heard).toMatch(/^!{512} /);
  });
});
