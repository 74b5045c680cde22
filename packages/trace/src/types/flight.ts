import type { Fault, Interval, Truth } from "@sockscope/protocol";

/** One end of an arrow. `socket` is null for an outsider, whose sockets nobody here can see. */
export interface End {
  readonly actor: number;
  readonly socket: number | null;
}

export type SegmentFlags = "SYN" | "SYN,ACK" | "ACK" | "FIN" | "RST";

/** What travelled: a segment that follows from TCP's rules, bytes of a stream, or a datagram. */
export type Cargo =
  | { readonly kind: "segment"; readonly flags: SegmentFlags }
  | {
      readonly kind: "stream";
      /** The bytes [offset, offset + length) of this direction, and the kept ones of them. */
      readonly offset: number;
      readonly length: number;
      readonly prefix: Uint8Array;
    }
  | {
      readonly kind: "datagram";
      readonly length: number;
      readonly prefix: Uint8Array;
    };

/** What the link did to what travelled: the playground's own doing. */
export interface FlightFault {
  readonly fault: Fault;
  readonly step: number;
  /** How long it meant to hold it, in ns; null where that was not the point. */
  readonly delay: number | null;
}

/**
 * An arrow. A `send` read in three pieces has three, three sends read at once have three that end
 * in one `recv`. `truth` is inferred when one of the two ends was not seen, injected when the link
 * touched it.
 */
export interface Flight {
  readonly id: number;
  readonly cargo: Cargo;
  readonly truth: Truth;
  /** Null for an answer from where nobody is known to be. */
  readonly from: End | null;
  /** Null when nobody is known to be there: it leaves and is gone. */
  readonly to: End | null;
  /** The step at which it leaves. */
  readonly startStep: number;
  /** The step at which it was taken by a call (a segment: the step of its own); null if not yet. */
  readonly endStep: number | null;
  /** The step at which it was lost for good (its send failed, its receiver closed); else null. */
  readonly lostStep: number | null;
  /** Its send failed before any of it left: there never was anything to be seen. */
  readonly unsent: boolean;
  readonly faults: readonly FlightFault[];
  /** The link holds it back, or did; until `passedStep` it has not reached the kernel. */
  readonly held: boolean;
  readonly passedStep: number | null;
  /** The ids of the send and of the recv, where there are any. */
  readonly sentBy: number | null;
  readonly consumedBy: number | null;
  /**
   * When it happened, in ns, as far as that follows: of a segment, and of what an outsider sent. Null
   * where the two ends were seen, at `startStep` and `endStep`.
   */
  readonly at: Interval | null;
  /** The step that says that it never was so: from there on it is struck. Null: nothing says so. */
  readonly replacedStep: number | null;
}

/**
 * Where a packet is: `progress` 0 at its sender, 1 at its receiver. `consumed`: how far the call
 * that consumes it has done so, 0 to 1.
 */
export interface PacketView {
  readonly flight: Flight;
  readonly progress: number;
  readonly consumed: number;
}

/** Bytes of a stream, as one call saw them. Not all need be kept: `length` is exact. */
export interface StreamPiece {
  readonly call: number;
  readonly offset: number;
  readonly length: number;
  readonly prefix: Uint8Array;
}
