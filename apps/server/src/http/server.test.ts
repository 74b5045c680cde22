import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { type Event, LIMITS, PROTOCOL } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";
import { startServer } from "./server.ts";

let server: ServerUnderTest;
beforeEach(async () => {
  server = await serverUnderTest();
});
afterEach(() => server.end());

async function get(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const sent = request(`${server.url}${path}`, { headers, agent: false }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return response;
}

const lines = (text: string): Event[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Event);

test("the health request returns what scripts need", async () => {
  const health = await fetch(`${server.url}/api/health`);
  expect(await health.json()).toEqual({
    status: "ok",
    version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    protocol: PROTOCOL,
    seq: server.journal.seq,
  });
});

test("the trace is the journal, one event a line, whatever its length", async () => {
  for (let line = 0; line < 5000; line += 1)
    server.journal.record({ kind: "actor.printed", actor: 1, text: "line\u2028 with\nbreaks" });
  const trace = await fetch(`${server.url}/api/trace`);
  expect(trace.headers.get("content-type")).toContain("application/x-ndjson");
  expect(lines(await trace.text())).toEqual(server.journal.read(0, server.journal.seq));
});

test("the page comes with a policy that allows nothing from elsewhere", async () => {
  const page = await fetch(`${server.url}/`);
  expect(await page.text()).toContain("<title>page</title>");
  expect(page.headers.get("content-security-policy")).toBe(
    "default-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect(page.headers.get("x-powered-by")).toBeNull();
  expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
  expect((await get("/..%2fdata")).statusCode).toBe(404);
});

test("only this server's own Host and Origin are accepted, on HTTP and on the upgrade", async () => {
  const { port } = server;
  const good: Record<string, string>[] = [
    { host: `127.0.0.1:${port}` },
    { host: `localhost:${port}`, origin: `http://localhost:${port}` },
    { host: `[::1]:${port}`, origin: `http://127.0.0.1:${port}` },
  ];
  const bad: Record<string, string>[] = [
    { host: `evil.example:${port}` },
    { host: "127.0.0.1" },
    { host: `127.0.0.1:${port + 1}` },
    { host: `127.0.0.1:${port}`, origin: "http://evil.example" },
    { host: `127.0.0.1:${port}`, origin: "null" },
    { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
    { host: `127.0.0.1:${port}`, origin: `https://127.0.0.1:${port}` },
  ];
  const status = async (headers: Record<string, string>): Promise<number[]> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
    const upgrade = await new Promise<number>((resolve) => {
      socket.on("open", () => resolve(101));
      socket.on("unexpected-response", (_, { statusCode }) => resolve(statusCode ?? 0));
      socket.on("error", () => undefined);
    });
    socket.terminate();
    return [(await get("/api/health", headers)).statusCode ?? 0, upgrade];
  };
  for (const headers of good) expect(await status(headers)).toEqual([200, 101]);
  for (const headers of bad) expect(await status(headers)).toEqual([403, 403]);
});

test("an upgrade of another path, or a malformed one, does no harm", async () => {
  const elsewhere = new WebSocket(`${server.url.replace("http", "ws")}/other`);
  elsewhere.on("error", () => undefined);
  const [, response] = (await once(elsewhere, "unexpected-response")) as [unknown, IncomingMessage];
  expect(response.statusCode).toBe(404);
  for (const nonsense of [
    "\0\0\0",
    "GET // HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  ]) {
    const socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
    socket.write(nonsense);
    socket.resume();
    await once(socket, "close");
  }
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
});

test("--data: the file holds every event when the server has closed", async () => {
  await server.lab.do({ do: "spawn", program: "echo-server", count: 1, port: 0 });
  await server.close();
  const files = readdirSync(server.data);
  expect(files).toEqual([expect.stringMatching(/^sockscope-.*\.ndjson$/)]);
  const [header, ...written] = lines(readFileSync(join(server.data, files[0] ?? ""), "utf8"));
  const end: unknown = written.pop();
  expect(header).toMatchObject({ sockscope: "recording", format: 1 });
  expect(written).toEqual(server.journal.read(0, server.journal.seq));
  expect(written.at(-1)).toMatchObject({ kind: "actor.ended", how: "stopped" });
  expect(end).toEqual({ end: { events: server.journal.seq } });
});

test("a session in which nobody did anything leaves no file behind", async () => {
  await server.close();
  expect(readdirSync(server.data)).toEqual([]);
});

test("deleted recordings are reported on the terminal and to the first page (R7)", async () => {
  const data = join(server.data, "many");
  mkdirSync(data);
  const at = (count: number): string => new Date(1.7e12 + count * 1000).toISOString();
  for (let count = 0; count < LIMITS.recordings + 3; count += 1) {
    const id = `${at(count).replaceAll(":", "-")}-00000000`;
    const text = `${"x".repeat(1000)}\n{"end":{"events":1}}\n`;
    writeFileSync(join(data, `sockscope-${id}.ndjson`), text);
  }
  const warnings: string[] = [];
  const warn = (sentence: string): number => warnings.push(sentence);
  const crowded = await serverUnderTest({ data, warn });
  expect(warnings.join()).toMatch(/the \d+ oldest without a name were deleted/);
  const [first, second] = [await crowded.view(), await crowded.view()];
  for (const viewer of [first, second]) {
    viewer.hello();
    await viewer.message(({ type }) => type === "batch");
  }
  const problems = [first, second].map(({ messages }) =>
    messages.flatMap((message) => (message.type === "problem" ? [message.problem.code] : [])),
  );
  expect(problems).toEqual([["recordings-deleted"], []]);
  await crowded.end();
});

test("where nothing can be written: an error, or a warning if the folder was not asked for", async () => {
  const file = join(server.data, "file");
  writeFileSync(file, "");
  const options = { host: "127.0.0.1", port: 0, strictPort: false, webRoot: ".", data: file };
  await expect(startServer(options)).rejects.toMatchObject({ code: "ENOTDIR" });
  const warnings: string[] = [];
  const warn = (sentence: string): number => warnings.push(sentence);
  const running = await startServer({ ...options, dataIsOptional: true, warn });
  expect(warnings).toEqual([expect.stringMatching(/cannot be recorded on disk: ENOTDIR/)]);
  await running.close();
});

test("a taken port: the next free one, or none when it is strict", async () => {
  const { port } = server;
  const options = { host: "127.0.0.1", port, webRoot: ".", data: null };
  const next = await startServer({ ...options, strictPort: false });
  expect(next.port).toBeGreaterThan(port);
  await next.close();
  await expect(startServer({ ...options, strictPort: true })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("no program may connect to the control port", async () => {
  const { port } = server;
  await expect(
    server.lab.do({ do: "spawn", program: "hello-client", count: 1, port }),
  ).rejects.toMatchObject({ problem: { code: "own-port" } });
});
