import { store } from "../store.ts";
import { ChoiceHistory, type Choices } from "./choices.ts";

const KEYS = [
  "lang",
  "theme",
  "speed",
  "pace",
  "rate",
  "scale",
  "stageShare",
  "moved",
  "folds",
  "timelineView",
  "ribbon",
  "zoom",
  "inspectorTab",
  "codeShown",
] as const satisfies readonly (keyof Choices)[];

const history = new ChoiceHistory(store.getState(), KEYS);

/** Called once, by the page's entry: from then on, layout and settings can be undone. */
export function rememberChoices(): void {
  store.subscribe((state) => history.changed(state, performance.now()));
}

export const undo = (): void => restore(history.undo());
export const redo = (): void => restore(history.redo());

function restore(choices: Choices | null): void {
  if (choices === null) return;
  const chosen = Object.fromEntries(KEYS.map((key) => [key, choices[key]]));
  store.getState().restore({ ...store.getState(), ...chosen });
}
