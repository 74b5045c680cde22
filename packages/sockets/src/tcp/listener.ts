import type { Address } from "@sockscope/protocol";
import type { Completion, Connection, QueueOf } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { Reservation } from "../os/tcp-handle.ts";
import type { StreamConnection } from "./connection.ts";

/**
 * A connection taken out of the kernel. `id` is the one that the socket made by `accept` will have.
 */
export interface Queued {
  readonly id: number;
  readonly connection: StreamConnection;
  readonly local: Address;
  readonly peer: Address;
}

export interface ListenerOptions {
  readonly reservation: Reservation;
  readonly backlog: number;
  /**
   * Records a finished handshake in our own queue. Returns the id of the future socket. Null: reset
   * it.
   */
  readonly queued: (local: Address, peer: Address) => number | null;
  /** As `queued`, for a connection that was never seen in a queue. */
  readonly acceptedUnqueued: () => number | null;
  readonly accepted: (queued: Queued) => Connection;
}

/** A listening socket, with its accept queue in the kernel or in this process. */
export interface Listener {
  readonly queue: QueueOf;
  /** A further listen(2). */
  again(backlog: number, done: Completion<void>): void;
  /** Null before it listens. */
  address(): Address | null;
  accept(done: Completion<Connection>): void;
  /** Removes this pending `accept`: it takes no connection any more. */
  withdraw(done: Completion<never>): void;
  /** Ends every pending `accept`. */
  cancel(errno: Errno): void;
  /** Resets the connections that were not accepted, as the kernel does. */
  close(closed: () => void): void;
}
