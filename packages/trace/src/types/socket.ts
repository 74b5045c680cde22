import type { Address, KernelSocket, SocketType } from "@sockscope/protocol";
import type { End } from "./flight.ts";

/**
 * TCP's names; `unbound`, `bound` for what has no TCP state yet and for UDP. `FIN-WAIT` is FIN-WAIT-1 or
 * FIN-WAIT-2, where nobody saw whether the FIN was acknowledged. `RESET`: the kernel has no connection
 * any more, and its program still has the socket. `unknown`: its program has ended it, and nobody has
 * seen what the kernel made of that.
 */
export type SocketPhase =
  | "unbound"
  | "bound"
  | "LISTEN"
  | "SYN-SENT"
  | "ESTABLISHED"
  | "FIN-WAIT"
  | "FIN-WAIT-1"
  | "FIN-WAIT-2"
  | "CLOSING"
  | "CLOSE-WAIT"
  | "LAST-ACK"
  | "TIME-WAIT"
  | "RESET"
  | "closed"
  | "unknown";

/** A client whose `connect` has returned and whose connection no `accept` has returned yet. */
export interface KernelWaiter {
  /** The client's own socket: what stands in the queue has no number here before `accept`. */
  readonly socket: number;
  readonly address: Address | null;
}

/** What a program has asked for at the end of its stream, and the kernel was not seen to do yet. */
export interface PendingEnd {
  readonly verb: "close" | "shutdown";
  /** Bytes that the kernel has to send before the FIN; null where nobody knows. */
  readonly behind: number | null;
}

/**
 * How the amount that waits unread is known. `minimum`: at least so much waits; what else is on its way
 * nobody has counted.
 */
export type UnreadTruth = "inferred" | "observed" | "minimum";

/** A socket at one instant. */
export interface SocketView {
  readonly id: number;
  readonly actor: number;
  readonly type: SocketType;
  /** A connection made by `accept` stands inside the card of its listener. */
  readonly accepted: boolean;
  readonly listener: number | null;
  readonly phase: SocketPhase;
  /** Whether the phase was reported (by a call or the kernel), or follows from TCP's rules. */
  readonly phaseTruth: "observed" | "inferred";
  readonly local: Address | null;
  readonly peer: Address | null;
  /** The other end: a socket on the stage, or an outsider's actor. */
  readonly other: End | null;
  /** Connections in the accept queue, oldest first. */
  readonly queue: readonly number[];
  /** How many wait in the accept queue, as far as is known; in the kernel's at least so many. */
  readonly queueLength: number;
  readonly backlog: number | null;
  /** Whose accept queue a listening socket has. `queue` is Node's; nobody sees into the kernel's. */
  readonly queueOf: "kernel" | "node" | null;
  /** Inferred: who of ours waits in the kernel's queue, longest first. Outsiders may be in it too. */
  readonly kernelQueue: readonly KernelWaiter[];
  /** Bytes (TCP) that wait here to be read, as far as is known; UDP: datagrams. */
  readonly unread: number;
  /** `minimum`: at least so much waits; of the rest (`underWay`) nobody knows how far it has come. */
  readonly unreadTruth: UnreadTruth;
  /** Bytes (TCP) that the other end has handed over and that are not known to be here. */
  readonly underWay: number;
  /** UDP: datagrams for which our own queue had no room. */
  readonly dropped: number;
  readonly sent: number;
  readonly received: number;
  /** Bytes of what it has sent (TCP) that the link holds: no kernel has them yet. */
  readonly held: number;
  /** Its program has ended its stream, and the link keeps the kernel from hearing of it. */
  readonly endHeld: boolean;
  /** Its program has ended its stream; what the kernel made of that was not seen yet. Null: nothing is open. */
  readonly pendingEnd: PendingEnd | null;
  /** What the kernel said last of the other end, where that is an outsider's; null: nothing. */
  readonly otherRead: KernelSocket | null;
}
