import type { Breakpoint, EventOf, GateMode, LinkConditions, LinkScope } from "@sockscope/protocol";
import type { Actor } from "./actor.ts";
import type { Call } from "./call.ts";
import type { SocketView } from "./socket.ts";

/** A call that stands at the gate: it has not begun, or (`at` is "return") it has not ended. */
export type AtGate = Pick<
  EventOf<"gate.reached">,
  "call" | "socket" | "verb" | "args" | "at" | "why" | "breakpoint" | "site"
>;

/** How a program passes the gate; `pause` in ms. */
export interface GateSetting {
  readonly mode: GateMode;
  readonly pause: number;
}

export interface LinkSetting {
  readonly scope: LinkScope;
  readonly conditions: LinkConditions;
}

export interface ActorView {
  readonly actor: Actor;
  /** Calls at the gate, longest first. */
  readonly atGate: readonly AtGate[];
  /** Its own way through the gate; null if it has the one of all. */
  readonly gate: GateSetting | null;
  readonly ended: EventOf<"actor.ended"> | null;
  /** Calls that have begun and not returned, oldest first. */
  readonly open: readonly Call[];
  /** The last call that returned or failed. */
  readonly last: Call | null;
  readonly sockets: readonly SocketView[];
  /** What it printed last; null for nothing. */
  readonly printed: string | null;
  /** Which process of this machine an outsider is, once that is known. */
  readonly process: EventOf<"actor.known">["process"] | null;
}

/** The stage at one instant: what is true after `step` steps. */
export interface StageView {
  readonly step: number;
  readonly actors: readonly ActorView[];
  readonly gate: GateSetting;
  readonly breakpoints: ReadonlyMap<number, Breakpoint>;
  /** Conditions that were set and hold now; none: the link does nothing. */
  readonly links: readonly LinkSetting[];
  /** Of the link's chances; null before it was ever set. */
  readonly seed: number | null;
}
