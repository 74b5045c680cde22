import { observable } from "../playback/observable.ts";

/** How far a long session, or a recording, has been taken in; in events. */
export interface Opening {
  readonly have: number;
  readonly of: number;
}

/** Fewer than this are there before anybody could read how many they are. */
const MANY = 20_000;
/** ms between two words about it. */
const PACE = 120;

const { read, set, subscribe } = observable<Opening | null>(null);
let from = 0;
let reportedAt = Number.NEGATIVE_INFINITY;

/**
 * What is long past comes in one go, and is shown when all of it has come. It is kept out of the
 * store: with every change there the whole page would look at a trace that is not whole yet.
 */
export const opening = {
  /** Null while nothing is being opened. */
  read,
  subscribe,
  /** @param since the last event that the page has; @param until the last that it is to have */
  begin(since: number, until: number): void {
    from = since;
    if (until - since > MANY) set({ have: 0, of: until - since });
    else opening.end();
  },
  reached(seq: number, ms: number): void {
    const now = read();
    if (now === null || ms - reportedAt < PACE) return;
    reportedAt = ms;
    set({ ...now, have: Math.min(now.of, seq - from) });
  },
  end(): void {
    if (read() !== null) set(null);
  },
} as const;
