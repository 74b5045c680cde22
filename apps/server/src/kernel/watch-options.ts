import type { Address, SocketType } from "@sockscope/protocol";
import type { RecordedFact, Traffic } from "@sockscope/sockets";
import type { Process } from "./tables/processes.mjs";

export interface KernelWatchOptions {
  /** ms since the lab began. */
  readonly now: () => number;
  /** Sockets with facts recorded since then (ms). Null for very many. */
  readonly touchedSince: (t: number) => ReadonlySet<number> | null;
  readonly traffic: (actor: number, socket: number) => Traffic | null;
  readonly stands: (actor: number) => boolean;
  readonly record: (fact: RecordedFact) => void;
  readonly outsiders: KernelOutsiders;
}

/** Gets the processes at the other ends, and names those to watch. */
export interface KernelOutsiders {
  has(socket: number): boolean;
  isOurs(address: Address): boolean;
  /** The kernel has named the process at the other end of this socket, at this address. */
  owned(
    of: { type: SocketType; socket: number; actor: number; address: Address },
    process: Process,
  ): void;
  /**
   * The kernel has reported the clients in the accept queue of this listening socket. Foreign ones
   * get a card.
   */
  waits(listener: number, peers: readonly Address[]): void;
  gone(process: Process): void;
  /** The processes whose end is to be reported. */
  processes(): readonly Process[];
}
