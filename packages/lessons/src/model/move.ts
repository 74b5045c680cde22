import type { Concurrency, ProgramId } from "@sockscope/programs/ids";
import type { GateMode, HandCall, LinkConditions, Verb } from "@sockscope/protocol";
import type { Condition } from "../facts/condition.ts";

/** A call by hand, whose port is one of the lesson's, by its name. */
export type HandMove = NamedPort<HandCall>;
type NamedPort<C> = C extends { readonly port: number }
  ? Omit<C, "host" | "port"> & { readonly host?: string; readonly port: string }
  : C;

export interface SpawnMove {
  readonly do: "spawn";
  readonly program: ProgramId;
  /** What the lesson calls what it starts. */
  readonly as: string;
  /** Which of the lesson's ports it binds or aims at. */
  readonly port: string;
  /** 127.0.0.1 unless said otherwise. */
  readonly host?: string;
  readonly count?: number;
  readonly make?: Concurrency;
  /** That it fails is what the lesson is about. */
  readonly mayFail?: true;
}

/**
 * One thing that a step does, or waits for. The next one comes when it is done. Whom it is about is
 * said by the names that `spawn` gave.
 */
export type Move =
  | SpawnMove
  | { readonly do: "hand"; readonly of: string; readonly call: HandMove }
  /** Without `of`: everybody, also those that come later. `pause` in ms, for "slow". */
  | { readonly do: "gate"; readonly mode: GateMode; readonly of?: string; readonly pause?: number }
  /** Waits until the `nth` such call waits at the gate, and lets it pass. */
  | {
      readonly do: "pass";
      readonly of: string;
      readonly verb: Verb;
      readonly at: "call" | "return";
      readonly nth?: number;
    }
  /** Until the step (`stays`: the lesson) is over the program stops there; `nth` counts from now on. */
  | {
      readonly do: "break";
      readonly of: string;
      readonly on: "call" | "return";
      readonly verb: Verb;
      readonly nth?: number;
      readonly stays?: true;
    }
  /** What is not named is as on a perfect link; null: the plain loopback again. */
  | {
      readonly do: "link";
      readonly conditions: Partial<LinkConditions> | null;
      readonly seed?: number;
      /** Only between the first actors of these two names; the whole stage unless given. */
      readonly between?: readonly [string, string];
    }
  | { readonly do: "stop"; readonly of: string }
  | { readonly do: "remove"; readonly of: string }
  | { readonly do: "until"; readonly that: Condition };

type Until<K extends Condition["is"]> = Omit<Extract<Condition, { is: K }>, "is" | "of" | "verb">;
const wait = (that: Condition): Move => ({ do: "until", that });

/** Starts programs under a name. */
export const spawn = (
  program: ProgramId,
  as: string,
  port: string,
  more: Omit<SpawnMove, "do" | "program" | "as" | "port"> = {},
): Move => ({ do: "spawn", program, as, port, ...more });
/** One call of a program that is driven by hand. */
export const hand = (of: string, call: HandMove): Move => ({ do: "hand", of, call });
/** How programs pass the gate from now on. */
export const gate = (mode: GateMode, more: { of?: string; pause?: number } = {}): Move => ({
  do: "gate",
  mode,
  ...more,
});
/**
 * Lets a call begin that waits at the gate. Of a name that several have: each lets one begin, once
 * the `nth` such call of them all stands there.
 */
export const pass = (of: string, verb: Verb, nth = 1): Move => ({
  do: "pass",
  of,
  verb,
  at: "call",
  nth,
});
/** Lets a call return that was held back by `holdBack`. */
export const giveBack = (of: string, verb: Verb, nth = 1): Move => ({
  do: "pass",
  of,
  verb,
  at: "return",
  nth,
});
/** The `nth` call from now on is stopped before it returns; `stands` says when. */
export const holdBack = (of: string, verb: Verb, nth = 1): Move => ({
  do: "break",
  of,
  on: "return",
  verb,
  nth,
});
/** The `nth` call from now on stops before it begins; `stands` says when, `pass` lets it go on. */
export const stopBefore = (of: string, verb: Verb, nth = 1, more: { stays?: true } = {}): Move => ({
  do: "break",
  of,
  on: "call",
  verb,
  nth,
  ...more,
});
/** What the link does from now on. */
export const link = (
  conditions: Partial<LinkConditions> | null,
  more: { seed?: number; between?: readonly [string, string] } = {},
): Move => ({ do: "link", conditions, ...more });
/** Waits for what happens at the actors of a name. */
export const until = {
  began: (of: string, verb: Verb, more: Until<"began"> = {}) =>
    wait({ is: "began", of, verb, ...more }),
  returned: (of: string, verb: Verb, more: Until<"returned"> = {}) =>
    wait({ is: "returned", of, verb, ...more }),
  failed: (of: string, verb: Verb, more: Until<"failed"> = {}) =>
    wait({ is: "failed", of, verb, ...more }),
  stands: (of: string, verb: Verb, nth = 1) => wait({ is: "stands", of, verb, at: "call", nth }),
  heldBack: (of: string, verb: Verb, nth = 1) =>
    wait({ is: "stands", of, verb, at: "return", nth }),
  queued: (of: string, nth = 1) => wait({ is: "queued", of, nth }),
  arrived: (of: string, nth = 1) => wait({ is: "arrived", of, nth }),
  fault: (of: string, more: Until<"fault">) => wait({ is: "fault", of, ...more }),
  over: (of: string, nth = 1) => wait({ is: "over", of, nth }),
} as const;
