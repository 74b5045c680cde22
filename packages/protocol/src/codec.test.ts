import { expect, test } from "vitest";
import { isShallow, parseViewerMessage } from "./codec.ts";
import { LIMITS } from "./limits.ts";

test("brackets count by their depth, and not inside strings", () => {
  expect(isShallow("[[1],[2],{}]", 2)).toBe(true);
  expect(isShallow('[{"a":[]}]', 2)).toBe(false);
  expect(isShallow('["[[[["]', 1)).toBe(true);
  expect(isShallow('["\\"[[[["]', 1)).toBe(true);
  expect(isShallow('["\\\\",[[]]]', 2)).toBe(false);
});

test("a message of nothing but brackets is refused before it is parsed", () => {
  const parse = JSON.parse;
  let parsed = 0;
  JSON.parse = (text: string) => {
    parsed += 1;
    return parse(text) as unknown;
  };
  try {
    for (const deep of ["[".repeat(262_000) + "]".repeat(262_000), '{"a":'.repeat(50_000)])
      expect(parseViewerMessage(deep).ok).toBe(false);
    expect(parsed).toBe(0);
    const within = "[".repeat(LIMITS.messageDepth) + "]".repeat(LIMITS.messageDepth);
    expect(parseViewerMessage(within).ok).toBe(false);
    expect(parsed).toBe(1);
  } finally {
    JSON.parse = parse;
  }
});
