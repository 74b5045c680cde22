import type { Address, SocketType } from "@sockscope/protocol";
import type { RecordedFact, Traffic } from "@sockscope/sockets";
import type { Process } from "./tables/processes.mjs";

export interface KernelWatchOptions {
  /** ms since the lab began. */
  readonly now: () => number;
  /** Sockets of which something was recorded since then (ms); null for very many. */
  readonly touchedSince: (t: number) => ReadonlySet<number> | null;
  readonly traffic: (actor: number, socket: number) => Traffic | null;
  readonly stands: (actor: number) => boolean;
  readonly record: (fact: RecordedFact) => void;
  readonly outsiders: KernelOutsiders;
}

/** Who is told of the processes at the other ends, and asked about them. */
export interface KernelOutsiders {
  has(socket: number): boolean;
  isOurs(address: Address): boolean;
  /** The process that has the other end of this socket, at this address. */
  owned(
    of: { type: SocketType; socket: number; actor: number; address: Address },
    process: Process,
  ): void;
  /** Who waits in the accept queue of this listening socket; those who are not ours have a card from now on. */
  waits(listener: number, peers: readonly Address[]): void;
  gone(process: Process): void;
  /** Of whom it is to be told when they are gone. */
  processes(): readonly Process[];
}
