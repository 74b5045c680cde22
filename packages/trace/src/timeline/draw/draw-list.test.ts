import { expect, test } from "vitest";
import { fitName, SANS_BOLD } from "./draw-list.ts";

const measure = (text: string): number => text.length * 10;
const fitted = (name: string, width: number): string => fitName(name, SANS_BOLD, width, measure);

test("a name that is too long keeps its number", () => {
  expect(fitted("Capitals client 12", 180)).toBe("Capitals client 12");
  expect(fitted("Capitals client 12", 130)).toBe("Capitals … 12");
  expect(fitted("Capitals server", 100)).toBe("Capitals …");
  expect(fitted("Capitals client 12", 30)).toBe("Ca…");
});
