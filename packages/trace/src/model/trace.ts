import type { Event } from "@sockscope/protocol";
import type { Rows } from "../columns/arrays/rows.ts";
import type { Calls } from "../columns/calls.ts";
import type { Events } from "../columns/events.ts";
import type { Flights } from "../columns/flights.ts";
import type { StepRows } from "../columns/step-rows.ts";
import type { Actor } from "../types/actor.ts";
import type { End, Flight, PacketView, StreamPiece } from "../types/flight.ts";
import type { StageView } from "../types/stage.ts";
import type { SocketTracks } from "./sockets/tracks.ts";
import type { KernelQueues } from "./tcp/kernel-queues.ts";

/** The same in numbers: readers of all of it make no object for each. */
export interface Columns {
  readonly events: Events;
  readonly calls: Calls;
  readonly flights: Flights;
  readonly kernelQueues: KernelQueues;
}

/**
 * What happened, as far as it is known. Append only: a step never moves and never goes away, so
 * that an instant (a number of steps) means the same for ever.
 */
export interface Trace {
  /** Grows whenever something was added. */
  readonly revision: number;
  /** The `seq` of the newest event; 0 for none. */
  readonly seq: number;
  /** The kernel is asked in this session: what nobody has seen yet may be seen later. */
  readonly asksKernel: boolean;
  readonly events: Rows<Event>;
  readonly steps: StepRows;
  readonly flights: Rows<Flight>;
  /** In the order of their appearance. */
  readonly actors: readonly Actor[];
  readonly calls: Calls;
  readonly columns: Columns;
  /** Events that are out of order or were had before are passed over. */
  append(events: readonly Event[]): void;
  /** Does beforehand what the stage of the newest step will take, while more is still to come. */
  catchUp(): void;
  actor(id: number): Actor | undefined;
  /** The stage after the first `step` steps (0: empty). The same object for the same instant. */
  stageAt(step: number): StageView;
  /**
   * Packets between two cards when the playhead stands at `position` (steps, fractional). Their flight
   * is drawn `behind` (steps, 0 to 0.5, 0 if not said) the playhead; what a call has taken is gone by its
   * own time.
   */
  packetsAt(position: number, behind?: number): readonly PacketView[];
  /**
   * The `seq` of the event that a step is, or follows from: what outlives a rendering names that, since
   * another version of the rules may tell of more steps.
   */
  seqOf(step: number): number;
  /** The other end of a socket after so many steps: a socket on the stage, or an outsider. */
  otherOf(socket: number, step: number): End | null;
  /** The account of one socket, by steps; undefined for one that is not known. */
  tracksOf(socket: number): SocketTracks | undefined;
  /** The flights that leave with this call, or that it takes. */
  flightsOf(call: number): readonly Flight[];
  /** All bytes kept of one direction, in stream order with gaps, to decode text across calls. */
  streamOf(socket: number, direction: "sent" | "received"): readonly StreamPiece[];
}
