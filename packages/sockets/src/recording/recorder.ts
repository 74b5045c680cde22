import {
  type CallArgs,
  type CallError,
  type CallResult,
  type CallSite,
  type EventOf,
  type Fact,
  LIMITS,
  type Source,
  type Truth,
  type Verb,
} from "@sockscope/protocol";

/**
 * Bytes of a call as they are recorded: the true length and the first `LIMITS.payloadKept` bytes.
 * They are still raw, because base64 and JSON for each event would cost a quarter of the speed; the
 * journal encodes when an event is read. `kept` is a view on the program's own bytes: a recorder
 * that stores it copies it before `record` returns.
 */
export interface RecordedPayload {
  readonly length: number;
  readonly kept: Uint8Array;
}

type Recorded<T> = Omit<T, "payload"> & { readonly payload?: RecordedPayload };
export type RecordedArgs = Recorded<CallArgs>;
export type RecordedResult = Recorded<CallResult>;

type Envelope = "seq" | "t" | "truth" | "source";
type CallField = "args" | "thread" | "site" | "result" | "error";
/** A missing field may be present as undefined, so that facts of one kind share a hidden class. */
export type CallBegan = Omit<EventOf<"call.began">, Envelope | CallField> & {
  readonly args: RecordedArgs;
  readonly thread?: number | undefined;
  readonly site?: CallSite | undefined;
};
export type CallEnded = Omit<EventOf<"call.ended">, Envelope | CallField> & {
  readonly result?: RecordedResult | undefined;
  readonly error?: CallError | undefined;
};
export type RecordedCall = CallBegan | CallEnded;

/** A protocol `Fact` whose payloads are still raw bytes. */
export type RecordedFact = Exclude<Fact, { kind: RecordedCall["kind"] }> | RecordedCall;

export type DatagramArrived = Extract<RecordedFact, { kind: "datagram.arrived" }>;

/** Receives facts. Synchronous: the order of the calls of `record` is the order of events. */
export interface Recorder {
  /**
   * True while nothing is recorded: then no facts are created, and only `ids` continues to count.
   */
  readonly off?: boolean;
  /** Defaults: `truth` "observed", `source` "program". */
  record(fact: RecordedFact, truth?: Truth, source?: Source): void;
  /**
   * Like `record`, for a program's calls, which are nearly all facts. A call that is only stored
   * needs no fact object. `thread` and `site` are those of the event.
   */
  began?(call: MadeCall, thread: number | null, site: CallSite | undefined): void;
  ended?(call: MadeCall, result: RecordedResult | undefined, error: CallError | undefined): void;
  arrived?(fact: DatagramArrived): void;
}

/** A call of a program, as it was made. */
export interface MadeCall {
  readonly id: number;
  readonly actor: number;
  readonly socket: number | null;
  readonly verb: Verb;
  readonly args: RecordedArgs;
}

export const factOfBeginning = (
  { id: call, actor, socket, verb, args }: MadeCall,
  thread: number | null,
  site: CallSite | undefined,
): CallBegan => ({
  kind: "call.began",
  call,
  actor,
  socket,
  verb,
  args,
  thread: thread ?? undefined,
  site,
});

export const factOfEnd = (
  { id: call, actor, socket, verb }: MadeCall,
  result: RecordedResult | undefined,
  error: CallError | undefined,
): CallEnded => ({ kind: "call.ended", call, actor, socket, verb, result, error });

/** Ids of calls and sockets. One counter serves the whole lab, so an id is unique. */
export interface Ids {
  next(): number;
}

export function keep(bytes: Uint8Array): RecordedPayload {
  const { length } = bytes;
  const kept = length > LIMITS.payloadKept ? bytes.subarray(0, LIMITS.payloadKept) : bytes;
  return { length, kept };
}
