import { once } from "node:events";
import { LIMITS, PROTOCOL } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ServerUnderTest, serverUnderTest } from "../http/server.fixture.ts";

let server: ServerUnderTest;
beforeEach(async () => {
  server = await serverUnderTest();
});
afterEach(() => server.end());

const hello = { type: "hello", protocol: PROTOCOL, session: null, since: 0 } as const;
const spawn = { do: "spawn", program: "echo-server", count: 1, port: 0 } as const;

test("a viewer that does not begin with the token gets the reason, is closed, and gets nothing else (A1, A2)", async () => {
  const command = { type: "command", id: "first", command: spawn } as const;
  const firsts: (string | object)[] = [
    "",
    "nonsense",
    hello,
    { ...hello, token: "" },
    { ...hello, token: server.token.slice(1) },
    { ...hello, token: `${server.token}=` },
    { ...hello, token: server.token.toUpperCase() },
    { ...hello, token: [server.token] },
    { ...hello, token: server.token, more: 1 },
    command,
    { ...command, token: server.token },
  ];
  const seq = server.journal.seq;
  for (const first of firsts) {
    const viewer = await server.view();
    viewer.send(typeof first === "string" ? first : JSON.stringify(first));
    // Messages after a wrong first one are ignored.
    viewer.send(JSON.stringify({ ...hello, token: server.token }));
    viewer.send(command);
    expect(await viewer.closed).toBe(1008);
    expect(viewer.messages).toMatchObject([{ type: "problem", problem: { code: "not-let-in" } }]);
  }
  expect(server.journal.seq).toBe(seq);
});

test("the token belongs to this process only, has 128 bits, and is never recorded", async () => {
  const other = await serverUnderTest();
  expect(Buffer.from(server.token, "base64url")).toHaveLength(16);
  expect(other.token).not.toBe(server.token);
  const viewer = await server.view();
  viewer.send({ ...hello, token: other.token });
  expect(await viewer.closed).toBe(1008);
  await other.end();
  const trace = await (await fetch(`${server.url}/api/trace`)).text();
  expect(trace).not.toContain(server.token);
});

test("a silent viewer is closed after two seconds, and an admitted one is not", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const silent = await server.view();
    const viewer = await server.view();
    viewer.hello();
    await viewer.message(({ type }) => type === "welcome");
    vi.advanceTimersByTime(LIMITS.helloWithin - 1);
    expect(silent.socket.readyState).toBe(silent.socket.OPEN);
    vi.advanceTimersByTime(1);
    expect(await silent.closed).toBe(1008);
    vi.advanceTimersByTime(LIMITS.helloWithin);
    expect(viewer.socket.readyState).toBe(viewer.socket.OPEN);
  } finally {
    vi.useRealTimers();
  }
});

test("a page is refused when there are too many, and admitted when one has gone (A5)", async () => {
  const viewers = [];
  for (let count = 0; count < LIMITS.localViewers; count += 1) {
    const viewer = await server.view();
    viewer.hello();
    await viewer.message(({ type }) => type === "welcome");
    viewers.push(viewer);
  }
  const late = await server.view();
  late.hello();
  expect(await late.message(() => true)).toMatchObject({
    problem: { code: "too-many-viewers", message: expect.stringContaining("50") as string },
  });
  const [first] = viewers;
  first?.socket.close();
  await first?.closed;
  const next = await server.view();
  next.hello();
  await next.message(({ type }) => type === "welcome");
  for (const { socket } of viewers) socket.terminate();
});

test("only pages and scripts of this machine get the token, and no cookie is set", async () => {
  const response = await fetch(`${server.url}/api/token`);
  expect(await response.json()).toEqual({ token: server.token });
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
  for (const path of ["/", "/api/token", "/api/health", "/api/trace"])
    expect((await fetch(`${server.url}${path}`)).headers.get("set-cookie")).toBeNull();
  const options = await fetch(`${server.url}/api/token`, {
    method: "OPTIONS",
    headers: { "access-control-request-method": "GET" },
  });
  expect(options.headers.get("access-control-allow-origin")).toBeNull();
});

test("a refused viewer does no harm to others", async () => {
  const viewer = await server.view();
  viewer.hello();
  const wrong = await server.view();
  wrong.send("x".repeat(LIMITS.messageBytes + 1));
  wrong.socket.on("error", () => undefined);
  await once(wrong.socket, "close");
  viewer.send({ type: "command", id: "a", command: spawn });
  expect(await viewer.message(({ type }) => type === "done")).toMatchObject({ id: "a" });
});
