import type { Facts } from "../facts/facts.ts";
import type { Move } from "../model/move.ts";
import { awaitsPort, type Cast } from "./cast.ts";

/** Whether a move cannot be made before something else has happened. */
export function mustWait(move: Move, cast: Cast): boolean {
  if (move.do === "until") return !cast.facts.met(move.that);
  if (move.do === "pass") {
    const { of, verb, at, nth = 1 } = move;
    return !cast.facts.met({ is: "stands", of, verb, at, nth });
  }
  return awaitsPort(move, cast);
}

/** Whether a call that was to pass the gate has passed it by another's hand. */
export function isMade(move: Move, facts: Facts): boolean {
  if (move.do !== "pass") return false;
  const { of, verb, at, nth = 1 } = move;
  const standing = facts
    .of(of, "gate.reached")
    .filter((event) => event.verb === verb && event.at === at)[nth - 1];
  const passed = at === "call" ? "call.began" : "call.ended";
  return facts.of(of, passed).some((event) => event.call === standing?.call);
}

/** Whether all that these moves wait for has come about without them. */
export function isDoneByHand(moves: readonly Move[], facts: Facts): boolean {
  const waits = moves.filter((move) => move.do === "until");
  return waits.length > 0 && waits.every(({ that }) => facts.met(that));
}
