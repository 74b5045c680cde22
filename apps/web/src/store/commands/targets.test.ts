import { expect, test } from "vitest";
import { parseTarget, targetText } from "./targets.ts";

test.each([
  ["127.0.0.1:8888", { host: "127.0.0.1", port: 8888 }],
  [" localhost:1 ", { host: "localhost", port: 1 }],
  ["[::1]:65535", { host: "::1", port: 65535 }],
])("%s", (text, target) => {
  expect(parseTarget(text)).toEqual(target);
  expect(targetText(target)).toBe(text.trim());
});

test.each(["", "127.0.0.1", "127.0.0.1:", ":8888", "::1:8888", "a:0", "a:65536", "a:-1", "a:8 8"])(
  "%j is no target",
  (text) => {
    expect(parseTarget(text)).toBeNull();
  },
);
