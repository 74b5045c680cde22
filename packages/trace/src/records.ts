import type { Address, SocketType } from "@sockscope/protocol";
import type { End } from "./types.ts";

/** A send that waits for the connect before it. */
export interface Hasty {
  readonly call: number;
  readonly offset: number;
  readonly length: number;
}

/** What pairing has to know of a socket: the newest state only. */
export interface SocketRecord {
  readonly id: number;
  readonly actor: number;
  readonly type: SocketType;
  readonly accepted: boolean;
  readonly listener: number | null;
  /** It stands in its listener's accept queue. */
  queued: boolean;
  local: Address | null;
  /** The address that it is connected to, or is connecting to. */
  peer: Address | null;
  /** The other end. While it waits in an accept queue unseen, that is the listener. */
  other: End | null;
  /** Whether `other` is the very socket and not only its listener. */
  linked: boolean;
  /** Flights sent before the other end was known: handed to it when it is. */
  readonly early: number[];
  /** Sends that were made before there was a connection: they leave when it is there. */
  hasty: Hasty[] | null;
  /** How much of the handshake has been told: nothing, the SYN, all of it. */
  handshake: "none" | "syn" | "done";
  finSent: boolean;
  /** SO_LINGER of 0 seconds. */
  resetsOnClose: boolean;
  /** A `close` or `shutdown` of which the link keeps the kernel from hearing. */
  heldEnd: number | null;
  /** The program has no use of it any more. */
  closed: boolean;
  reset: boolean;
  /** Bytes of the incoming stream that a recv has returned. */
  readTo: number;
  /** Flights on their way to this socket or waiting at it, oldest first. */
  readonly incoming: number[];
  /** Flights of datagrams that arrived and were not taken, by the number of the datagram. */
  readonly arrived: Map<number, number>;
}

export function socketRecord(
  id: number,
  actor: number,
  type: SocketType,
  listener: number | null,
): SocketRecord {
  return {
    id,
    actor,
    type,
    accepted: listener !== null,
    listener,
    queued: false,
    local: null,
    peer: null,
    other: null,
    linked: false,
    early: [],
    hasty: null,
    handshake: "none",
    finSent: false,
    resetsOnClose: false,
    heldEnd: null,
    closed: false,
    reset: false,
    readTo: 0,
    incoming: [],
    arrived: new Map(),
  };
}

export const endOf = (socket: SocketRecord): End => ({
  actor: socket.actor,
  socket: socket.id,
});
