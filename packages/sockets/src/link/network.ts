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
  /** The conditions have changed somewhere. */
  changed(): void;
  /** Closes the socket at once, even with bytes in flight. */
  abandon(closed: () => void): void;
}

/** The network between all sockets, as one of them sees it. */
export interface Network {
  /** True while no conditions are set anywhere. */
  readonly perfect: boolean;
  /** True once bytes in flight are no longer waited for. */
  readonly closing: boolean;
  /** The conditions from one actor to another. Null stands for an unknown actor. */
  conditions(from: number, to: number | null): LinkConditions;
  /** Whether there are no conditions in either direction. */
  isPerfectBetween(one: number, other: number | null): boolean;
  /** The actor with this address. Null if no actor here has it. */
  actorAt(type: SocketType, address: Address): number | null;
  direction(options: Omit<LinkDirectionOptions, "seed">): LinkDirection;
  forget(direction: LinkDirection): void;
  /** The program of this socket has ended, and bytes of it are still in flight. */
  orphan(end: NetworkEnd): void;
  leave(end: NetworkEnd): void;
}
