import { nextThatMatters, previousThatMatters } from "@sockscope/trace";
import { filterResults } from "../playback/filter-results.ts";
import { RATES, SPEEDS } from "../preferences/preferences.ts";
import { clock, getTrace } from "../session/session.ts";
import { store } from "../store.ts";

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
  /** To the next step that is more than an acknowledgement or the like. */
  nextThatMatters(): void {
    follow();
    clock.glideTo(nextThatMatters(getTrace().steps, clock.aim));
  },
  previousThatMatters(): void {
    follow();
    clock.glideTo(previousThatMatters(getTrace().steps, clock.aim));
  },
  /** Stands at the next step that the filter has found, or the one before. */
  stepToMatch(by: 1 | -1): void {
    const { step } = store.getState();
    const filter = filterResults.read();
    const to = by === 1 ? filter?.next(step - 1) : filter?.previous(step - 1);
    if (to != null) inspectStep(to);
  },
  /** Moves the nearer end of the chosen steps to the playhead, or begins to choose. */
  mark(side: "from" | "to"): void {
    const { range, setRange } = store.getState();
    const at = Math.round(clock.position());
    const length = getTrace().steps.length;
    const from = side === "from" ? at : Math.min(range?.from ?? 0, at - 1);
    const to = side === "to" ? at : Math.max(range?.to ?? length, at + 1);
    if (from >= 0 && to > from && to <= length) setRange({ from, to });
  },
  /** Plays the chosen steps round and round; without any, what there is. */
  loop(): void {
    const { looping, range, setLooping, setRange } = store.getState();
    if (!looping && range === null) setRange({ from: 0, to: getTrace().steps.length });
    setLooping(!looping);
    if (!looping) clock.play();
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
  const { speed, setSpeed, pace, rate, setRate } = store.getState();
  if (pace === "time") {
    const next = RATES[RATES.findIndex((one) => one >= rate) + by];
    if (next !== undefined) setRate(next);
    return;
  }
  const at = SPEEDS.findIndex((one) => one >= speed);
  const next = SPEEDS[at + by];
  if (next !== undefined) setSpeed(next);
}
