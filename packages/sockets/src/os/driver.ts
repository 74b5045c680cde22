import type { Address, CallArgs, CallResult } from "@sockscope/protocol";
import type { Errno } from "./errno.ts";
import type { OptionName, Setting } from "./options.ts";

/** Where the accept queue of a listening socket is: in the kernel, or in this process. */
export type QueueOf = "kernel" | "node";

/** How a call ends. Called at the moment when the outcome is known, never from a continuation. */
export interface Completion<T> {
  /** The id of the recorded call that ends, if it is one. */
  readonly id?: number;
  /** The offset in the stream of its first byte. */
  readonly offset?: number | undefined;
  returned(value: T): void;
  failed(errno: Errno): void;
}

/** The bytes that a connection has moved so far. */
export interface Traffic {
  /** Passed to Node for sending. */
  readonly written: number;
  /** Read from the kernel, and the part of them that no `receive` has consumed. */
  readonly read: number;
  readonly ahead: number;
}

export type ShutdownHow = NonNullable<CallArgs["how"]>;

/** The result of one receive. No bytes of a stream mean its end. */
export type Received =
  | { readonly kind: "stream"; readonly bytes: Uint8Array }
  | {
      readonly kind: "datagram";
      readonly bytes: Uint8Array;
      /** Null after SHUT_RD, when no datagram was waiting. */
      readonly from: Address | null;
      /** Counts the datagrams of this socket from 1, by arrival. Null with `from`. */
      readonly datagram: number | null;
      /** The true length of a datagram that was longer than requested. */
      readonly cutFrom: number | null;
    };

/** A finished handshake. `id` is the one that the socket made by `accept` will have. */
export interface Connection {
  readonly id: number;
  readonly driver: Driver;
  readonly local: Address;
  readonly peer: Address;
}

/** Gets the events of a socket that belong to no call. */
export interface DriverWatcher {
  /** The kernel chose a local address. */
  named(address: Address): void;
  /** Records a finished handshake. Returns the id of the future socket. Null: the lab is full. */
  queued(local: Address, peer: Address): number | null;
  /** As `queued`, for a connection that was never seen in a queue. */
  acceptedUnqueued(): number | null;
  arrived(datagram: number, from: Address, length: number): void;
  /** `count` equal datagrams were dropped by our own full queue, one after another. */
  dropped(from: Address, length: number, count: number): void;
}

/** The state of a socket when it is closed. */
export interface CloseState {
  /** Bytes that were read from the kernel and not received. They make the close a reset. */
  readonly unread: number;
  /** The kernel no longer has a connection: nothing is sent. */
  readonly isGone: boolean;
}

export const CLEAN_CLOSE: CloseState = { unread: 0, isGone: false };

/** The recorded result (rule E25). Null for none. */
export function closeResult({
  unread,
  isGone,
}: CloseState): Pick<CallResult, "unread" | "connection"> | null {
  if (isGone) return { connection: "gone" };
  return unread > 0 ? { unread } : null;
}

/**
 * One socket of the operating system, unrecorded: what BSD semantics Node can be made to have.
 * Every method answers through its completion, exactly once, unless the socket is destroyed.
 */
export interface Driver {
  /** Returns the socket's real address (port 0 asks the kernel for one). */
  bind(address: Address, done: Completion<Address>): void;
  /** Returns where the accept queue is. */
  listen(backlog: number, done: Completion<QueueOf>): void;
  accept(done: Completion<Connection>): void;
  /** Returns the local address. */
  connect(address: Address, done: Completion<Address>): void;
  /** Returns the number of bytes that the kernel took: all of them, however long that takes. */
  send(bytes: Uint8Array, done: Completion<number>): void;
  sendTo(bytes: Uint8Array, address: Address, done: Completion<number>): void;
  /**
   * Why a datagram to this address (null: to the peer) would not be sent now, as far as that is
   * known without the kernel. Null if it would be sent. This clears a pending error. It belongs to
   * `sendDeferred`: under network conditions a call returns before the kernel is used.
   */
  refusal?(to: Address | null): Errno | null;
  /** Sends a datagram whose call has already returned. It must not report a pending error. */
  sendDeferred?(bytes: Uint8Array, to: Address, done: Completion<number>): void;
  receive(size: number, done: Completion<Received>): void;
  shutdown(how: ShutdownHow, done: Completion<void>): void;
  /**
   * Pending calls of this socket fail with EBADF. Returns when the port is free again, with the
   * bytes that were read from the kernel and not received, for which the connection was reset.
   */
  close(done: Completion<CloseState>): void;
  /** Null on success. */
  setOption(setting: Setting): Errno | null;
  getOption(option: OptionName): number | Errno;
  /**
   * The call has ended for its program (its time limit has passed). A pending `accept` or `receive`
   * consumes nothing any more. A pending `connect` continues in the background, and so do the bytes
   * of a `send`.
   */
  withdraw(done: Completion<never>): void;
  /** Breaks a connection off as if a reset had come from its peer, and sends one to that peer. */
  reset(): void;
  /** Null without a connection. */
  traffic?(): Traffic | null;
  /** Calls back when the pending error (SO_ERROR) is known, if it is available. */
  settle?(then: () => void): void;
  localAddress(): Address | Errno;
  peerAddress(): Address | Errno;
  /**
   * What the operating system does to the sockets of a dead process. Nothing else is answered.
   * `closes` is called when the kernel closes the socket: at once, or after the bytes in flight,
   * with the same state as `close` returns.
   */
  destroy(closed: () => void, closes?: (left: CloseState) => void): void;
}
