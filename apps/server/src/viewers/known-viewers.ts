import type { ServerMessage } from "@sockscope/protocol";

export type Answer = Extract<ServerMessage, { type: "done" | "refused" }>;

/** Viewers that are remembered after they went, and commands of each. */
const VIEWERS = 64;
const COMMANDS = 256;

interface Known {
  readonly answers: Map<string, Promise<Answer>>;
  hangUp: (() => void) | null;
}

/**
 * What outlives one connection of a viewer: the answers that it was given, so that a command that
 * is sent again over a new line acts once (rule C8), and its line, of which it has one.
 */
export class KnownViewers {
  /** The one that spoke last is the last. */
  readonly #known = new Map<string, Known>();

  /** `viewer` speaks over a new line; its old one is hung up. */
  claim(viewer: string, hangUp: () => void): void {
    const known = this.#of(viewer);
    if (known.hangUp !== hangUp) known.hangUp?.();
    known.hangUp = hangUp;
  }

  /** Its line is gone. */
  release(viewer: string, hangUp: () => void): void {
    const known = this.#known.get(viewer);
    if (known?.hangUp === hangUp) known.hangUp = null;
  }

  /** The answer to a command: of `act`, or the one that the same command had before. */
  once(viewer: string, command: string, act: () => Promise<Answer>): Promise<Answer> {
    const { answers } = this.#of(viewer);
    const before = answers.get(command);
    if (before) return before;
    const answer = act();
    answers.set(command, answer);
    forgetOldest(answers, COMMANDS);
    return answer;
  }

  #of(viewer: string): Known {
    const known = this.#known.get(viewer) ?? { answers: new Map(), hangUp: null };
    this.#known.delete(viewer);
    this.#known.set(viewer, known);
    forgetOldest(this.#known, VIEWERS, ({ hangUp }) => hangUp === null);
    return known;
  }
}

/** A Map has its entries in the order in which they were set. */
function forgetOldest<V>(map: Map<string, V>, most: number, may = (_value: V): boolean => true) {
  if (map.size <= most) return;
  for (const [key, value] of map)
    if (may(value)) {
      map.delete(key);
      return;
    }
}
