import type {
  Address,
  Breakpoint,
  CallArgs,
  CallError,
  CallResult,
  Event,
  EventOf,
  Fault,
  GateMode,
  Interval,
  KernelSocket,
  LinkConditions,
  LinkScope,
  Make,
  Role,
  SocketType,
  Truth,
  Verb,
} from "@sockscope/protocol";

/** A server, a client or an outsider: one card on the stage, one lifeline on the ladder. */
export interface Actor {
  readonly id: number;
  readonly role: Role;
  readonly type: SocketType;
  /** An id of the catalogue; null for an outsider. */
  readonly program: string | null;
  readonly number: number;
  /** How a server deals with several clients; null for what exists in one make only. */
  readonly make: Make | null;
  /** Of those that were started together; null for one that was started alone. */
  readonly group: number | null;
  /** Only an outsider's: all that is known of it. */
  readonly address: Address | null;
  /** The step at which it appears. */
  readonly addedStep: number;
  /** The step at which its program was over; null while it runs. */
  endedStep: number | null;
  /** The step at which its card is taken away; null while it stands. */
  removedStep: number | null;
}

/** One call from `began` to `ended`. */
export interface Call {
  readonly id: number;
  readonly actor: number;
  /** Null only for `socket()`. */
  readonly socket: number | null;
  readonly verb: Verb;
  readonly args: CallArgs;
  readonly began: EventOf<"call.began">;
  readonly beganStep: number;
  /** Null while it has not returned. */
  readonly ended: EventOf<"call.ended"> | null;
  readonly endedStep: number | null;
  readonly result: CallResult | null;
  readonly error: CallError | null;
  /** The step at which it was given up, because its program ended first; null otherwise. */
  readonly abandonedStep: number | null;
}

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
      readonly kept: Uint8Array;
    }
  | {
      readonly kind: "datagram";
      readonly length: number;
      readonly kept: Uint8Array;
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
  readonly sent: number | null;
  readonly taken: number | null;
  /**
   * When it happened, in ns, as far as that follows: of a segment, and of what an outsider sent. Null
   * where the two ends were seen, at `startStep` and `endStep`.
   */
  readonly at: Interval | null;
  /** The step that says that it never was so: from there on it is struck. Null: nothing says so. */
  readonly replacedStep: number | null;
}

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
 * How the amount that waits unread is known. `least`: at least so much waits; what else is on its way
 * nobody has counted.
 */
export type UnreadTruth = "inferred" | "observed" | "least";

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
  /** `least`: at least so much waits; of the rest (`underWay`) nobody knows how far it has come. */
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

/** A call that stands at the gate: it has not begun, or (`at` is "return") it has not ended. */
export type AtGate = Pick<
  EventOf<"gate.reached">,
  "call" | "socket" | "verb" | "args" | "at" | "why" | "breakpoint" | "site"
>;

/** How a program passes the gate; `pause` in ms. */
export interface GateSetting {
  readonly mode: GateMode;
  readonly pause: number;
}

export interface LinkSetting {
  readonly scope: LinkScope;
  readonly conditions: LinkConditions;
}

export interface ActorView {
  readonly actor: Actor;
  /** Calls at the gate, longest first. */
  readonly atGate: readonly AtGate[];
  /** Its own way through the gate; null if it has the one of all. */
  readonly gate: GateSetting | null;
  readonly ended: EventOf<"actor.ended"> | null;
  /** Calls that have begun and not returned, oldest first. */
  readonly open: readonly Call[];
  /** The last call that returned or failed. */
  readonly last: Call | null;
  readonly sockets: readonly SocketView[];
  /** What it printed last; null for nothing. */
  readonly printed: string | null;
  /** Which process of this machine an outsider is, once that is known. */
  readonly process: EventOf<"actor.known">["process"] | null;
}

/** The stage at one instant: what is true after `step` steps. */
export interface StageView {
  readonly step: number;
  readonly actors: readonly ActorView[];
  readonly gate: GateSetting;
  readonly breakpoints: ReadonlyMap<number, Breakpoint>;
  /** Conditions that were set and hold now; none: the link does nothing. */
  readonly links: readonly LinkSetting[];
  /** Of the link's chances; null before it was ever set. */
  readonly seed: number | null;
}

/**
 * Where a packet is: `progress` 0 at its sender, 1 at its receiver. `taken`: how far the call that takes
 * it has done so, 0 to 1.
 */
export interface PacketView {
  readonly flight: Flight;
  readonly progress: number;
  readonly taken: number;
}

/** Bytes of a stream, as one call saw them. Not all need be kept: `length` is exact. */
export interface StreamPiece {
  readonly call: number;
  readonly offset: number;
  readonly length: number;
  readonly kept: Uint8Array;
}
