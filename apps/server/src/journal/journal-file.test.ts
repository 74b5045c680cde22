import type * as Fs from "node:fs";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Journal } from "./journal.ts";
import { JournalFile } from "./journal-file.ts";

/** Bytes that the disk takes in one call, and in all, before it is full. */
const disk = vi.hoisted(() => ({
  once: Number.POSITIVE_INFINITY,
  room: Number.POSITIVE_INFINITY,
}));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof Fs>();
  return {
    ...fs,
    writeSync(fd: number, bytes: Uint8Array, offset: number): number {
      const length = Math.min(bytes.length - offset, disk.once, disk.room);
      if (length === 0) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
      disk.room -= length;
      return fs.writeSync(fd, bytes, offset, length);
    },
  };
});

let folder: string;
let file: JournalFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  file = new JournalFile(folder, new Journal(), "test");
});
afterEach(() => {
  Object.assign(disk, { once: Number.POSITIVE_INFINITY, room: Number.POSITIVE_INFINITY });
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (): string[] => readFileSync(file.path, "utf8").split("\n").slice(1);

test("what the system takes in pieces is whole in the end", () => {
  disk.once = 3;
  file.append(["first line", "second line"]);
  expect(lines()).toEqual(["first line", "second line", ""]);
  expect(file.seq).toBe(2);
});

test("when the disk is full half-way, the half line is taken back, and it goes on when there is room", () => {
  file.append(["first line"]);
  disk.room = 5;
  expect(() => file.append(["second line"])).toThrow("ENOSPC");
  expect(lines()).toEqual(["first line", ""]);
  expect(file.seq).toBe(1);
  disk.room = Number.POSITIVE_INFINITY;
  file.append(["second line"]);
  expect(file.read(0)).toEqual(["first line", "second line"]);
});
