import type { CallArgs, CallError, CallResult, EventOf, Verb } from "@sockscope/protocol";

/** One call from `began` to `ended`. */
export interface Call {
  readonly id: number;
  readonly actor: number;
  /** Null only for `socket()`. */
  readonly socket: number | null;
  readonly verb: Verb;
  readonly args: CallArgs;
  readonly began: EventOf<"call.began">;
  readonly beganStep: number;
  /** Null while it has not returned. */
  readonly ended: EventOf<"call.ended"> | null;
  readonly endedStep: number | null;
  readonly result: CallResult | null;
  readonly error: CallError | null;
  /** The step at which it was given up, because its program ended first; null otherwise. */
  readonly abandonedStep: number | null;
}
