import type { Address, Make, Role, SocketType } from "@sockscope/protocol";

/** A server, a client or an outsider: one card on the stage, one lifeline on the ladder. */
export interface Actor {
  readonly id: number;
  readonly role: Role;
  readonly type: SocketType;
  /** An id of the catalogue; null for an outsider. */
  readonly program: string | null;
  readonly number: number;
  /** How a server deals with several clients; null for what exists in one make only. */
  readonly make: Make | null;
  /** Of those that were started together; null for one that was started alone. */
  readonly group: number | null;
  /** Only an outsider's: all that is known of it. */
  readonly address: Address | null;
  /** The step at which it appears. */
  readonly addedStep: number;
  /** The step at which its program was over; null while it runs. */
  endedStep: number | null;
  /** The step at which its card is taken away; null while it stands. */
  removedStep: number | null;
}
