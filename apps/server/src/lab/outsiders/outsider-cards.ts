import type { Address, SocketType } from "@sockscope/protocol";
import type { Process } from "../../kernel/tables/processes.mjs";

/** A socket of ours, and the address of its other end. */
export interface PeerOf {
  readonly actor: number;
  readonly socket: number;
  readonly address: Address;
}

/** Changes of the outsiders' cards. */
export interface OutsiderCards {
  /** Puts a card on the stage. Returns the id of the new actor. */
  add(type: SocketType, address: Address): number;
  /** The kernel has named its process. */
  known(actor: number, process: Process): void;
  /** The other end of this socket belongs to the card `other`. */
  moved(of: PeerOf, other: number): void;
  /** Its process is gone. */
  left(actor: number): void;
  /** Removes the card of an outsider that turned out to be `other`. */
  merged(actor: number, its: { type: SocketType; address: Address }, other: number): void;
  /** Removes its card, because too many cards have no connection. */
  tooMany(actor: number): void;
}
