import { LIMITS, type ServerMessage } from "@sockscope/protocol";

export type Answer = Extract<ServerMessage, { type: "done" | "refused" }>;

/** The number of viewers remembered, disconnected ones included, and of commands of each. */
const MAX_VIEWERS = 4 * (LIMITS.localViewers + LIMITS.outsideViewers);
const MAX_COMMANDS = 256;

interface Entry {
  readonly answers: Map<string, Promise<Answer>>;
  /** Ends its current connection; null while it has none. */
  hangUp: (() => void) | null;
}

/**
 * State that outlives one connection of a viewer. Its answers are kept, so that a command repeated
 * over a new connection acts once (rule C8). Its connection is kept, because a viewer may have only
 * one.
 */
export class ViewerRegistry {
  /** In the order of use: the most recently active viewer is the last. */
  readonly #entries = new Map<string, Entry>();

  /** `viewer` has a new connection. Ends its old one. */
  claim(viewer: string, hangUp: () => void): void {
    const entry = this.#entryOf(viewer);
    if (entry.hangUp !== hangUp) entry.hangUp?.();
    entry.hangUp = hangUp;
  }

  /** This connection of `viewer` is gone. Does nothing if a newer one has replaced it. */
  release(viewer: string, hangUp: () => void): void {
    const entry = this.#entries.get(viewer);
    if (entry?.hangUp === hangUp) entry.hangUp = null;
  }

  /** The answer to a command. `act` runs only if this viewer has not sent the same command before. */
  once(viewer: string, command: string, act: () => Promise<Answer>): Promise<Answer> {
    const { answers } = this.#entryOf(viewer);
    const earlier = answers.get(command);
    if (earlier) return earlier;
    const answer = act();
    answers.set(command, answer);
    forgetOldest(answers, MAX_COMMANDS);
    return answer;
  }

  #entryOf(viewer: string): Entry {
    const entry = this.#entries.get(viewer) ?? { answers: new Map(), hangUp: null };
    this.#entries.delete(viewer);
    this.#entries.set(viewer, entry);
    forgetOldest(this.#entries, MAX_VIEWERS, ({ hangUp }) => hangUp === null);
    return entry;
  }
}

/**
 * Removes the oldest entry that may go, once there are more than `max`. A Map iterates in the order
 * in which its entries were set.
 */
function forgetOldest<V>(map: Map<string, V>, max: number, mayGo = (_value: V): boolean => true) {
  if (map.size <= max) return;
  for (const [key, value] of map)
    if (mayGo(value)) {
      map.delete(key);
      return;
    }
}
