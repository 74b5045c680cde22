import type { Breakpoint, Command, GateMode, LinkConditions, LinkScope } from "@sockscope/protocol";

/** What of a stage a lesson must not depend on. */
export interface Conditions {
  readonly actors: readonly unknown[];
  readonly gate: { readonly mode: GateMode };
  readonly breakpoints: ReadonlyMap<number, Breakpoint>;
  readonly links: readonly { readonly scope: LinkScope; readonly conditions: LinkConditions }[];
}

type Refused<P> = { readonly ok: false; readonly problem: P };

/** What a refusal says of something that somebody else has taken back meanwhile. */
const GONE: ReadonlySet<string> = new Set(["unknown-breakpoint", "unknown-actor"]);

/**
 * Makes a stage as it is before anything was done to it: no cards, no breakpoints, an open gate, a
 * plain link. `stage` gives it as it stands, `send` settles after the events that the command caused
 * are in there, or gives null to stop. Gives why it cannot be done; null: it is done, or stopped.
 */
export async function tidy<P extends { readonly code: string }>(
  stage: () => Conditions,
  send: (command: Command) => Promise<{ readonly ok: true } | Refused<P> | null>,
): Promise<P | null> {
  // What holds for a card only ends with it: the rest is looked for when the cards are gone.
  const commands = stage().actors.length > 0 ? [{ do: "clear" } as const] : [];
  for (const rest of [() => commands, () => conditionsOf(stage())])
    for (const command of rest()) {
      const answer = await send(command);
      if (answer === null) return null;
      if (!answer.ok && !GONE.has(answer.problem.code)) return answer.problem;
    }
  return null;
}

const conditionsOf = ({ gate, breakpoints, links }: Conditions): readonly Command[] => [
  ...[...breakpoints.keys()].map((breakpoint): Command => ({ do: "no-breakpoint", breakpoint })),
  ...(gate.mode === "free" ? [] : [{ do: "gate", scope: "all", mode: "free" } as const]),
  ...links.map(({ scope }): Command => ({ do: "link", scope, conditions: null })),
];
