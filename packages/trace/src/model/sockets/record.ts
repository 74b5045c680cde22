import type { Address, KernelSocket, SocketType } from "@sockscope/protocol";
import type { End } from "../../types/flight.ts";
import type { PendingEnd } from "../../types/socket.ts";
import { SocketTracks } from "./tracks.ts";

/** A send that waits for the connect before it. */
export interface PendingSend {
  readonly call: number;
  readonly offset: number;
  readonly length: number;
}

/** A `close` or `shutdown` of which the kernel has heard, and of which no segment has been told yet. */
export interface Ending {
  readonly verb: "close" | "shutdown";
  /** When the kernel can have heard of it at the earliest, in ns. */
  readonly since: number;
}

/** What is known of a socket: the newest state, and in `tracks` how it came about. */
export interface SocketRecord {
  readonly id: number;
  readonly actor: number;
  readonly type: SocketType;
  readonly accepted: boolean;
  readonly listener: number | null;
  readonly tracks: SocketTracks;
  /** It stands in its listener's accept queue. */
  queued: boolean;
  local: Address | null;
  /** The address that it is connected to, or is connecting to. */
  peer: Address | null;
  /** The other end. While it waits in an accept queue unseen, that is the listener. */
  other: End | null;
  /** The record of `other`; null while that is unknown or an outsider. */
  otherRecord: SocketRecord | null;
  /** The outsiders that were taken for the other end before, and the step at which each was given up. */
  formerOthers: readonly { readonly until: number; readonly other: End }[];
  /** Whether `other` is the very socket and not only its listener. */
  linked: boolean;
  /** Flights sent before the other end was known: handed to it when it is. */
  readonly unpaired: number[];
  /** Sends that were made before there was a connection: they leave when it is there. */
  pendingSends: PendingSend[] | null;
  /** How much of the handshake has been told: nothing, the SYN, all of it. */
  handshake: "none" | "syn" | "done";
  /** When the newest `connect` began, in ns. */
  dialled: number;
  /** SYNs that the kernel was seen to send again. */
  synsAgain: number;
  /** Up to when nothing more than is told has come from the other end, in ns. */
  quietUntil: number;
  /** Of a listening socket: the addresses whose handshake was told before anybody accepted them. */
  readonly told: Set<string>;
  /** Of a listening socket: when its accept queue was last seen not to be empty, in ns. */
  lastFull: number;
  /** When the newest event that concerns it or its other end was recorded, in ns. */
  touched: number;
  /** When the newest `send` that the kernel took began, in ns: until then no reset had come. */
  aliveAt: number;
  finSent: boolean;
  /** The number of its FIN's flight, and of an outsider's; to be struck if the kernel says otherwise. */
  finFlight: number | null;
  peerFinFlight: number | null;
  /** Its FIN has been acknowledged. */
  finAcked: boolean;
  /** The other end's FIN has been told. */
  finReceived: boolean;
  /** A `recv` has returned the end of the stream. */
  endRead: boolean;
  /** Its program has shut down its reading: then `recv` finds an end that nobody sent. */
  readShut: boolean;
  /** Its program has shut down its writing: then `send` fails with EPIPE whatever the other end does. */
  writeShut: boolean;
  ending: Ending | null;
  /** What the page shows of `ending`, by steps. */
  readonly pendingEnds: { readonly step: number; readonly pending: PendingEnd | null }[];
  /** SO_LINGER of 0 seconds. */
  resetsOnClose: boolean;
  /** A `close` or `shutdown` of which the link keeps the kernel from hearing. */
  heldEnd: number | null;
  /** The program has no use of it any more. */
  closed: boolean;
  reset: boolean;
  /** The number of the reset's flight. */
  resetFlight: number | null;
  /** SO_RCVBUF was set: nobody knows what fits. */
  bufferSet: boolean;
  /** Bytes of the incoming stream that a recv has returned. */
  readTo: number;
  /** Bytes of the incoming stream that are known to have come, of which an arrow was made. */
  seenTo: number;
  /** What the kernel said of it last, and of the other end; undefined: nothing. */
  read: KernelSocket | null | undefined;
  readonly otherReads: { readonly step: number; readonly row: KernelSocket | null }[];
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
    tracks: new SocketTracks(),
    queued: false,
    local: null,
    peer: null,
    other: null,
    otherRecord: null,
    formerOthers: [],
    linked: false,
    unpaired: [],
    pendingSends: null,
    handshake: "none",
    dialled: 0,
    synsAgain: 0,
    quietUntil: 0,
    told: new Set(),
    lastFull: Number.NEGATIVE_INFINITY,
    touched: 0,
    aliveAt: 0,
    finSent: false,
    finFlight: null,
    peerFinFlight: null,
    finAcked: false,
    finReceived: false,
    endRead: false,
    readShut: false,
    writeShut: false,
    ending: null,
    pendingEnds: [],
    resetsOnClose: false,
    heldEnd: null,
    closed: false,
    reset: false,
    resetFlight: null,
    bufferSet: false,
    readTo: 0,
    seenTo: 0,
    read: undefined,
    otherReads: [],
    incoming: [],
    arrived: new Map(),
  };
}

export const endOf = (socket: SocketRecord): End => ({
  actor: socket.actor,
  socket: socket.id,
});
