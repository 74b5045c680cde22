import { SPEEDS } from "./preferences.ts";
import { clock } from "./session.ts";
import { store } from "./store.ts";

/** What a person does to the playhead. All of it lets go of a selected call or step. */
export const playhead = {
  toggle(): void {
    if (store.getState().mode === "paused") {
      follow();
      clock.play();
    } else clock.pause();
  },
  next(): void {
    follow();
    clock.next();
  },
  previous(): void {
    follow();
    clock.previous();
  },
  first(): void {
    follow();
    clock.seek(0);
  },
  live(): void {
    follow();
    clock.live();
  },
  /** Steps, fractional. */
  seek(position: number): void {
    follow();
    clock.seek(position);
  },
  faster: (): void => changeSpeed(1),
  slower: (): void => changeSpeed(-1),
} as const;

/** Selects a step and stands just behind it, so that stage, timeline and inspector agree. */
export function inspectStep(step: number): void {
  clock.seek(step + 1);
  store.getState().select({ kind: "step", step });
}

/** A selected card stays selected: it is shown as it is at any instant. */
function follow(): void {
  const { selection, select } = store.getState();
  if (selection !== null && selection.kind !== "actor") select(null);
}

function changeSpeed(by: 1 | -1): void {
  const { speed, setSpeed } = store.getState();
  const at = SPEEDS.findIndex((one) => one >= speed);
  const next = SPEEDS[at + by];
  if (next !== undefined) setSpeed(next);
}
