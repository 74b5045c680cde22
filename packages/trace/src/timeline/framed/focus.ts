import type { Trace } from "../../model/trace.ts";
import type { Call } from "../../types/call.ts";
import type { Step } from "../../types/step.ts";

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

/** The parts of a conversation that are segments, and the words by which a text speaks of them. */
const PARTS = [
  { name: "handshake", words: ["connect", "accept", "handshake", "SYN"] },
  { name: "goodbye", words: ["close", "closes", "closed", "shutdown", "FIN", "RST", "reset"] },
] as const;
/** An acknowledgement follows what it acknowledges within so many steps. */
const ANSWERED_WITHIN = 12;

function phaseOf(
  trace: Trace,
  { index, flight }: Extract<Step, { kind: "segment" }>,
): (typeof PARTS)[number]["name"] {
  const flags = flight.cargo.kind === "segment" ? flight.cargo.flags : "ACK";
  if (flags !== "ACK") return flags.startsWith("SYN") ? "handshake" : "goodbye";
  for (let before = index - 1; before >= Math.max(0, index - ANSWERED_WITHIN); before--) {
    const step = trace.steps.get(before);
    if (step?.kind !== "segment" || step.flight.cargo.kind !== "segment") continue;
    const { from } = step.flight;
    if (from?.socket !== flight.to?.socket || from?.actor !== flight.to?.actor) continue;
    return step.flight.cargo.flags.startsWith("SYN") ? "handshake" : "goodbye";
  }
  return "goodbye";
}

/** The rank of a step of the focus's stretch. */
export function rankIn(trace: Trace, focus: Focus, step: Step): Rank {
  const spokenOf = (actor: number | null | undefined): boolean =>
    focus.actors.size === 0 || (actor != null && focus.actors.has(actor));
  if (step.kind === "segment") {
    const { from, to } = step.flight;
    if (!spokenOf(from?.actor) && !spokenOf(to?.actor)) return RANK.near;
    const parts = PARTS.filter(({ words }) => words.some((word) => focus.verbs.has(word)));
    const phase = phaseOf(trace, step);
    return parts.length === 0 || parts.some(({ name }) => name === phase) ? RANK.own : RANK.named;
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
