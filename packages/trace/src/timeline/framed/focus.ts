import type { Trace } from "../../model/trace.ts";
import type { Call, Step } from "../../model/types.ts";

/** What a reader is to see of a scene: a stretch of steps, and what in it is spoken of. */
export interface Focus {
  /** The steps that happened in it, [from, to). */
  readonly from: number;
  readonly to: number;
  /** Programs that are spoken of; none: all are. */
  readonly actors: ReadonlySet<number>;
  /** Words by which calls are named; those that are no verbs name nothing. */
  readonly verbs: ReadonlySet<string>;
  /** The call that it is about; null for none. */
  readonly call: number | null;
}

/** How much a row belongs to a focus, best first; `noise` has room only where all the others have. */
export const RANK = { own: 0, named: 1, near: 2, other: 3, before: 4, noise: 5 } as const;
export type Rank = (typeof RANK)[keyof typeof RANK];

/** The rank of a step of the focus's stretch. */
export function rankIn(trace: Trace, focus: Focus, step: Step): Rank {
  const spokenOf = (actor: number | null | undefined): boolean =>
    focus.actors.size === 0 || (actor != null && focus.actors.has(actor));
  if (step.kind === "segment") {
    const { from, to } = step.flight;
    return spokenOf(from?.actor) || spokenOf(to?.actor) ? RANK.own : RANK.near;
  }
  const { event, actor } = step;
  switch (event.kind) {
    case "call.began":
    case "call.ended": {
      if (event.call === focus.call) return RANK.own;
      const named = focus.verbs.has(event.verb);
      if (named) return spokenOf(actor) ? RANK.own : RANK.named;
      return spokenOf(actor) ? RANK.near : RANK.other;
    }
    case "datagram.dropped":
    case "link.fault":
      return RANK.named;
    case "gate.reached":
      return stillWaits(trace.calls.get(event.call), event.at, focus.to) ? RANK.near : RANK.noise;
    case "actor.ended":
      return event.how === "failed" ? RANK.named : RANK.noise;
    case "connection.queued":
    case "actor.printed":
    case "datagram.arrived":
    case "link.passed":
      return RANK.other;
    default:
      return RANK.noise;
  }
}

/** Whether a call stands at the gate after the first `to` steps: until then its wait is all that is seen of it. */
function stillWaits(call: Call | undefined, at: "call" | "return", to: number): boolean {
  const passed = at === "call" ? call?.beganStep : call?.endedStep;
  return passed == null || passed >= to;
}
