import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createSockets, type RecordedFact } from "@sockscope/sockets";
import { afterEach, expect, test } from "vitest";
import { PROGRAMS, type ProgramId } from "./ids.ts";
import { programs } from "./programs.ts";

const python = spawnSync("python3", ["--version"]).status === 0;
const listing = (id: ProgramId): string =>
  fileURLToPath(new URL(`./${id}/${id}.py`, import.meta.url));

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Runs one of ours: a client to its end, a server until clients can come. */
async function ours(id: ProgramId, port = 0): Promise<{ port: number; printed: string[] }> {
  const printed: string[] = [];
  let lastId = 0;
  let bound = port;
  let ready = (): void => {};
  const listening = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const net = createSockets({
    actor: 1,
    ids: { next: () => ++lastId },
    recorder: {
      record(fact: RecordedFact) {
        if (fact.kind !== "call.ended") return;
        if (fact.verb === "bind") bound = fact.result?.address?.port ?? port;
        if (fact.verb === (id === "udp-echo-server" ? "bind" : "listen")) ready();
      },
    },
  });
  const over = programs[id](net, {
    host: "127.0.0.1",
    port,
    family: "AF_INET",
    number: 7,
    print: (line) => printed.push(line),
    orders: (async function* () {})(),
  });
  ends.push(async () => {
    await net.closeAll();
    await Promise.allSettled([over]);
  });
  await (id.endsWith("client") ? over : listening);
  return { port: bound, printed };
}

async function output(id: ProgramId, port: number): Promise<string> {
  const child = spawn("python3", [listing(id), "127.0.0.1", String(port), "7"]);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await once(child, "close");
  return text.trim();
}

/** A listing of a server as a process of its own, once it has printed its first line. */
async function pythonServer(id: ProgramId, port: number): Promise<ChildProcess> {
  const child = spawn("python3", [listing(id), "127.0.0.1", String(port)]);
  ends.push(async () => {
    child.kill();
    await once(child, "exit");
  });
  await once(child.stdout, "data");
  return child;
}

test.each(PROGRAMS.map(({ id }) => id))("%s has a listing in Python", (id) => {
  expect(existsSync(listing(id))).toBe(true);
});

test.skipIf(!python)("Python's clients understand our servers", async () => {
  const welcome = await ours("welcome-server");
  expect(await output("welcome-client", welcome.port)).toBe(
    "接收到来自服务器的数据:欢迎连接到服务器",
  );
  const echo = await ours("echo-server");
  expect(await output("hello-client", echo.port)).toBe("hello from client 7");
  const udp = await ours("udp-echo-server");
  expect(await output("udp-client", udp.port)).toBe(
    `接收到来自 127.0.0.1:${udp.port} 的数据:你好,UDP服务器`,
  );
});

test.skipIf(!python)("our clients understand Python's server", async () => {
  // A port that was free a moment ago.
  const { port } = await ours("welcome-server");
  for (const end of ends.splice(0)) await end();
  await pythonServer("welcome-server", port);
  const { printed } = await ours("welcome-client", port);
  expect(printed).toEqual(["接收到来自服务器的数据:欢迎连接到服务器"]);
});
