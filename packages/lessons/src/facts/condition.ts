import type { EventOf, Fault, Verb } from "@sockscope/protocol";

type At = EventOf<"gate.reached">["at"];

/**
 * Something that has to have happened at the actors of this name: the `nth` time since the lesson
 * began, the first one unless said otherwise.
 */
export type Condition = { readonly of: string; readonly nth?: number } & (
  | { readonly is: "began"; readonly verb: Verb }
  /** It gave a result. */
  | { readonly is: "returned"; readonly verb: Verb }
  | { readonly is: "failed"; readonly verb: Verb; readonly errno?: string }
  /** A call waits at the gate: it has not begun, or (`return`) its outcome is held back. */
  | { readonly is: "stands"; readonly verb: Verb; readonly at: At }
  /** A connection waits in its accept queue. */
  | { readonly is: "queued" }
  /** A datagram waits at its socket. */
  | { readonly is: "arrived" }
  /** The link touched what it sent. */
  | { readonly is: "fault"; readonly fault: Fault }
  /** The program is over, however it ended. */
  | { readonly is: "over" }
);
