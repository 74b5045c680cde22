import type { Address, LinkConditions, SocketType } from "@sockscope/protocol";
import type { Recorder } from "../recording/recorder.ts";
import type { LinkDirection, LinkDirectionOptions } from "./direction.ts";

/** The socket, and the program that owns it. */
export interface LinkedSocket {
  readonly actor: number;
  readonly socket: number;
  readonly type: SocketType;
  readonly recorder: Recorder;
}

/** One socket, as the network sees it. */
export interface NetworkEnd {
  readonly owner: LinkedSocket;
  localAddress(): Address | string;
  /** Other conditions hold somewhere. */
  changed(): void;
  /** Ends the socket at once, also with bytes under way. */
  abandon(closed: () => void): void;
}

/** The network between all sockets, as one of them sees it. */
export interface Network {
  /** True while no conditions are set anywhere. */
  readonly perfect: boolean;
  /** True once bytes under way are not waited for any more. */
  readonly closing: boolean;
  /** The conditions from one actor to another; null is an unknown actor. */
  conditions(from: number, to: number | null): LinkConditions;
  /** Whether there are no conditions in either direction. */
  isPerfectBetween(one: number, other: number | null): boolean;
  /** The actor that has this address; null if none here has it. */
  actorAt(type: SocketType, address: Address): number | null;
  direction(options: Omit<LinkDirectionOptions, "seed">): LinkDirection;
  forget(direction: LinkDirection): void;
  /** The program of this socket is over, and bytes of it are still under way. */
  orphan(end: NetworkEnd): void;
  leave(end: NetworkEnd): void;
}
