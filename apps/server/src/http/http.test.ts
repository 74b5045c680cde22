import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { LIMITS } from "@sockscope/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OwnAddresses } from "../access/own-addresses.ts";
import { Tokens } from "../access/tokens.ts";
import { Journal } from "../journal/journal.ts";
import type { JournalLines } from "../journal/journal-lines.ts";
import { ChosenFile } from "../recordings/chosen-file.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";

let server: ServerUnderTest;
/** What the terminal has shown. */
let warnings: string[];
beforeEach(async () => {
  warnings = [];
  server = await serverUnderTest({ warn: (sentence) => warnings.push(sentence) });
});
afterEach(() => server.end());

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, init);
const BYTES = { "content-type": "application/octet-stream" };
const JSON_TYPE = { "content-type": "application/json" };
const ID = "2026-01-01T00-00-00.000Z-00000000";

describe("a client's mistake is reported to the client, not on the terminal", () => {
  test.each([
    ["POST", "/api/health", "GET, HEAD"],
    ["DELETE", "/api/token", "GET, HEAD"],
    ["PUT", "/api/trace", "GET, HEAD"],
    ["PUT", "/api/recordings", "GET, HEAD, POST"],
    ["POST", `/api/recordings/${ID}`, "GET, HEAD, DELETE"],
    ["POST", `/api/recordings/${ID}/file`, "GET, HEAD"],
    ["GET", `/api/recordings/${ID}/name`, "PUT"],
    ["PATCH", "/api/file", "GET, HEAD, POST, DELETE"],
    ["POST", "/", "GET, HEAD"],
    ["DELETE", "/index.html", "GET, HEAD"],
  ])("405: %s %s", async (method, path, allow) => {
    const answer = await ask(path, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
    expect(warnings).toEqual([]);
  });

  test.each([
    ["404: nothing there", 404, "GET", "/nothing", {}, null],
    ["404: no such API", 404, "POST", "/api/nothing", JSON_TYPE, "{}"],
    ["404: no such recording", 404, "GET", `/api/recordings/${ID}`, {}, null],
    ["400: a path that is none", 400, "GET", "/api/recordings/%zz", {}, null],
    ["400: no JSON", 400, "PUT", `/api/recordings/${ID}/name`, JSON_TYPE, "{"],
    [
      "413: a name that is too long",
      413,
      "PUT",
      `/api/recordings/${ID}/name`,
      JSON_TYPE,
      `"${"x".repeat(4000)}"`,
    ],
    [
      "413: a part that is too large",
      413,
      "POST",
      "/api/file?name=a&size=10&offset=0",
      BYTES,
      new Uint8Array(LIMITS.filePart + 1),
    ],
    [
      "415: bytes of another kind",
      415,
      "POST",
      "/api/file?name=a&size=10&offset=0",
      { "content-type": "text/plain" },
      "123",
    ],
    [
      "415: bytes that are packed",
      415,
      "POST",
      "/api/file?name=a&size=10&offset=0",
      { ...BYTES, "content-encoding": "gzip" },
      "123",
    ],
    [
      "415: a name that is packed",
      415,
      "PUT",
      `/api/recordings/${ID}/name`,
      { ...JSON_TYPE, "content-encoding": "gzip" },
      "{}",
    ],
    [
      "415: a recording of another type",
      415,
      "POST",
      "/api/recordings",
      { "content-type": "text/plain" },
      "{}",
    ],
    ["400: no bytes", 400, "POST", "/api/file?name=a&size=10&offset=0", BYTES, ""],
  ] as const)("%s", async (_what, status, method, path, headers, body) => {
    const answer = await ask(path, { method, headers, body });
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/node_modules|\.ts:|at .*\(/);
    expect(warnings).toEqual([]);
  });
});

describe("an internal fault is 500, with its details on the terminal only", () => {
  const fault = new RangeError("a secret of ours");
  const own = new Journal();
  const never = (): never => {
    throw fault;
  };
  const events = { first: 1, after: never as JournalLines["after"] };
  let http: Server;
  let url: string;
  /** A server in which these parts fail. */
  async function failing(parts: { recordings?: object; lines?: object }): Promise<void> {
    const options = {
      ...{ journal: own, chosen: new ChosenFile(), version: "0", webRoot: "/nowhere" },
      ...{ tokens: new Tokens(), lines: events, recordings: {}, ...parts },
      warn: (sentence: string) => void warnings.push(sentence),
      own: () => new OwnAddresses(["127.0.0.1"], (http.address() as AddressInfo).port),
    };
    http = createServer(createHttp(options as unknown as HttpOptions));
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  }
  afterEach(async () => {
    http.closeAllConnections();
    http.close();
    await once(http, "close");
  });

  test("before the response has begun", async () => {
    own.record({ kind: "socket.closed", actor: 1, socket: 1 });
    await failing({});
    const answer = await fetch(`${url}/api/trace`);
    expect([answer.status, await answer.text()]).toEqual([
      500,
      "Sockscope itself has failed here. Its terminal says more.\n",
    ]);
    expect(warnings).toEqual([expect.stringContaining("GET /api/trace")]);
    expect(warnings[0]).toContain("RangeError: a secret of ours");
    expect(warnings[0]).toContain("http.test.ts");
  });

  test("during the response: the client sees that it is incomplete", async () => {
    for (let made = 0; made < 10; made += 1)
      own.record({ kind: "socket.closed", actor: 1, socket: 1 });
    const after = (since: number): readonly string[] => (since < 5 ? ['{"seq":1}'] : never());
    await failing({ lines: { first: 1, after } });
    const answer = await fetch(`${url}/api/trace`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow("terminated");
    expect(warnings).toEqual([expect.stringContaining("RangeError: a secret of ours")]);
  });

  test.each([
    ["of the recordings", "GET", "/api/recordings"],
    ["of one of them", "DELETE", `/api/recordings/${ID}`],
  ])("%s", async (_what, method, path) => {
    await failing({ recordings: { list: never, remove: never } });
    const answer = await fetch(`${url}${path}`, { method });
    expect(answer.status).toBe(500);
    const { code, message } = (await answer.json()) as { code: string; message: string };
    expect(code).toBe("failed");
    expect(message).not.toContain("secret");
    expect(warnings).toEqual([expect.stringContaining("RangeError: a secret of ours")]);
  });

  test("a disk that refuses is named to the client, and its error shown only on the terminal", async () => {
    const list = (): never => {
      const why = { code: "EACCES", syscall: "scandir" };
      throw Object.assign(new Error("EACCES: permission denied, scandir '/home/me'"), why);
    };
    await failing({ recordings: { list } });
    const answer = await fetch(`${url}/api/recordings`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      code: "no-folder",
      message: "The disk says EACCES.",
    });
    expect(warnings).toEqual([expect.stringContaining("/home/me")]);
  });
});
