import type { RecordedFact } from "@sockscope/sockets";
import type { Actors } from "./actors.ts";
import type { Conditions } from "./conditions.ts";
import type { OutsiderCards } from "./outsiders/outsider-cards.ts";

export interface RecordedCardsOptions {
  readonly actors: Actors;
  readonly conditions: Conditions;
  /** Records what the kernel has reported. */
  readonly record: (fact: RecordedFact) => void;
  readonly tooMany: (actor: number) => void;
}

/** The outsiders' cards on the stage. Their changes are recorded. */
export const recordedCards = ({
  actors,
  conditions,
  record,
  tooMany,
}: RecordedCardsOptions): OutsiderCards => ({
  add: (type, address) => actors.add("outsider", type, null, { address }).id,
  known: (actor, { pid, name }) => record({ kind: "actor.known", actor, process: { pid, name } }),
  moved: ({ actor, socket }, other) => {
    if (actors.get(actor)) record({ kind: "peer.known", actor, socket, other });
  },
  left: (actor) => record({ kind: "actor.ended", actor, how: "left" }),
  merged: (actor, { type, address }, other) => {
    actors.remove(actor);
    conditions.link.registerAddress(type, address, other);
  },
  tooMany,
});
