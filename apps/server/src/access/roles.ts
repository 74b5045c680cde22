import type { Command, ViewerRole } from "@sockscope/protocol";

/** The sender: a viewer of this machine, one admitted by the join code, or one not admitted yet. */
export type Asker = ViewerRole | "nobody";

const LOCAL: readonly Asker[] = ["local"];
const VIEWERS: readonly Asker[] = ["local", "outside"];
const ANYBODY: readonly Asker[] = ["local", "outside", "nobody"];

/** Which sender may send which command. A command that is missing here does not compile. */
export const MAY_COMMAND: Readonly<Record<Command["do"], readonly Asker[]>> = {
  spawn: LOCAL,
  hand: LOCAL,
  stop: LOCAL,
  remove: LOCAL,
  clear: LOCAL,
  gate: LOCAL,
  next: LOCAL,
  breakpoint: LOCAL,
  "no-breakpoint": LOCAL,
  link: LOCAL,
};

/** Who may read what. */
export const MAY_HAVE = {
  /** The page's files, the state of health, and a token, which alone admits nobody from outside. */
  page: ANYBODY,
  /** The session's events over the WebSocket. */
  events: VIEWERS,
  /** Which processes of this machine the outsiders on the stage belong to. */
  processes: LOCAL,
  /** Everything else under `/api/`: the journal, recordings. */
  api: LOCAL,
  /** The join code and where to use it. */
  invitation: LOCAL,
} as const satisfies Readonly<Record<string, readonly Asker[]>>;

export const mayCommand = (asker: Asker, command: Command["do"]): boolean =>
  MAY_COMMAND[command].includes(asker);

export const mayHave = (asker: Asker, what: keyof typeof MAY_HAVE): boolean =>
  MAY_HAVE[what].includes(asker);
