import { expect, test } from "vitest";
import { listScroll } from "./scroll.ts";

const [HIGH, VIEW] = [44, 600];

test("a short list scrolls as it is", () => {
  const scroll = listScroll(1000 * HIGH, VIEW);
  expect([scroll.height, scroll.topAt(123), scroll.scrollTo(123)]).toEqual([44_000, 123, 123]);
});

test("of a list higher than any element every row can be reached, the last one too", () => {
  const rows = 1_000_000;
  const scroll = listScroll(rows * HIGH, VIEW);
  expect(scroll.height).toBeLessThan(17e6);
  expect(scroll.topAt(scroll.height - VIEW)).toBeCloseTo(rows * HIGH - VIEW);
  expect(scroll.topAt(0)).toBe(0);
  for (const row of [1, 760_001, 999_999]) {
    const first = scroll.topAt(scroll.scrollTo(row * HIGH)) / HIGH;
    expect(first).toBeCloseTo(row);
  }
});
