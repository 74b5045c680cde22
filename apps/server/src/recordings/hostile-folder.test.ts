import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { recordingInfoSchema } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordingPath } from "../journal/journal-file.ts";
import { leasePath } from "../journal/lease-file.ts";
import { importRecording } from "./import-recording.ts";
import { UNCHANGED_CHECKS } from "./recording-watch.ts";
import { Recordings } from "./recordings.ts";

let folder: string;
let valve: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
});
afterEach(() => {
  valve?.kill("SIGKILL");
  valve = null;
  rmSync(folder, { recursive: true, force: true });
});

const began = {
  ...{ seq: 1, t: 0, truth: "observed", source: "lab", kind: "lab.began", wall: 1.7e12 },
  ...{ version: "0.1.0", protocol: 1, platform: "linux", node: "v20" },
};
const id = (at: string): string => `${at}-0123abcd`;
const ID = id("2026-01-01T00-00-00.000Z");
const whole = (): Promise<unknown> =>
  importRecording(
    new Recordings({ folder, own: null }),
    Readable.from([Buffer.from(`${JSON.stringify(began)}\n`)]),
    { name: "good" },
  );

/** Every operation of the start and of the list. */
function everything(): Recordings {
  const recordings = new Recordings({ folder, own: null });
  for (let checks = 0; checks <= UNCHANGED_CHECKS; checks += 1) {
    recordings.list();
    recordings.checkUnfinished();
  }
  recordings.tidy({ bytes: 0, count: 0 });
  return recordings;
}

/**
 * After a minute, unblocks a process that waits at a FIFO, so that a hanging test fails. Then
 * creates `path`.
 */
function valveOf(fifo: string, path: string): void {
  valve = spawn("sh", ["-c", 'sleep 60; : > "$2"; exec 3<>"$1"; sleep 1', "sh", fifo, path]);
}

test.skipIf(process.platform === "win32").each([
  ["a recording", recordingPath("", ID)],
  ["a name", recordingPath("", ID).replace("ndjson", "name")],
  ["a lease", leasePath(recordingPath("", ID))],
])("a FIFO that is called like %s is not waited for", async (_what, name) => {
  await whole();
  const file = recordingPath(folder, ID);
  writeFileSync(file, "x".repeat(1000));
  const fifo = join(folder, name);
  rmSync(fifo, { force: true });
  execFileSync("mkfifo", [fifo]);
  const waited = join(folder, "waited");
  valveOf(fifo, waited);
  expect(everything().list()[0]).toMatchObject({ name: "good" });
  expect(existsSync(waited)).toBe(false);
  expect(existsSync(fifo)).toBe(true);
});

test.skipIf(process.platform === "win32")(
  "sockets, folders and links that lead nowhere, in a circle or to a device are left out, and stay",
  async () => {
    await whole();
    const server = createServer().listen(recordingPath(folder, id("2026-01-02T00-00-00.000Z")));
    await once(server, "listening");
    mkdirSync(recordingPath(folder, id("2026-01-03T00-00-00.000Z")));
    const links = ["nowhere", "/dev/zero", "/dev/tty", recordingPath("", ID)];
    links.forEach((to, day) => {
      symlinkSync(to, recordingPath(folder, id(`2026-02-0${day + 1}T00-00-00.000Z`)));
    });
    symlinkSync(recordingPath("", ID), recordingPath(folder, ID));
    mkdirSync(join(folder, "old.part"));
    mkdirSync(join(folder, "old.lease"));
    for (const name of readdirSync(folder))
      if (name.startsWith("old")) utimesSync(join(folder, name), 0, 0);
    const before = readdirSync(folder);
    expect(everything().list()).toMatchObject([{ name: "good" }]);
    expect(readdirSync(folder)).toEqual(before);
    server.close();
    await once(server, "close");
  },
);

test.each<[string, string, string | Uint8Array]>([
  ["a date that no calendar has", id("2026-13-45T99-99-99.999Z"), "garbage"],
  ["year 0", id("0000-00-00T00-00-00.000Z"), ""],
  ["nothing in it", ID, ""],
  ["bytes of all kinds", ID, Uint8Array.from({ length: 4000 }, (_, at) => at % 251)],
  ["a header with a time beyond all dates", ID, header({ wall: 1e300 })],
  ["a header with no time", ID, header({ wall: "now" })],
  ["brackets only", ID, "[".repeat(100_000)],
  ["an end only", ID, '\n{"end":{"events":1}}\n'],
])("a file with %s hides no other", async (_what, of, content) => {
  await whole();
  writeFileSync(recordingPath(folder, of), content);
  const list = everything().list();
  expect(list.map(({ name }) => name)).toContain("good");
  for (const info of list)
    expect(recordingInfoSchema.safeParse(JSON.parse(JSON.stringify(info))).success).toBe(true);
  for (const { wall } of list) expect(() => new Date(wall).toISOString()).not.toThrow();
});

function header(other: object): string {
  const made = { sockscope: "recording", format: 1, protocol: 1, version: "0", session: "s" };
  return `${JSON.stringify({ ...made, pid: 1, ...other })}\n`;
}
