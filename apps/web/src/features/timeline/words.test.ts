import { expect, test } from "vitest";
import { textOf } from "../../i18n/index.ts";
import { timelineWords } from "./words.ts";

test("what a process is called cannot turn the picture's text around", () => {
  const said = timelineWords(textOf("en")).known("\u202eexe.txt\u0007 (4711)");
  expect(said).not.toMatch(/[\u202e\u0007]/u);
  expect(said).toContain("exe.txt");
  expect(said).toContain("(4711)");
});
