import type { Address } from "@sockscope/protocol";
import type { Actor, SocketPhase } from "../types.ts";
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

/** One call's part of a direction of a stream. `step` is where it counts from. */
export interface Piece {
  readonly call: number;
  readonly step: number;
  /** The first byte's place in the stream, and the number of bytes. */
  readonly offset: number;
  readonly length: number;
}

/** What is drawn along one socket; a program without sockets has one row too. */
export class Row {
  /** Null while its program has no socket. */
  socket: number | null = null;
  /** Addresses as far as they are known, and when they became known does not matter for a name. */
  local: Address | null = null;
  peer: Address | null = null;
  /** Both addresses are known, and its other end can be found by them. */
  paired = false;
  readonly summary = new Summary();
  readonly phases = new Track();
  /** Bytes (UDP: datagrams) that were sent to it and not read yet. */
  readonly waiting = new Track();
  /** Connections in its accept queue. */
  readonly queue = new Track();
  /** Up to which byte the other end's kernel has what was sent here; the link may hold some. */
  readonly landed = new Track();
  readonly sends: Piece[] = [];
  readonly reads: Piece[] = [];

  constructor(
    readonly actor: Actor,
    /** Made by `accept`, from this listener; null for all others. */
    readonly listener: number | null,
    /** The step at which it begins. */
    readonly from: number,
    /** The first row of its program: what concerns the program alone stands there. */
    readonly first: boolean,
  ) {}

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
