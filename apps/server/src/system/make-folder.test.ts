import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

test("creates missing folders, and accepts existing ones", () => {
  const top = mkdtempSync(join(tmpdir(), "sockscope-"));
  const folder = join(top, "a", "b");
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
  rmSync(top, { recursive: true });
});

test.skipIf(!existsSync("/proc/self"))("fails where no folder can be created", () => {
  expect(() => makeFolder("/proc/sockscope/data")).toThrow(/ENOENT/);
});
