import type { Command, ViewerRole } from "@sockscope/protocol";

/** Who asks: a viewer of this machine, one who came in by the join code, or one not let in yet. */
export type Asker = ViewerRole | "nobody";

const LOCAL: readonly Asker[] = ["local"];
const VIEWERS: readonly Asker[] = ["local", "outside"];
const ANYBODY: readonly Asker[] = ["local", "outside", "nobody"];

/** Who may send which command. A command that is not here does not compile. */
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

/** Who may have what besides. */
export const MAY_HAVE = {
  /** The page's files, the state of health and a token, which alone lets nobody in from outside. */
  page: ANYBODY,
  /** The session's events over the WebSocket. */
  events: VIEWERS,
  /** Which processes of this machine the outsiders on the stage are. */
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
