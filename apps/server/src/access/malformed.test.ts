import { LIMITS, PERFECT_LINK } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { explain } from "./malformed.ts";

const linked = (wrong: object): string => {
  const scope = { over: "stage" };
  const command = { do: "link", scope, conditions: { ...PERFECT_LINK, ...wrong } };
  return explain(JSON.stringify({ type: "command", id: "a", command })).problem.message;
};

test("the answer to a value out of range names the field and its limits", () => {
  expect(linked({ latency: LIMITS.linkDelay + 1 })).toContain(`0 to ${LIMITS.linkDelay} ms`);
  expect(linked({ jitter: -1 })).toContain(`0 to ${LIMITS.linkDelay} ms`);
  for (const share of ["loss", "duplicate", "reorder"])
    expect(linked({ [share]: 1.5 })).toContain("shares from 0 to 1");
  expect(linked({ slice: 0 })).toContain("1 to 65536 bytes");
  expect(linked({ bandwidth: 0 })).toContain("from 1 to 10000000000 bytes a second");
  expect(linked({ maxDatagram: 65536 })).toContain("0 to 65535 bytes");
  expect(linked({ resetAfter: -1 })).toContain("0 to 1000000000000 bytes");
});

test("the answer to text that is no JSON, or nested too deep, says what is expected", () => {
  for (const text of ["[".repeat(1000), "{", "null"])
    expect(explain(text)).toMatchObject({
      id: null,
      problem: {
        code: "malformed",
        message: expect.stringContaining("at most 16 levels") as string,
      },
    });
});
