import type { Address, LinkConditions, SocketType } from "@sockscope/protocol";
import type { Recorder } from "../recording/recorder.ts";
import type { LinkDirection, LinkDirectionOptions } from "./direction.ts";

/** Whose socket it is that stands at the link. */
export interface LinkedSocket {
  readonly actor: number;
  readonly socket: number;
  readonly type: SocketType;
  readonly recorder: Recorder;
}

/** A socket as the network between all sockets sees it. */
export interface NetworkEnd {
  readonly owner: LinkedSocket;
  localAddress(): Address | string;
  /** Other conditions hold somewhere. */
  changed(): void;
  /** Ends it here and now, whatever is under way. */
  abandon(closed: () => void): void;
}

/** The network between all sockets, as one of them sees it. */
export interface Network {
  /** True while no conditions are set anywhere. */
  readonly perfect: boolean;
  /** True when what is under way is not waited for any more. */
  readonly closing: boolean;
  /** What holds from one actor to another; null stands for an actor that nobody knows. */
  conditions(from: number, to: number | null): LinkConditions;
  /** Whether there are no conditions in either direction. */
  isPerfectBetween(one: number, other: number | null): boolean;
  /** The actor that has this address; null if none here has it. */
  actorAt(type: SocketType, address: Address): number | null;
  direction(options: Omit<LinkDirectionOptions, "seed">): LinkDirection;
  forget(direction: LinkDirection): void;
  /** Its program is over, and something of it is still under way. */
  orphan(end: NetworkEnd): void;
  leave(end: NetworkEnd): void;
}
