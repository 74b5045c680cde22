import type { Address, Payload, SocketType } from "@sockscope/protocol";
import type { End, Flight, FlightFault } from "./types.ts";

/** A flight while it can still change: taken in pieces, lost, or its other end found. */
export type FlightRecord = { -readonly [K in keyof Omit<Flight, "faults">]: Flight[K] } & {
  /** The whole payload of the send, of which a stream's piece is a part. */
  payload: Payload | undefined;
  /** Where in that payload the piece begins. */
  skip: number;
  faults: FlightFault[];
};

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
  /** Sent before the other end was known: handed to it when it is. */
  readonly early: FlightRecord[];
  /** How much of the handshake has been told: nothing, the SYN, all of it. */
  handshake: "none" | "syn" | "done";
  finSent: boolean;
  /** The program has no use of it any more. */
  closed: boolean;
  reset: boolean;
  /** Bytes of the incoming stream that a recv has returned. */
  readTo: number;
  /** On their way to this socket or waiting at it, oldest first. */
  readonly incoming: FlightRecord[];
  /** Datagrams that arrived and were not taken, by their number. */
  readonly arrived: Map<number, FlightRecord>;
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
    handshake: "none",
    finSent: false,
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
