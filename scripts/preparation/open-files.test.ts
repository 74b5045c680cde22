import { expect, test } from "vitest";
import { openFileLimit, openFilesProblem } from "./open-files.mjs";

test("too few open files are a sentence, before anything fails for it", () => {
  expect(openFilesProblem(64)).toBe(
    "Only 64 files may be open here (ulimit -n); Sockscope needs at least 128.",
  );
  expect(openFilesProblem(128)).toBeNull();
  expect(openFilesProblem(Number.POSITIVE_INFINITY)).toBeNull();
  expect(openFilesProblem(openFileLimit())).toBeNull();
});
