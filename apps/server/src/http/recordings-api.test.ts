import { once } from "node:events";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { type RecordingInfo, recordingCloseSchema } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";

let server: ServerUnderTest;
let api: string;
beforeEach(async () => {
  server = await serverUnderTest();
  api = `${server.url}/api/recordings`;
});
afterEach(() => server.end());

const NDJSON = { "content-type": "application/x-ndjson" };

async function list(): Promise<readonly RecordingInfo[]> {
  const { recordings } = (await (await fetch(api)).json()) as { recordings: RecordingInfo[] };
  return recordings;
}

const upload = (body: BodyInit, query = "", headers: Record<string, string> = NDJSON) =>
  fetch(`${api}${query}`, { method: "POST", body, headers });

test("a session is listed as live, downloaded, imported, named, opened and deleted", async () => {
  await server.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1 });
  const trace = await (await fetch(`${server.url}/api/trace`)).text();
  const [live] = await list();
  expect(live).toMatchObject({ state: "own", name: "" });
  expect((await fetch(`${api}/${live?.id}`, { method: "DELETE" })).status).toBe(409);

  const file = await fetch(`${api}/${live?.id}/file`);
  expect(file.headers.get("content-disposition")).toBe(
    `attachment; filename=sockscope-${live?.id}.ndjson`,
  );
  const answer = await upload(await file.text(), "?name=first%20lesson");
  expect(answer.status).toBe(201);
  const info = (await answer.json()) as RecordingInfo;
  expect(info).toMatchObject({ name: "first lesson", state: "whole" });

  const path = `${api}/${info.id}`;
  const named = await fetch(`${path}/name`, {
    ...{ method: "PUT", body: '{"name":"../第一课\\"/x"}' },
    headers: { "content-type": "application/json" },
  });
  expect(named.status).toBe(204);
  expect((await fetch(`${path}/file`)).headers.get("content-disposition")).toContain(
    "filename*=UTF-8''%E7%AC%AC%E4%B8%80%E8%AF%BE-x.ndjson",
  );

  const before = server.journal.seq;
  const opened = (await (await fetch(path)).text()).trimEnd().split("\n");
  const close = recordingCloseSchema.parse(JSON.parse(opened.pop() ?? ""));
  expect(close).toEqual({ close: "done", torn: false, ended: true });
  expect(`${opened.join("\n")}\n`).toBe(trace);
  expect(server.journal.seq).toBe(before);

  expect((await fetch(path, { method: "DELETE" })).status).toBe(204);
  expect((await list()).map(({ id }) => id)).toEqual([live?.id]);
  expect(await (await fetch(path)).json()).toMatchObject({ code: "unknown-recording" });
});

test("a file that is no recording is refused with the line at fault, and leaves nothing behind", async () => {
  const before = readdirSync(server.data);
  const trace = await (await fetch(`${server.url}/api/trace`)).text();
  for (const [body, query, headers, status, code] of [
    [`${trace}{"seq":2}\n`, "", NDJSON, 422, "bad-line"],
    ["", "", NDJSON, 422, "not-a-recording"],
    [trace, "", { "content-type": "text/plain" }, 415, "not-a-recording"],
    [trace, "", { ...NDJSON, "content-encoding": "gzip" }, 415, "not-a-recording"],
    [trace, `?name=${"x".repeat(81)}`, NDJSON, 400, "bad-name"],
    [trace, "?name=%E2%80%AEgnp", NDJSON, 400, "bad-name"],
  ] as const) {
    const answer = await upload(body, query, headers);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  }
  expect(readdirSync(server.data)).toEqual(before);
});

test("ten gigabytes are refused by their claimed length, or once too many bytes have arrived", async () => {
  const post = request(api, {
    method: "POST",
    headers: { ...NDJSON, "content-length": String(10 * 2 ** 30) },
  });
  post.on("error", () => undefined);
  post.flushHeaders();
  const [response] = (await once(post, "response")) as [{ statusCode: number }];
  expect(response.statusCode).toBe(413);
  post.destroy();
});

test("another page may not import, name or delete", async () => {
  await server.lab.do({ do: "spawn", program: "tcp-hand-client", count: 1 });
  const headers = { ...NDJSON, origin: "http://evil.example" };
  for (const [method, path] of [
    ["POST", ""],
    ["PUT", "/x/name"],
    ["DELETE", "/x"],
    ["GET", ""],
  ] as const)
    expect((await fetch(`${api}${path}`, { method, headers })).status).toBe(403);
});
