import { expect, test } from "vitest";
import { keepPreferences, readPreferences } from "./preferences.ts";

const shelfWith = (text: string | null) => {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
};
const DEFAULTS = {
  ...{ lang: "en", theme: "system", speed: 3, pace: "steps", rate: 0.001 },
  ...{ scale: "steps", stageShare: 44 },
};

test("nothing kept: the browser's language, even steps, the system's theme", () => {
  expect(readPreferences(null, ["de"])).toEqual(DEFAULTS);
  expect(readPreferences(shelfWith(null), ["zh-CN", "en"])).toEqual({ ...DEFAULTS, lang: "zh" });
});

test("what was kept comes back", () => {
  const shelf = shelfWith(null);
  const chosen = {
    ...({ lang: "zh", theme: "dark", speed: 2, pace: "time", rate: 0.1 } as const),
    ...({ scale: "time", stageShare: 60 } as const),
  };
  keepPreferences(shelf, chosen);
  expect(readPreferences(shelf, ["en"])).toEqual(chosen);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '"x"',
  '{"lang":"fr","theme":1,"speed":1e9,"scale":{},"stageShare":99}',
])("rubbish %s gives the defaults", (text) => {
  expect(readPreferences(shelfWith(text), ["en"])).toEqual(DEFAULTS);
});

test("a shelf that refuses loses nothing else", () => {
  const refusing = {
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("full");
    },
  };
  expect(readPreferences(refusing, ["en"])).toEqual(DEFAULTS);
  expect(() => keepPreferences(refusing, readPreferences(null, []))).not.toThrow();
});
