import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { LIMITS } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recordingPath } from "../journal/journal-file.ts";
import { importRecording } from "./import-recording.ts";
import { readRecording } from "./recording-reader.ts";
import { UNCHANGED_CHECKS } from "./recording-watch.ts";
import { Recordings } from "./recordings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const began = {
  ...{ seq: 1, t: 0, truth: "observed", source: "lab", kind: "lab.began", wall: 1.7e12 },
  ...{ version: "0.1.0", protocol: 1, platform: "linux", node: "v20" },
};
const printed = (seq: number, text = "line") => ({
  ...{ seq, t: seq, truth: "observed", source: "program", kind: "actor.printed", actor: 1, text },
});
const HEADER = {
  ...{ sockscope: "recording", format: 1, protocol: 1, version: "0.1.0", session: "s" },
  ...{ wall: 1.7e12, pid: 0 },
};
const ndjson = (lines: readonly unknown[]): string =>
  lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");

/** Pieces whose size varies, so that lines and characters are cut at any byte. */
function pieces(text: string | Buffer, size = 7): Readable {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size));
  return Readable.from(parts);
}

async function read(text: string | Buffer, size?: number) {
  const events: string[] = [];
  const reading = readRecording(pieces(text, size));
  for (;;) {
    const { done, value } = await reading.next();
    if (done) return { ...value, lines: events };
    events.push(...value);
  }
}

test("a recording is read, with and without an end, of this version and of version 0 (R2, R3)", async () => {
  const events = [began, printed(2, "你好 \u2028"), printed(3)];
  const whole = await read(ndjson([HEADER, ...events, { end: { events: 3 } }]));
  expect(whole).toMatchObject({ header: HEADER, events: 3, torn: false, ended: true });
  expect(whole.lines.map((line): unknown => JSON.parse(line))).toEqual(events);
  expect(await read(ndjson([HEADER, ...events]))).toMatchObject({ torn: false, ended: false });
  expect(await read(ndjson(events))).toMatchObject({ header: null, events: 3 });
  expect(await read(ndjson(events).trimEnd())).toMatchObject({ events: 3, torn: false });
});

test("a recording that is cut at any byte opens, and loses no more than the cut line", async () => {
  const whole = Buffer.from(
    ndjson([HEADER, began, printed(2, "你好"), printed(3, "x".repeat(300))]),
  );
  const first = ndjson([HEADER, began]).length;
  for (let end = first; end <= whole.length; end += 1) {
    const cut = whole.subarray(0, end);
    const { events } = await read(cut, 64);
    const lines = cut.toString().split("\n").length - 2;
    expect(events).toBeGreaterThanOrEqual(lines);
  }
});

/** A `socket.named` whose address is no text. */
const named = (host: object) => ({
  ...{ seq: 2, t: 0, truth: "observed", source: "program", kind: "socket.named", actor: 1 },
  ...{ socket: 1, address: { address: host, port: 1, family: "AF_INET" } },
});

const deep = `${"[".repeat(500_000)}${"]".repeat(500_000)}`;
test.each<[string, string, string]>([
  ["nothing", "", "not-a-recording"],
  ["no JSON", "hello\n", "bad-line"],
  ["another JSON", ndjson([{ a: 1 }]), "not-a-recording"],
  ["a newer format", ndjson([{ ...HEADER, format: 2 }, began]), "newer-format"],
  ["a header with more", ndjson([{ ...HEADER, path: "/etc" }, began]), "not-a-recording"],
  ["no beginning", ndjson([HEADER, printed(1)]), "not-a-recording"],
  ["a gap", ndjson([began, printed(3)]), "bad-line"],
  ["the same twice", ndjson([began, printed(2), printed(2)]), "bad-line"],
  [
    "time going back",
    ndjson([began, { ...printed(2), t: 5 }, { ...printed(3), t: 4 }]),
    "bad-line",
  ],
  ["a broken line inside", ndjson([began, '{"seq":2', printed(3)]), "bad-line"],
  ["more after the end", ndjson([began, { end: { events: 1 } }, printed(2)]), "bad-line"],
  ["an end that counts wrong", ndjson([began, { end: { events: 2 } }]), "bad-line"],
  ["an unknown kind", ndjson([began, { ...printed(2), kind: "file.deleted" }]), "bad-line"],
  [
    "a length that cannot be compared",
    ndjson([began, named({ length: { valueOf: 1, toString: 1 } })]),
    "bad-line",
  ],
  ["a field too many", ndjson([began, { ...printed(2), html: "<script>" }]), "bad-line"],
  ["deep nesting", ndjson([began, deep, printed(2)]), "bad-line"],
  ["deep nesting in a field", ndjson([began, `{"seq":2,"text":${deep}}`]), "bad-line"],
  [
    "__proto__",
    ndjson([began, JSON.stringify(printed(2)).replace("{", '{"__proto__":{"evil":1},')]),
    "bad-line",
  ],
  [
    "constructor",
    ndjson([began, JSON.stringify(printed(2)).replace("{", '{"constructor":{"prototype":{}},')]),
    "bad-line",
  ],
  [
    "a number that is none",
    ndjson([began, JSON.stringify(printed(2)).replace('"t":2', '"t":1e400')]),
    "bad-line",
  ],
])("%s is refused", async (_what, text, code) => {
  await expect(read(text, 65_536)).rejects.toMatchObject({ code });
  expect(({} as { evil?: number }).evil).toBeUndefined();
});

test("a line without an end needs no more memory than the longest line", async () => {
  let sent = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    const chunk = new Uint8Array(1 << 16).fill(120);
    for (;;) {
      sent += chunk.length;
      yield chunk;
    }
  }
  await expect(readRecording(endless()).next()).rejects.toMatchObject({ code: "line-too-long" });
  expect(sent).toBeLessThan(10 << 20);
});

test("import: checked, counted, and a refused one leaves nothing behind", async () => {
  const recordings = new Recordings({ folder, own: null });
  const text = ndjson([began, printed(2), printed(3)]);
  const info = await importRecording(recordings, pieces(text), { name: " my lesson " });
  expect(info).toMatchObject({ name: "my lesson", wall: 1.7e12, state: "whole" });
  expect(recordings.list()).toEqual([info]);
  const again = new Recordings({ folder, own: null });
  expect(again.get(info.id)).toEqual(info);
  const before = readdirSync(folder).toSorted();
  await expect(importRecording(recordings, pieces(`${text}{}\n`))).rejects.toMatchObject({
    code: "bad-line",
    line: 4,
  });
  await expect(importRecording(recordings, pieces(text), { max: 100 })).rejects.toMatchObject({
    code: "too-large",
  });
  expect(readdirSync(folder).toSorted()).toEqual(before);
});

test("a wall-clock time that no calendar has is ignored", async () => {
  const recordings = new Recordings({ folder, own: null });
  const text = ndjson([{ ...began, wall: 1e300 }]);
  const { wall } = await importRecording(recordings, pieces(text));
  expect(Math.abs(wall - Date.now())).toBeLessThan(60_000);
});

/** Characters that are invisible, or that change the direction of text. */
const UNSEEN = [
  ...[0x85, 0xad, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x2028, 0x2029, 0x2060],
  ...[0x2066, 0x2800, 0x3164, 0xd800, 0xfe0f, 0xfeff, 0xe0041],
].map((code) => `a${String.fromCodePoint(code)}b`);

test("a recording is named, renamed, unnamed and deleted", async () => {
  const recordings = new Recordings({ folder, own: null });
  const { id } = await importRecording(recordings, pieces(ndjson([began])));
  recordings.name(id, "第一课 · handshake");
  expect(recordings.get(id).name).toBe("第一课 · handshake");
  for (const good of ["👩‍👩‍👧 family", "❤️", "👩🏽‍💻", "1️⃣", "é", "नमस्ते"]) {
    recordings.name(id, good);
    expect(recordings.get(id).name).toBe(good);
  }
  recordings.name(id, "");
  expect(recordings.get(id).name).toBe("");
  for (const bad of ["x".repeat(81), "a\nb", "\u202eevil", "\u0000", ...UNSEEN])
    expect(() => recordings.name(id, bad)).toThrow(/A name has/);
  recordings.remove(id);
  expect(recordings.list()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  expect(() => recordings.remove(id)).toThrow(/no such recording/);
});

const ID = "2026-01-01T00-00-00.000Z-0123abcd";

test("an id is no path, a link is not followed, and other files are not touched (R5)", () => {
  const recordings = new Recordings({ folder: join(folder, "in"), own: null });
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "secret.ndjson"), ndjson([began]));
  symlinkSync(join(folder, "secret.ndjson"), recordingPath(join(folder, "in"), ID));
  mkdirSync(recordingPath(join(folder, "in"), ID.replace("0123", "4567")));
  for (const id of [
    "../secret",
    `..%2fsecret`,
    `../${ID}`,
    `${ID}/..`,
    ID,
    "",
    "__proto__",
    `${ID}\0`,
  ])
    for (const act of ["get", "read", "remove"] as const)
      expect(() => recordings[act](id)).toThrow(/no such recording/);
  expect(() => recordings.name("../x", "name")).toThrow(/no such recording/);
  expect(recordings.list()).toEqual([]);
  expect(recordings.tidy({ bytes: 0, count: 0 })).toBe(0);
  expect(readdirSync(folder)).toContain("secret.ndjson");
});

test("the folder is bounded: the oldest without a name are deleted, and so are empty sessions", () => {
  const recordings = new Recordings({ folder, own: null });
  const put = (id: string, lines: readonly unknown[]): void =>
    writeFileSync(recordingPath(folder, id), ndjson(lines));
  const ids = [1, 2, 3, 4].map((day) => ID.replace("01-01T", `01-0${day}T`));
  for (const id of ids) put(id, [HEADER, began, printed(2, "x".repeat(1000))]);
  recordings.name(ids[0] ?? "", "to keep");
  put(ID.replace("0123", "ffff"), [HEADER, began]);
  const { bytes } = recordings.get(ids[0] ?? "");
  // A month later, when all of them are old and have been checked often enough.
  const later = Date.now() + 30 * 24 * 3600_000;
  expect(recordings.tidy({ bytes: 3 * bytes, count: 100 }, later)).toBe(0);
  for (let checks = 0; checks < UNCHANGED_CHECKS; checks += 1) recordings.checkUnfinished();
  expect(recordings.tidy({ bytes: 3 * bytes, count: 100 }, later)).toBe(1);
  expect(recordings.list().map(({ id }) => id)).toEqual([ids[3], ids[2], ids[0]]);
  expect(recordings.tidy({ bytes: 10 * bytes, count: 2 }, later)).toBe(1);
  expect(recordings.list().map(({ id }) => id)).toEqual([ids[3], ids[0]]);
});

test("a value that is no text, and cannot even be compared, is refused as a name and as an id (R5)", async () => {
  const recordings = new Recordings({ folder, own: null });
  const { id } = await importRecording(recordings, pieces(ndjson([HEADER, began])), { name: "" });
  // JSON may contain this. zod compares its length with a number, which throws.
  const hostile: unknown = JSON.parse('{"length":{"valueOf":1,"toString":1}}');
  expect(() => recordings.name(id, hostile as string)).toThrow(/80 characters/);
  expect(() => recordings.get(hostile as string)).toThrow("There is no such recording");
});

test("an id is no path: nothing beside the folder is reached, however it is written (R5)", () => {
  const inside = join(folder, "inside");
  mkdirSync(inside);
  writeFileSync(join(folder, "secret.ndjson"), ndjson([HEADER, began]));
  const recordings = new Recordings({ folder: inside, own: null });
  // Within the folder, `sockscope-/../../secret.ndjson` would be that file.
  for (const id of ["/../../secret", "../secret", "/../secret", "..\\secret"]) {
    expect(() => recordings.get(id)).toThrow("There is no such recording");
    expect(() => recordings.read(id)).toThrow("There is no such recording");
    expect(() => recordings.remove(id)).toThrow("There is no such recording");
  }
});

test("a torn last line is reported, and one that only lacks its line break is not (R3)", async () => {
  const whole = ndjson([HEADER, began, printed(2)]);
  expect(await read(whole.slice(0, -5))).toMatchObject({ events: 1, torn: true });
  expect(await read(whole.trimEnd())).toMatchObject({ events: 2, torn: false });
});

test("nothing more is imported when there are too many recordings (R7)", async () => {
  const recordings = new Recordings({ folder, own: null });
  for (let count = 0; count < LIMITS.recordings; count += 1) {
    const at = new Date(1.7e12 + count * 1000).toISOString().replaceAll(":", "-");
    writeFileSync(recordingPath(folder, `${at}-00000000`), "");
  }
  const more = importRecording(recordings, pieces(ndjson([HEADER, began])), { name: "" });
  await expect(more).rejects.toMatchObject({ code: "no-room" });
});

test("bytes that are not UTF-8 are refused with their line, never replaced", async () => {
  const lines = [HEADER, began, printed(2), printed(3, "a?b"), printed(4)].map((line) =>
    Buffer.from(`${JSON.stringify(line)}\n`),
  );
  for (const bad of [[0xff], [0xc3], [0xed, 0xa0, 0x80]]) {
    const bytes = Buffer.concat(
      lines.flatMap((line) => {
        const at = line.indexOf("a?b");
        return at < 0
          ? [line]
          : [line.subarray(0, at + 1), Buffer.from(bad), line.subarray(at + 2)];
      }),
    );
    for (const size of [7, 1 << 20])
      await expect(read(bytes, size)).rejects.toMatchObject({ code: "not-utf8", line: 4 });
    // The same without a line break after it.
    const last = bytes.subarray(0, bytes.length - (lines.at(-1)?.length ?? 0) - 1);
    await expect(read(last, 64)).rejects.toMatchObject({ code: "not-utf8", line: 4 });
  }
});

test("the refusal names the first line that is wrong", async () => {
  const bytes = Buffer.concat([
    Buffer.from(ndjson([HEADER, began, { ...printed(2), kind: "none" }])),
    Buffer.from([0xff, 10]),
  ]);
  await expect(read(bytes, 1 << 20)).rejects.toMatchObject({ code: "bad-line", line: 3 });
  const long = `${ndjson([HEADER, began])}"${"x".repeat(LIMITS.recordingLine)}`;
  for (const end of ["", "\n"])
    await expect(read(long + end, 1 << 20)).rejects.toMatchObject({
      ...{ code: "line-too-long", line: 3 },
      message: `Line 3 has more than ${LIMITS.recordingLine} bytes.`,
    });
});

const room = LIMITS.recordingLine - 300;
test.each([
  ["brackets", `${"[".repeat(room / 2)}${"]".repeat(room / 2)}`],
  ["brackets that do not close", "[".repeat(room)],
  ["objects", `[${"{},".repeat(room / 3)}{}]`],
  ["keys", `{${'"":1,'.repeat(room / 5)}"":1}`],
])("a line of 8 MiB of %s is refused before it is read as JSON", async (_what, text) => {
  const parsing = vi.spyOn(JSON, "parse");
  const line = JSON.stringify(printed(2)).replace('"line"', text);
  await expect(read(ndjson([HEADER, began, line]), 1 << 20)).rejects.toMatchObject({
    ...{ code: "bad-line", line: 3 },
    message: "Line 3 has more than 100000 parts.",
  });
  expect(parsing).toHaveBeenCalledTimes(2);
  parsing.mockRestore();
});

test("a line of nearly 8 MiB of text is read, with quotes and brackets in it (E20)", async () => {
  const text = '"[{,:\\'.repeat(room / 9);
  expect(await read(ndjson([HEADER, began, printed(2, text)]), 1 << 20)).toMatchObject({
    events: 2,
  });
});

test("while a long recording is read, other tasks get their turn", async () => {
  const events = Array.from({ length: 20_000 }, (_, at) => printed(at + 2));
  let turns = 0;
  let isRead = false;
  const count = (): void => {
    turns += 1;
    if (!isRead) setImmediate(count);
  };
  setImmediate(count);
  // All of it at once, as from a fast disk.
  await read(ndjson([HEADER, began, ...events]), 1 << 30);
  isRead = true;
  expect(turns).toBeGreaterThan(5);
});
