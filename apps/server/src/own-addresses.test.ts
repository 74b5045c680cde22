import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";
import { startServer } from "./server.ts";

let server: ServerUnderTest;
beforeEach(async () => {
  server = await serverUnderTest();
});
afterEach(() => server.end());

const ROUTES = ["/", "/index.html", "/nothing", "/api/health", "/api/token", "/api/trace", "/ws"];

/** The status of a request with exactly these header lines. */
async function status(route: string, lines: readonly string[], method = "GET"): Promise<number> {
  const socket: Socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
  const upgrade =
    route === "/ws"
      ? [
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        ]
      : ["Connection: close"];
  socket.write(`${[`${method} ${route} HTTP/1.1`, ...lines, ...upgrade].join("\r\n")}\r\n\r\n`);
  let text = "";
  socket.on("data", (bytes: Buffer) => {
    text += bytes.toString("latin1");
    if (text.includes("\r\n")) socket.destroy();
  });
  await once(socket, "close");
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
}

/** `PORT` stands for the server's own. */
const HOSTS = {
  good: ["127.0.0.1:PORT", "localhost:PORT", "[::1]:PORT", "LOCALHOST:PORT"],
  bad: [
    "evil.test:PORT",
    "evil.test",
    "127.0.0.1",
    "localhost",
    "127.0.0.1:1",
    "127.0.0.2:PORT",
    "127.1:PORT",
    "0.0.0.0:PORT",
    "[::]:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "::1:PORT",
    "localhost.:PORT",
    "localhost.evil.test:PORT",
    "127.0.0.1:PORT.evil.test",
    "evil.test@127.0.0.1:PORT",
    "127.0.0.1:PORT, evil.test",
    "127.0.0.1:0PORT",
    "",
  ],
};
const ORIGINS = {
  good: [null, "http://127.0.0.1:PORT", "http://localhost:PORT", "http://[::1]:PORT"],
  bad: [
    "null",
    "",
    "http://evil.test",
    "http://evil.test:PORT",
    "https://127.0.0.1:PORT",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://127.0.0.1:PORT/",
    "HTTP://127.0.0.1:PORT",
    "http://127.0.0.1:PORT.evil.test",
    "http://127.0.0.1:PORT http://evil.test",
    "file://",
    "chrome-extension://abcdefghijklmnop",
    "127.0.0.1:PORT",
  ],
};

const lines = (host: string, origin: string | null): string[] =>
  [`Host: ${host}`, ...(origin === null ? [] : [`Origin: ${origin}`])].map((line) =>
    line.replaceAll("PORT", String(server.port)),
  );

test("each name of this server is let in with each of its origins, on every route", async () => {
  for (const route of ROUTES)
    for (const host of HOSTS.good)
      for (const origin of ORIGINS.good) {
        const got = await status(route, lines(host, origin));
        const expected = route === "/nothing" ? 404 : route === "/ws" ? 101 : 200;
        expect([route, host, origin, got]).toEqual([route, host, origin, expected]);
      }
});

test("nothing is had under another name, or by a page from elsewhere", async () => {
  const refused = async (route: string, host: string, origin: string | null) => {
    const got = await status(route, lines(host, origin));
    expect([route, host, origin, [400, 403].includes(got)]).toEqual([route, host, origin, true]);
  };
  for (const route of ROUTES) {
    for (const host of HOSTS.bad) {
      for (const origin of ORIGINS.good) await refused(route, host, origin);
      // A page whose name was made to point here says the same name twice.
      await refused(route, host, `http://${host}`);
    }
    for (const origin of ORIGINS.bad) await refused(route, "127.0.0.1:PORT", origin);
  }
});

test("a name that is said twice, or not at all, is none", async () => {
  const own = `Host: 127.0.0.1:${server.port}`;
  for (const route of ROUTES) {
    for (const said of [[], [own, "Host: evil.test"], ["Host: evil.test", own], [own, own]])
      expect([400, 403]).toContain(await status(route, said));
    const origin = `Origin: http://127.0.0.1:${server.port}`;
    expect(await status(route, [own, origin, "Origin: http://evil.test"])).toBe(403);
  }
});

test("a page of another site may lead here, and fetch, embed or post nothing", async () => {
  const own = `Host: 127.0.0.1:${server.port}`;
  const fetched = (site: string, mode: string, dest: string) => [
    own,
    `Sec-Fetch-Site: ${site}`,
    `Sec-Fetch-Mode: ${mode}`,
    `Sec-Fetch-Dest: ${dest}`,
  ];
  for (const site of ["cross-site", "same-site", "nonsense"]) {
    expect(await status("/", fetched(site, "navigate", "document"))).toBe(200);
    expect(await status("/", fetched(site, "navigate", "iframe"))).toBe(403);
    expect(await status("/", fetched(site, "navigate", "document"), "POST")).toBe(403);
    for (const route of ROUTES.slice(1))
      expect(await status(route, fetched(site, "navigate", "document"))).toBe(403);
    for (const [mode, dest] of [
      ["no-cors", "script"],
      ["no-cors", "image"],
      ["cors", "empty"],
      ["websocket", "websocket"],
    ] as const)
      for (const route of ROUTES) expect(await status(route, fetched(site, mode, dest))).toBe(403);
  }
  for (const site of ["same-origin", "none"])
    expect(await status("/api/token", fetched(site, "cors", "empty"))).toBe(200);
});

test("it listens at 127.0.0.1 and ::1, and at no other address", async () => {
  for (const host of ["127.0.0.1", "::1"]) {
    const url = `http://${host === "::1" ? "[::1]" : host}:${server.port}/api/health`;
    expect((await fetch(url)).status).toBe(200);
  }
  const other = connect(server.port, "127.0.0.2");
  const [error] = (await once(other, "error")) as [Error & { code: string }];
  expect(error.code).toBe("ECONNREFUSED");
});

test("a port that somebody else has at ::1 is not taken", async () => {
  const somebody = createServer().listen({ host: "::1", port: 0 });
  await once(somebody, "listening");
  const { port } = somebody.address() as AddressInfo;
  const options = { host: "127.0.0.1", port, webRoot: ".", data: null };
  const next = await startServer({ ...options, strictPort: false });
  expect(next.port).toBeGreaterThan(port);
  await next.close();
  await expect(startServer({ ...options, strictPort: true })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  somebody.close();
});
