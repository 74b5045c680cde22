import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal } from "../journal/journal.ts";
import { JournalFile, recordingPath } from "../journal/journal-file.ts";
import { leasePath, writeLease } from "../journal/lease-file.ts";
import { RecordingLease } from "../journal/recording-lease.ts";
import { ownIdentity } from "../system/process-identity.ts";
import { UNCHANGED_CHECKS } from "./recording-watch.ts";
import { Recordings } from "./recordings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DAY = 24 * 3600_000;
const ID = "2020-01-01T00-00-00.000Z-0123abcd";
const own = ownIdentity();
const onLinux = own !== null;

/** An unfinished recording with an event, last changed `days` days ago. */
function unfinished(days = 0, pid = 0, wall = Date.parse("2020-01-01")): string {
  const path = recordingPath(folder, ID);
  const header = { sockscope: "recording", format: 1, protocol: 1, version: "0", session: "s" };
  writeFileSync(path, `${JSON.stringify({ ...header, wall, pid })}\n${"x".repeat(1000)}\n`);
  age(path, days);
  return path;
}
function age(path: string, days: number): void {
  const at = (Date.now() - days * DAY) / 1000;
  utimesSync(path, at, at);
}

/** A second server on the same folder. */
const other = (): Recordings => new Recordings({ folder, own: null });
const stateOf = (recordings: Recordings): string => recordings.get(ID).state;
function checkOften(recordings: Recordings, checks = UNCHANGED_CHECKS): void {
  for (let made = 0; made < checks; made += 1) recordings.checkUnfinished();
}
const EVERYTHING = { bytes: 0, count: 0 };

test("a file whose lease is renewed is live, however old its times are, and is not deleted", () => {
  const journal = new Journal();
  const file = new JournalFile(folder, journal, "test");
  const lease = new RecordingLease({ file, tell: () => undefined });
  age(file.path, 30);
  age(leasePath(file.path), 30);
  const recordings = other();
  for (let checks = 0; checks < 3 * UNCHANGED_CHECKS; checks += 1) {
    recordings.checkUnfinished();
    expect(recordings.get(file.id).state).toBe("live");
    lease.beat();
    age(file.path, 30);
  }
  expect(recordings.tidy(EVERYTHING)).toBe(0);
  expect(() => recordings.remove(file.id)).toThrow(/still being written/);
  expect(existsSync(file.path)).toBe(true);
  lease.release();
  file.end();
  expect(recordings.get(file.id).state).toBe("whole");
});

test("an unchanged file is abandoned after enough checks, and live again once it changes", () => {
  const path = unfinished();
  const recordings = other();
  expect(stateOf(recordings)).toBe("live");
  checkOften(recordings, UNCHANGED_CHECKS - 1);
  expect(stateOf(recordings)).toBe("live");
  checkOften(recordings, 1);
  expect(stateOf(recordings)).toBe("cut");
  // Its writer has resumed. It is on another machine, so its process is unknown here.
  writeLease(leasePath(path), 1, { boot: "b", namespace: "n", pid: 1, started: "1" });
  expect(stateOf(recordings)).toBe("live");
  checkOften(recordings, UNCHANGED_CHECKS - 1);
  writeLease(leasePath(path), 2, null);
  checkOften(recordings, UNCHANGED_CHECKS);
  expect(stateOf(recordings)).toBe("live");
  checkOften(recordings, 1);
  expect(stateOf(recordings)).toBe("cut");
});

test.each([1, process.pid, process.ppid])(
  "the pid %s in a header holds nothing and loses nothing",
  (pid) => {
    unfinished(2, pid);
    const recordings = other();
    expect(stateOf(recordings)).toBe("live");
    expect(recordings.tidy(EVERYTHING)).toBe(0);
    checkOften(recordings);
    expect(stateOf(recordings)).toBe("cut");
    recordings.remove(ID);
    expect(recordings.list()).toEqual([]);
  },
);

test.each<[string, number, number, number]>([
  ["its file is young", 6, 30, 30],
  ["its lease is young", 30, 30, 6],
  ["it began not long ago", 30, 6, 30],
])(
  "unfinished, abandoned and too much, but %s: it stays until it is old",
  (_why, file, wall, lease) => {
    const path = unfinished(file, 0, Date.now() - wall * DAY);
    writeLease(leasePath(path), 1, null);
    age(leasePath(path), lease);
    const recordings = other();
    expect(stateOf(recordings)).toBe("live");
    checkOften(recordings);
    expect(stateOf(recordings)).toBe("cut");
    expect(recordings.tidy(EVERYTHING)).toBe(0);
    expect(recordings.tidy(EVERYTHING, Date.now() + 2 * DAY)).toBe(1);
    expect(existsSync(leasePath(path))).toBe(false);
  },
);

test.runIf(onLinux)(
  "a writer that is sure to be gone is waited for no more; one elsewhere is",
  async () => {
    if (own === null) throw new Error("not on Linux");
    const path = unfinished();
    const child = spawn("true");
    await once(child, "exit");
    const gone = { ...own, pid: child.pid ?? 0 };
    const states = [
      gone,
      { ...own, started: "1" },
      own,
      { ...gone, boot: "another machine" },
      { ...gone, namespace: "another container" },
      { ...gone, pid: -1 },
    ].map((owner) => {
      writeLease(leasePath(path), 1, owner);
      return stateOf(other());
    });
    expect(states).toEqual(["cut", "cut", "live", "live", "live", "live"]);
  },
);

test("this session's recording is its own, and one that was cut off before its first event is not listed", () => {
  const file = new JournalFile(folder, new Journal(), "test");
  const mine = new Recordings({ folder, own: file });
  expect(mine.list().map(({ state }) => state)).toEqual(["own"]);
  expect(() => mine.remove(file.id)).toThrow(/still being written/);
  file.close();
  const recordings = other();
  expect(recordings.list()).toHaveLength(1);
  checkOften(recordings);
  expect(recordings.list()).toEqual([]);
  expect(statSync(file.path).size).toBeGreaterThan(0);
});
