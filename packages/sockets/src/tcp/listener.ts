import type { Address } from "@sockscope/protocol";
import type { Completion, Connection, QueueOf } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { Reservation } from "../os/tcp-handle.ts";
import type { StreamConnection } from "./connection.ts";

/** A connection that the kernel has given away: `id` is that of the socket made by `accept`. */
export interface Queued {
  readonly id: number;
  readonly connection: StreamConnection;
  readonly local: Address;
  readonly peer: Address;
}

export interface ListenerOptions {
  readonly reservation: Reservation;
  readonly backlog: number;
  /** A finished handshake waits where we see it; gives the id of the socket to be, null for no room. */
  readonly queued: (local: Address, peer: Address) => number | null;
  /** The same of one that nobody saw waiting. */
  readonly acceptedUnqueued: () => number | null;
  readonly accepted: (queued: Queued) => Connection;
}

/** A listening socket, wherever its connections wait. */
export interface Listener {
  readonly queue: QueueOf;
  /** listen(2) once more. */
  again(backlog: number, done: Completion<void>): void;
  /** Null before it listens. */
  address(): Address | null;
  accept(done: Completion<Connection>): void;
  /** This pending `accept` is over for its program: it takes no connection any more. */
  withdraw(done: Completion<never>): void;
  /** Ends every pending `accept`. */
  cancel(errno: Errno): void;
  /** Connections that nobody accepted are reset, as the kernel does. */
  close(closed: () => void): void;
}
