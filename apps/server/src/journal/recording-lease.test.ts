import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal } from "./journal.ts";
import { JournalFile } from "./journal-file.ts";
import { leasePath, readLease } from "./lease-file.ts";
import { type LeaseNews, RecordingLease } from "./recording-lease.ts";

let folder: string;
let data: string;
let file: JournalFile;
let lease: RecordingLease;
let news: LeaseNews[];
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  data = join(folder, "a", "data");
  file = new JournalFile(data, new Journal(), "test");
  news = [];
  now = 1000;
  lease = new RecordingLease({ file, clock: () => now, tell: (one) => news.push(one) });
  file.append(["first"]);
});
afterEach(() => {
  lease.release();
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (path = file.path): string[] => readFileSync(path, "utf8").split("\n").slice(1, -1);
const counter = (): number =>
  (JSON.parse(readLease(leasePath(file.path))) as { counter: number }).counter;

test("the counter grows with each beat, and the lease goes when the recording is over", () => {
  expect(counter()).toBe(1);
  lease.beat();
  expect(counter()).toBe(2);
  lease.release();
  expect(readdirSync(data)).toEqual([file.path.slice(data.length + 1)]);
});

test("a file whose folder was deleted is written anew, from its first event on, and goes on", () => {
  const { id } = file;
  rmSync(join(folder, "a"), { recursive: true });
  file.append(["second"]);
  lease.settle();
  file.append(["third"]);
  expect(news).toEqual([{ what: "restored", path: file.path }]);
  expect(file.id).toBe(id);
  expect(lines()).toEqual(["first", "second", "third"]);
  expect(file.read(0)).toEqual(["first", "second", "third"]);
  expect(counter()).toBeGreaterThan(1);
});

test("what has taken its place is left alone: it is written anew beside it", () => {
  const { path } = file;
  rmSync(path);
  writeFileSync(path, "of somebody else");
  lease.settle();
  expect(readFileSync(path, "utf8")).toBe("of somebody else");
  expect(file.path).not.toBe(path);
  expect(lines()).toEqual(["first"]);
  expect([existsSync(leasePath(path)), existsSync(leasePath(file.path))]).toEqual([false, true]);
  file.remove();
  expect(readFileSync(path, "utf8")).toBe("of somebody else");
});

test("a large file is copied piece by piece, and what is appended meanwhile is in it", () => {
  const long = "x".repeat(3 << 20);
  file.append([long]);
  rmSync(data, { recursive: true });
  lease.beat();
  file.append(["meanwhile"]);
  expect(news).toEqual([]);
  lease.settle();
  expect(news).toHaveLength(1);
  expect(lines()).toEqual(["first", long, "meanwhile"]);
});

test("where it cannot be written anew this is said once, and tried again", () => {
  rmSync(data, { recursive: true });
  // No folder can be made there.
  writeFileSync(data, "");
  lease.settle();
  lease.settle();
  expect(news).toMatchObject([{ what: "lost" }]);
  file.append(["second"]);
  rmSync(data);
  lease.settle();
  expect(news).toMatchObject([{ what: "lost" }, { what: "restored" }]);
  expect(lines()).toEqual(["first", "second"]);
});

test("a writer that slept looks whether the file is still its own before it writes on", () => {
  rmSync(data, { recursive: true });
  now += 3600_000;
  file.append(["second"]);
  expect(news).toMatchObject([{ what: "restored" }]);
  expect(lines()).toEqual(["first", "second"]);
});

test("a folder that was moved away and came back, or was copied, is no loss", () => {
  const aside = join(folder, "aside");
  renameSync(data, aside);
  renameSync(aside, data);
  lease.settle();
  expect(news).toEqual([]);
  // The same bytes under another number, as some file systems show it.
  const bytes = readFileSync(file.path);
  rmSync(file.path);
  writeFileSync(file.path, bytes);
  expect(file.isInPlace()).toBe(true);
});

test("nothing that lies where the lease should be is waited for, or written to", () => {
  const path = leasePath(file.path);
  rmSync(path);
  mkdirSync(path);
  lease.beat();
  lease.release();
  expect(existsSync(path)).toBe(true);
  expect(news).toEqual([]);
});
