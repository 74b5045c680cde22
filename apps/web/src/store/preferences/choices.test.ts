import { expect, test } from "vitest";
import { ChoiceHistory, type Choices, UNTOUCHED, type ViewPreferences } from "./choices.ts";
import { readPreferences } from "./preferences.ts";

const PREFERENCES: ViewPreferences = {
  timelineView: "ladder",
  ribbon: false,
  zoom: 1,
  inspectorTab: "call",
  codeShown: "both",
};
const FIRST: Choices = { ...readPreferences(null, ["en"]), ...UNTOUCHED, ...PREFERENCES };
const history = () => new ChoiceHistory(FIRST, ["theme", "speed", "moved", "folds"]);

test("what was chosen is taken back step by step, and made again", () => {
  const choices = history();
  const dark = { ...FIRST, theme: "dark" } as const;
  const fast = { ...dark, speed: 10 };
  choices.changed(dark, 0);
  choices.changed(fast, 10);
  expect([choices.undo(), choices.undo(), choices.undo()]).toEqual([dark, FIRST, null]);
  expect([choices.redo(), choices.redo(), choices.redo()]).toEqual([dark, fast, null]);
});

test("a drag is one step, two drags are two", () => {
  const choices = history();
  const at = (x: number): Choices => ({ ...FIRST, moved: { a: { x, y: 0 } } });
  for (let x = 1; x <= 50; x++) choices.changed(at(x), x * 16);
  choices.changed(at(99), 5000);
  expect(choices.undo()).toEqual(at(50));
  expect(choices.undo()).toEqual(FIRST);
});

test("a new choice forgets what was undone; what was restored is no new choice", () => {
  const choices = history();
  choices.changed({ ...FIRST, speed: 5 }, 0);
  choices.changed(choices.undo() ?? FIRST, 1);
  expect(choices.redo()).toEqual({ ...FIRST, speed: 5 });
  choices.undo();
  choices.changed({ ...FIRST, speed: 1 }, 2);
  expect(choices.redo()).toBeNull();
});
