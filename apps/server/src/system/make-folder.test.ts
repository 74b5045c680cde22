import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

test("makes what is missing, and is content with what is there", () => {
  const top = mkdtempSync(join(tmpdir(), "sockscope-"));
  const folder = join(top, "a", "b");
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
  rmSync(top, { recursive: true });
});

test.skipIf(!existsSync("/proc/self"))("says so where no folder can be made", () => {
  expect(() => makeFolder("/proc/sockscope/data")).toThrow(/ENOENT/);
});
