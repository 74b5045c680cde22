import { once } from "node:events";
import { readdirSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHttp, type HttpOptions } from "../http/http.ts";
import { type ServerUnderTest, serverUnderTest } from "../http/server.fixture.ts";
import { startServer } from "../http/server.ts";

let server: ServerUnderTest;
beforeEach(async () => {
  server = await serverUnderTest();
});
afterEach(() => server.end());

/** A request, the status with which it is answered once admitted, and its body. */
type Route = readonly [method: string, path: string, status: number, type?: string, body?: string];

const NOBODY = "/api/recordings/2026-03-01T09-30-00.000Z-1a2b3c4d";
const ROUTES: readonly Route[] = [
  ["GET", "/", 200],
  ["GET", "/index.html", 200],
  ["GET", "/nothing", 404],
  ["GET", "/ws", 101],
  ["GET", "/api/health", 200],
  ["GET", "/api/token", 200],
  ["GET", "/api/trace", 200],
  ["GET", "/api/recordings", 200],
  ["POST", "/api/recordings", 422, "application/x-ndjson", "{}\n"],
  ["GET", NOBODY, 404],
  ["DELETE", NOBODY, 404],
  ["GET", `${NOBODY}/file`, 404],
  ["PUT", `${NOBODY}/name`, 404, "application/json", '{"name":"x"}'],
  ["GET", "/api/file", 200],
  ["POST", "/api/file?name=x&size=8&offset=0", 200, "application/octet-stream", "12345678"],
  ["DELETE", "/api/file", 204],
];

/** The parts of an Express router that this test needs. */
interface Layer {
  readonly route?: { readonly stack: readonly { readonly method?: string }[] };
  readonly handle: { readonly stack?: readonly Layer[] };
  /** `path` is the part of it that the layer matches. */
  match(path: string): { readonly path: string } | false;
}

interface RequestHead {
  readonly method: string;
  readonly path: string;
}

/** The routes behind these layers that no request reaches. */
function unreached(layers: readonly Layer[], requests: readonly RequestHead[]): readonly string[] {
  return layers.flatMap((layer) => {
    const here = requests.flatMap(({ method, path }) => {
      const matched = layer.match(path);
      return matched ? [{ method, path: path.slice(matched.path.length) || "/" }] : [];
    });
    if (!layer.route) return unreached(layer.handle.stack ?? [], here);
    // A layer for any method is `onlyBy`, which refuses all of them.
    const methods = new Set(layer.route.stack.flatMap(({ method }) => method?.toUpperCase() ?? []));
    for (const { method } of here) methods.delete(method);
    return [...methods];
  });
}

test("the list has every route that the server has", () => {
  const app = createHttp({ recordings: {}, chosen: {}, webRoot: "." } as HttpOptions);
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  const requests = ROUTES.map(([method, path]) => ({ method, path: path.replace(/\?.*/, "") }));
  expect(unreached(stack, requests)).toEqual([]);
  // Each route is reported when it is left out.
  for (const left of requests.filter(({ path }) => path.startsWith("/api/")))
    expect(
      unreached(
        stack,
        requests.filter((request) => request !== left),
      ),
    ).toEqual([left.method]);
});

/** The status for a request with exactly these header lines. */
async function status(
  [method, route, , type, body = ""]: Route,
  headers: readonly string[],
): Promise<number> {
  const socket: Socket = connect(server.port, "127.0.0.1").on("error", () => undefined);
  const lines = type
    ? [...headers, `Content-Type: ${type}`, `Content-Length: ${body.length}`]
    : headers;
  const upgrade =
    route === "/ws"
      ? [
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        ]
      : ["Connection: close"];
  socket.write(
    `${[`${method} ${route} HTTP/1.1`, ...lines, ...upgrade].join("\r\n")}\r\n\r\n${body}`,
  );
  let text = "";
  socket.on("data", (bytes: Buffer) => {
    text += bytes.toString("latin1");
    if (text.includes("\r\n")) socket.destroy();
  });
  await once(socket, "close");
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
}

/** `PORT` stands for the server's own port. */
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

test("each name of this server is accepted with each of its origins, on every route", async () => {
  for (const route of ROUTES)
    for (const host of HOSTS.good)
      for (const origin of ORIGINS.good) {
        const got = await status(route, lines(host, origin));
        expect([route, host, origin, got]).toEqual([route, host, origin, route[2]]);
      }
});

test("nothing is served under another name, or to a page of another origin", async () => {
  const mine = { method: "POST", headers: { "Content-Type": "application/octet-stream" } };
  await fetch(`${server.url}/api/file?name=mine&size=8&offset=0`, { ...mine, body: "12345678" });
  const before = readdirSync(server.data);
  const refused = async (route: Route, host: string, origin: string | null) => {
    const got = await status(route, lines(host, origin));
    expect([route, host, origin, [400, 403].includes(got)]).toEqual([route, host, origin, true]);
  };
  for (const route of ROUTES) {
    for (const host of HOSTS.bad) {
      for (const origin of ORIGINS.good) await refused(route, host, origin);
      // A page whose name was made to resolve to this machine sends the same name twice.
      await refused(route, host, `http://${host}`);
    }
    for (const origin of ORIGINS.bad) await refused(route, "127.0.0.1:PORT", origin);
  }
  expect(readdirSync(server.data)).toEqual(before);
  const file = await fetch(`${server.url}/api/file`);
  expect(await file.json()).toEqual({ name: "mine", size: 8 });
});

test("a Host that is sent twice, or not at all, is refused", async () => {
  const own = `Host: 127.0.0.1:${server.port}`;
  for (const route of ROUTES) {
    for (const hostLines of [[], [own, "Host: evil.test"], ["Host: evil.test", own], [own, own]])
      expect([400, 403]).toContain(await status(route, hostLines));
    const origin = `Origin: http://127.0.0.1:${server.port}`;
    expect(await status(route, [own, origin, "Origin: http://evil.test"])).toBe(403);
  }
});

test("a page of another site may link here, but not fetch, embed or post", async () => {
  const own = `Host: 127.0.0.1:${server.port}`;
  const fetched = (site: string, mode: string, dest: string) => [
    own,
    `Sec-Fetch-Site: ${site}`,
    `Sec-Fetch-Mode: ${mode}`,
    `Sec-Fetch-Dest: ${dest}`,
  ];
  for (const site of ["cross-site", "same-site", "nonsense"]) {
    expect(await status(["GET", "/", 200], fetched(site, "navigate", "document"))).toBe(200);
    expect(await status(["GET", "/", 200], fetched(site, "navigate", "iframe"))).toBe(403);
    expect(await status(["POST", "/", 404], fetched(site, "navigate", "document"))).toBe(403);
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
    expect(await status(["GET", "/api/token", 200], fetched(site, "cors", "empty"))).toBe(200);
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

test("a port that another program has at ::1 is not used", async () => {
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
