import { createHash } from "node:crypto";
import { LIMITS } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChosenFile } from "../recordings/chosen-file.ts";
import { type ServerUnderTest, serverUnderTest } from "./server.fixture.ts";

let server: ServerUnderTest;
let api: string;
beforeEach(async () => {
  server = await serverUnderTest();
  api = `${server.url}/api/file`;
});
afterEach(() => server.end());

const BYTES = { "content-type": "application/octet-stream" };
const post = (query: string, body: BodyInit, headers: Record<string, string> = BYTES) =>
  fetch(`${api}?${query}`, { method: "POST", body, headers });

test("the client on the stage sends the chosen file", async () => {
  const content = Buffer.from("0123456789".repeat(1000));
  expect(await (await fetch(api)).json()).toEqual({ name: null, size: 0 });
  const half = content.subarray(0, 5000);
  expect(await (await post("name=a%20b&size=10000&offset=0", half)).json()).toEqual({
    received: 5000,
  });
  await post("name=a%20b&size=10000&offset=5000", half);
  expect(await (await fetch(api)).json()).toEqual({ name: "a b", size: 10_000 });

  const bound = new Promise<number>((resolve) => {
    server.journal.subscribe(() => {
      for (const event of server.journal.read(0, server.journal.seq))
        if (event.kind === "call.ended" && event.verb === "bind")
          resolve(event.result?.address?.port ?? 0);
    });
  });
  await server.lab.do({ do: "spawn", program: "upload-server", count: 1, port: 0 });
  const port = await bound;
  const printed = new Promise<string>((resolve) => {
    server.journal.subscribe(() => {
      const last = server.journal.read(0, server.journal.seq).at(-1);
      if (last?.kind === "actor.printed" && last.text.startsWith("SHA-256")) resolve(last.text);
    });
  });
  await server.lab.do({ do: "spawn", program: "upload-client", count: 1, port });
  const hash = createHash("sha256").update(content).digest("hex");
  expect(await printed).toBe(`SHA-256 agrees: ${hash}`);

  expect((await fetch(api, { method: "DELETE" })).status).toBe(204);
  expect(await (await fetch(api)).json()).toEqual({ name: null, size: 0 });
});

test.each([
  ["no name", "size=10&offset=0", 400],
  ["an empty file", "name=a&size=0&offset=0", 400],
  ["a name with control characters", "name=a%0Ab&size=9&offset=0", 400],
  ["a name that turns around", "name=a%E2%80%AEgpj.exe&size=9&offset=0", 400],
  ["one that is too large", `name=a&size=${LIMITS.fileBytes + 1}&offset=0`, 400],
  ["no number", "name=a&size=1e1&offset=0", 400],
  ["a name that is too long", `name=${"a".repeat(256)}&size=10&offset=0`, 400],
  ["a part that nothing comes before", "name=a&size=10&offset=5", 409],
  ["more than its size", "name=a&size=8&offset=0", 409],
])("%s is refused", async (_what, query, status) => {
  expect((await post(query, "123456789")).status).toBe(status);
});

test("bytes of another kind, too many at once, and another origin are refused", async () => {
  const whole = "name=a&size=9&offset=0";
  expect((await post(whole, "123456789", { "content-type": "text/plain" })).status).toBe(415);
  const part = new Uint8Array(LIMITS.filePart + 1);
  expect((await post(`name=a&size=${part.length}&offset=0`, part)).status).toBe(413);
  const foreign = { ...BYTES, origin: "http://evil.example" };
  expect((await post(whole, "123456789", foreign)).status).toBe(403);
  expect(await (await fetch(api)).json()).toEqual({ name: null, size: 0 });
});

test("of two concurrent uploads one is received completely, and the other is refused from then on", async () => {
  const content = { a: "a".repeat(9), b: "b".repeat(9) };
  const part = (name: "a" | "b", from: number, to: number) =>
    post(`name=x&size=9&offset=${from}&upload=${name}`, content[name].slice(from, to));
  const begun = await Promise.all([part("a", 0, 4), part("b", 0, 4)]);
  const states = begun.map(({ status }) => status);
  // The kernel decides which of them is later. The earlier one may already have been answered.
  expect([
    [200, 200],
    [409, 200],
    [200, 409],
  ]).toContainEqual(states);
  const goOn = await Promise.all([part("a", 4, 9), part("b", 4, 9)]);
  expect(goOn.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const winner = goOn[0].ok ? "a" : "b";
  expect(states[winner === "a" ? 0 : 1]).toBe(200);
  expect(await (await fetch(api)).json()).toEqual({ name: "x", size: 9 });
});

test("a part that is too large, and a full temporary folder, are reported in a sentence", async () => {
  const part = new Uint8Array(LIMITS.filePart + 1);
  const large = await post(`name=a&size=${part.length}&offset=0`, part);
  expect([large.status, await large.json()]).toEqual([
    413,
    { code: "part-too-large", message: `A part of a file has at most ${LIMITS.filePart} bytes.` },
  ]);
  for (const [code, status, expectedCode] of [
    ["ENOSPC", 507, "temporary-full"],
    ["EDQUOT", 507, "temporary-full"],
    ["EROFS", 500, "temporary-failed"],
  ] as const) {
    const error = Object.assign(new Error(`${code}: /a/path`), { code, syscall: "write" });
    vi.spyOn(ChosenFile.prototype, "take").mockRejectedValueOnce(error);
    const answer = await post("name=a&size=9&offset=0", "123456789");
    const body = await answer.text();
    expect([answer.status, JSON.parse(body)]).toMatchObject([status, { code: expectedCode }]);
    expect(body).not.toContain("path");
  }
});
