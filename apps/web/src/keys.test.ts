import { expect, test } from "vitest";
import { KEY_GROUPS, keyCap } from "./features/help/key-list.ts";
import { CANVAS_KEYS } from "./features/timeline/canvas/gestures.ts";
import { HANDLED } from "./keys.ts";

const listed = (groups: readonly (keyof typeof KEY_GROUPS)[]): ReadonlySet<string> =>
  new Set(groups.flatMap((group) => KEY_GROUPS[group].flatMap(([keys]) => keys)));

/** Plus without Shift on many keyboards: nobody needs to be told. */
const ALIASES: ReadonlySet<string> = new Set(["="]);

test("the list of keys names every key that works everywhere", () => {
  const named = listed(["playback", "choose", "page", "stage"]);
  expect(HANDLED.filter((key) => !named.has(key) && !ALIASES.has(key))).toEqual([]);
});

test("the list of keys names every key of the timeline", () => {
  const named = listed(["timeline"]);
  expect(Object.keys(CANVAS_KEYS).filter((key) => !named.has(key) && !ALIASES.has(key))).toEqual(
    [],
  );
});

test("keys are called as keyboards call them", () => {
  expect(["+", "Shift+ArrowLeft", "Ctrl+Shift+z", " ", "PageDown"].map(keyCap)).toEqual([
    "+",
    "Shift ←",
    "Ctrl Shift Z",
    "Space",
    "Page Down",
  ]);
});
