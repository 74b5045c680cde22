import type { Address } from "@sockscope/protocol";
import type { Calls } from "../../columns/calls.ts";
import { SocketTracks } from "../../model/sockets/tracks.ts";
import type { Actor } from "../../types/actor.ts";
import type { SocketPhase } from "../../types/socket.ts";
import { Pieces } from "./pieces.ts";
import { Summary } from "./summary.ts";

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
  /** What changes of its socket: states, what waits, how much was sent. */
  tracks = new SocketTracks();
  /** That queue is the kernel's own: who is in it is inferred. */
  kernelQueue = false;
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
    return this.tracks.phase;
  }

  /** Whether what waits unread from this step on is only the least that there is. */
  isMinimumAt(step: number): boolean {
    return this.tracks.unreadTruthAt(step) === "minimum";
  }
}
