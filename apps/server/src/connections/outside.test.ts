import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { LIMITS, PROTOCOL } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  type ServerUnderTest,
  serverUnderTest,
  type ViewerUnderTest,
} from "../http/server.fixture.ts";

/** Only 127.0.0.1 counts as this machine here. The rest of loopback stands for other machines. */
vi.mock("../system/loopback.ts", () => ({
  isLoopback: (address: string) => address === "127.0.0.1" || address === "::1",
}));

const HOST = "127.0.0.9";
let server: ServerUnderTest;
let token: string;
beforeEach(async () => {
  server = await serverUnderTest({ host: HOST });
  const answer = await ask("127.0.0.10", "GET /api/token HTTP/1.1");
  token = /"token":"([^"]+)"/.exec(answer)?.[1] ?? "";
});
afterEach(() => server.end());

const line = (from: string): Socket =>
  connect({ port: server.port, host: HOST, localAddress: from }).on("error", () => undefined);

/** Everything that the server answers until it closes. */
async function heard(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (bytes: Buffer) => (text += bytes.toString("latin1")));
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

async function ask(from: string, first: string, more: readonly string[] = []): Promise<string> {
  const socket = line(from);
  const head = [first, `Host: ${HOST}:${server.port}`, "Connection: close", ...more];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  return heard(socket);
}

const upgrade = (): string =>
  [
    ...["GET /ws HTTP/1.1", `Host: ${HOST}:${server.port}`, "Connection: Upgrade"],
    ...["Upgrade: websocket", "Sec-WebSocket-Version: 13"],
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
  ].join("\r\n");

/** A text frame that claims this many bytes. Its mask is 0. */
function frame(text: string, claims = text.length): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x81;
  head[1] = 0xff;
  head.writeBigUInt64BE(BigInt(claims), 2);
  return Buffer.concat([head, Buffer.from(text)]);
}

/** A WebSocket of a stranger that has sent nothing yet. */
async function silent(from: string): Promise<Socket> {
  const socket = line(from);
  socket.write(upgrade());
  await once(socket, "data");
  return socket;
}

const view = (from: string): Promise<ViewerUnderTest> =>
  server.view({ localAddress: from, host: HOST });

async function enter(from: string, viewer?: string): Promise<ViewerUnderTest> {
  const guest = await view(from);
  const code = server.invitation?.code ?? "";
  guest.send({
    ...{ type: "hello", protocol: PROTOCOL, token, code, session: null, since: 0 },
    ...(viewer !== undefined && { viewer }),
  });
  return guest;
}

const welcome = (guest: ViewerUnderTest) => guest.message(() => true);

test("a message of more than 4 KiB is refused by its length alone, before it has arrived (A2, M5)", async () => {
  const before = process.memoryUsage().arrayBuffers;
  const lines = Array.from({ length: 20 }, async () => {
    const socket = line("127.0.0.11");
    socket.write(upgrade());
    socket.write(frame("[".repeat(1000), 2 ** 20));
    return heard(socket);
  });
  for (const text of await Promise.all(lines))
    expect(text).toContain(`A message from outside has at most ${LIMITS.helloBytes} bytes.`);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
});

test("a refused viewer that does not close is cut off soon, not after half a minute (A6)", async () => {
  const socket = await silent("127.0.0.11");
  const began = performance.now();
  socket.write(frame("[[[["));
  expect(await heard(socket)).toContain("not-let-in");
  expect(performance.now() - began).toBeLessThan(15_000);
});

test("two hundred silent connections, renewed, keep nobody out who has the code (A6)", async () => {
  const lines: Socket[] = [];
  for (let round = 0; round < 2; round += 1) {
    for (const from of ["127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14"])
      lines.push(...(await Promise.all(Array.from({ length: 50 }, () => silent(from)))));
    // From an address of its own, and from the same router as the silent ones.
    for (const from of ["127.0.0.20", "127.0.0.11"])
      expect(await welcome(await enter(from))).toMatchObject({ type: "welcome", role: "outside" });
  }
  for (const socket of lines) socket.destroy();
});

test("a connection sends one request at a time, and a limited number a second", async () => {
  const socket = line("127.0.0.11");
  const request = `GET /api/token HTTP/1.1\r\nHost: ${HOST}:${server.port}\r\n\r\n`;
  socket.write(request.repeat(2000));
  const answers = (await heard(socket)).split("HTTP/1.1 200").length - 1;
  expect(answers).toBeLessThan(10);
  // Excess requests are ignored, or answered with the limit.
  for (let isHeard = true; isHeard; ) {
    const sent = Array.from({ length: 100 }, async () => {
      const short = line("127.0.0.12");
      short.on("connect", () => short.destroy());
      await new Promise((resolve) => short.once("close", resolve));
    });
    await Promise.all(sent);
    isHeard = (await ask("127.0.0.12", "GET /api/health HTTP/1.1")).includes(" 200 ");
  }
  expect(await ask("127.0.0.13", "GET /api/health HTTP/1.1")).toContain(" 200 ");
});

test("a target that is a URL, a hidden second Host or Origin, and many headers are refused (A1)", async () => {
  const get = "GET /api/health HTTP/1.1";
  const many = Array.from({ length: 1100 }, (_, at) => `a${at}: 1`);
  const host = `${HOST}:${server.port}`;
  for (const [first, more] of [
    [`GET http://evil.example/api/health HTTP/1.1`, []],
    [`GET http://${host}/api/health HTTP/1.1`, []],
    [get, [...many, "Host: evil.example"]],
    [get, [...many, "Origin: http://evil.example"]],
    [get, ["Origin: http://evil.example", `Origin: http://${host}`]],
    [get, many.slice(0, LIMITS.headers)],
  ] as const)
    for (const from of ["127.0.0.11", "127.0.0.1"])
      expect([first, more.length, await ask(from, first, more)]).toEqual([
        ...[first, more.length],
        expect.stringContaining("403 Forbidden"),
      ]);
  expect(await ask("127.0.0.11", get, many.slice(0, 90))).toContain(" 200 ");
});

test("a viewer from outside does not learn which process an outsider is (A7)", async () => {
  const known = { kind: "actor.known", actor: 7, process: { pid: 4711, name: "secret" } } as const;
  server.journal.record(known, "observed", "kernel");
  const [local, guest] = [await server.view(), await enter("127.0.0.11")];
  local.hello();
  for (let count = 0; count < 2; count += 1) server.journal.record(known, "observed", "kernel");
  const last = server.journal.seq;
  const has = (viewer: ViewerUnderTest) => viewer.events().at(-1)?.seq === last;
  await Promise.all([local, guest].map((viewer) => viewer.message(() => has(viewer))));
  const processes = (viewer: ViewerUnderTest): unknown[] =>
    viewer.events().flatMap((event) => (event.kind === "actor.known" ? [event.process] : []));
  expect(processes(local)).toEqual([known.process, known.process, known.process]);
  expect(processes(guest)).toEqual([null, null, null]);
  expect(JSON.stringify(guest.messages)).not.toMatch(/4711|secret/);
});

test("a command acts once, however many other commands come in between (C8)", async () => {
  const viewer = "a local viewer's name";
  const command = {
    type: "command",
    id: "once",
    command: { do: "spawn", program: "echo-server", count: 1, port: 0 },
  } as const;
  const act = async (): Promise<void> => {
    const local = await server.view();
    const since = { session: null, since: 0 };
    local.send({ type: "hello", protocol: PROTOCOL, token: server.token, viewer, ...since });
    local.send(command);
    expect(await local.message(({ type }) => type === "done")).toMatchObject({ id: "once" });
    local.socket.terminate();
    await local.closed;
  };
  await act();
  const seq = server.journal.seq;
  const others = [];
  for (let count = 0; count < 70; count += 1) {
    const other = await enter("127.0.0.11", `viewer from outside ${count}`);
    expect(await welcome(other)).toMatchObject({ type: "welcome" });
    others.push(other);
  }
  await act();
  expect(
    server.journal.read(0, server.journal.seq).filter(({ kind }) => kind === "actor.added"),
  ).toHaveLength(1);
  expect(server.journal.seq).toBe(seq);
  for (const { socket } of others) socket.terminate();
});
