import { expect, test } from "vitest";
import type { CallFact } from "./facts.ts";
import { mostAtOnce } from "./waiting.ts";

const call = (began: number, ended: number | null): CallFact => ({
  ...{ call: began, socket: 1, verb: "recv", args: {}, result: null, error: null },
  ...{ began, ended },
});

test("calls that touch do not overlap; one that never ends goes on", () => {
  expect(mostAtOnce([])).toBe(0);
  expect(mostAtOnce([call(1, 2), call(2, 3)])).toBe(1);
  expect(mostAtOnce([call(1, 4), call(2, 3), call(5, 6)])).toBe(2);
  expect(mostAtOnce([call(1, null), call(9, null), call(10, 11)])).toBe(3);
});
