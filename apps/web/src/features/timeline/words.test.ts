import { expect, test } from "vitest";
import { en } from "../../i18n/en/en.ts";
import { timelineWords } from "./words.ts";

test("what a process is called cannot turn the picture's text around", () => {
  const said = timelineWords(en).known("\u202eexe.txt\u0007 (4711)");
  for (const hidden of ["\u202e", "\u0007"]) expect(said).not.toContain(hidden);
  expect(said).toContain("exe.txt");
  expect(said).toContain("(4711)");
});
