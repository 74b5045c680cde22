import type { Address } from "@sockscope/protocol";
import type { Calls } from "../columns/calls.ts";
import type { Actor, SocketPhase } from "../types.ts";
import { Pieces } from "./pieces.ts";
import { Summary } from "./summary.ts";
import { Track } from "./track.ts";

/** All phases by the numbers that a track keeps. */
export const PHASES = [
  "unbound",
  "bound",
  "LISTEN",
  "SYN-SENT",
  "ESTABLISHED",
  "FIN-WAIT",
  "CLOSE-WAIT",
  "LAST-ACK",
  "TIME-WAIT",
  "RESET",
  "closed",
] as const satisfies readonly SocketPhase[];

const NOWHERE = { local: null, peer: null };

/** What is drawn along one socket; a program without sockets has one row too. */
export class Row {
  /** Null while its program has no socket. */
  socket: number | null = null;
  /** Addresses as far as they are known, and when they became known does not matter for a name. */
  local: Address | null = null;
  peer: Address | null = null;
  /** The row of the other end of its stream; null where that is not on the stage, or not known. */
  partner: Row | null = null;
  /** The addresses by which it was last looked for. */
  lookedFor: { readonly local: Address | null; readonly peer: Address | null } = NOWHERE;
  readonly summary = new Summary();
  readonly phases = new Track();
  /** Bytes (UDP: datagrams) that were sent to it and not read yet. */
  readonly waiting = new Track();
  /** Connections in its accept queue. */
  readonly queue = new Track();
  /** That queue is the kernel's own: who is in it is inferred. */
  kernelQueue = false;
  /** Up to which byte the other end's kernel has what was sent here; the link may hold some. */
  readonly landed = new Track();
  /** The step at which its program was done with it: nothing is read from then on. */
  overStep = Number.POSITIVE_INFINITY;
  /** The step of the reset that ended its connection: nothing arrives from then on. */
  resetStep = Number.POSITIVE_INFINITY;
  readonly sends: Pieces;
  readonly reads: Pieces;

  constructor(
    calls: Calls,
    readonly actor: Actor,
    /** Made by `accept`, from this listener; null for all others. */
    readonly listener: number | null,
    /** The step at which it begins. */
    readonly from: number,
    /** The first row of its program: what concerns the program alone stands there. */
    readonly first: boolean,
  ) {
    this.sends = new Pieces(calls, "sends");
    this.reads = new Pieces(calls, "reads");
  }

  get phase(): SocketPhase {
    return PHASES[this.phases.last] ?? "unbound";
  }

  /** Whether it is in this state, or was. */
  heldPhase(phase: SocketPhase): boolean {
    return this.phases.has(PHASES.indexOf(phase));
  }

  setPhase(step: number, phase: SocketPhase): void {
    this.phases.set(step, PHASES.indexOf(phase));
  }
}
