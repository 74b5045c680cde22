import type { Address, SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import type { Process } from "../kernel/tables/processes.mjs";
import type { Actors } from "./actors.ts";
import type { Conditions } from "./conditions.ts";

/** A socket of ours, and the address of its other end. */
export interface PeerOf {
  readonly actor: number;
  readonly socket: number;
  readonly address: Address;
}

/** What becomes of the outsiders' cards. */
export interface OutsiderCards {
  /** Puts a card on the stage. Returns the id of the new actor. */
  add(type: SocketType, address: Address): number;
  /** The kernel says which process it is. */
  known(actor: number, process: Process): void;
  /** The other end of this socket belongs to the card `other`. */
  moved(of: PeerOf, other: number): void;
  /** Its process is gone. */
  left(actor: number): void;
  /** Takes away the card of an outsider that turned out to be `other`. */
  merged(actor: number, its: { type: SocketType; address: Address }, other: number): void;
  /** Takes its card away, because too many cards have no connection. */
  tooMany(actor: number): void;
}

export interface RecordedCardsOptions {
  readonly actors: Actors;
  readonly conditions: Conditions;
  /** Records what the kernel said. */
  readonly record: (fact: RecordedFact) => void;
  readonly tooMany: (actor: number) => void;
}

/** Cards of outsiders that stand on the stage, and whose changes are recorded. */
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
    conditions.link.meet(type, address, other);
  },
  tooMany,
});
