import type { Event, EventOf } from "@sockscope/protocol";
import type { Flight } from "./flight.ts";

/**
 * One row of "even steps", and the unit of the playhead. `t` is in ns since the lab began: of a segment
 * the time of the event that settled it, and `flight.at` says when it happened.
 */
export type Step =
  | {
      readonly kind: "event";
      readonly index: number;
      readonly t: number;
      readonly actor: number | null;
      readonly event: Event;
      /** The end of a call that nothing came between: both stand in one row. */
      readonly ended: EventOf<"call.ended"> | null;
    }
  | {
      readonly kind: "segment";
      readonly index: number;
      readonly t: number;
      readonly actor: number;
      readonly flight: Flight;
    };
