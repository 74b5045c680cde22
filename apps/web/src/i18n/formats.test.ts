import { expect, test } from "vitest";
import { countText, dateTimeText, fileSizeText } from "./formats.ts";

test("counts are grouped, sizes have their unit", () => {
  expect([0, 999, 1000, 1_234_567].map(countText)).toEqual(["0", "999", "1,000", "1,234,567"]);
  expect([0, 1024, 600_000, 1024 ** 2 - 1, 1024 ** 2, 2_500_000_000].map(fileSizeText)).toEqual([
    ...["1 KiB", "1 KiB", "586 KiB", "1024 KiB", "1.0 MiB", "2384.2 MiB"],
  ]);
});

test("an instant reads as each language writes it, to the second", () => {
  const wall = new Date(2026, 11, 1, 15, 53, 15).getTime();
  expect(dateTimeText("en", wall)).toBe("1 Dec 2026, 15:53:15");
  expect(dateTimeText("zh", wall)).toBe("2026年12月1日 15:53:15");
});
