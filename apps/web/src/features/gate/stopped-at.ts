import type { Actor, StageView } from "@sockscope/trace";

export interface Stopped {
  readonly actor: Actor;
  readonly breakpoint: number;
}

/** Who stands at a breakpoint. */
export function stoppedAt({ actors }: StageView): readonly Stopped[] {
  return actors.flatMap(({ actor, atGate }) =>
    atGate.flatMap(({ breakpoint }) => (breakpoint === undefined ? [] : [{ actor, breakpoint }])),
  );
}
