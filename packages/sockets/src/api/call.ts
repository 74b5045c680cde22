import type { CallError, CallSite, Verb } from "@sockscope/protocol";
import type { ExpectedOutcome, Gate, GateCall } from "../gate/gate.ts";
import type { NetworkConditions } from "../link/network-conditions.ts";
import type { Completion, Connection, Received } from "../os/driver.ts";
import { callError, type Errno, ProgramStopped, SocketError } from "../os/errno.ts";
import type { PendingCall, PendingCalls } from "../os/pending-calls.ts";
import type { CallSites } from "../recording/call-sites.ts";
import {
  factOfBeginning,
  factOfEnd,
  type Ids,
  type MadeCall,
  type RecordedArgs,
  type RecordedResult,
  type Recorder,
} from "../recording/recorder.ts";

/** Where the calls of one program are recorded. */
export interface CallContext {
  readonly actor: number;
  readonly recorder: Recorder;
  readonly ids: Ids;
  readonly gate: Gate;
  /** Null: the sockets use the kernel directly. */
  readonly link: NetworkConditions | null;
  /** Calls that have begun and not ended. */
  readonly pending: PendingCalls;
  /** True once the program was ended from outside. */
  stopped: boolean;
  /** The worker thread that makes the current call. Null for the main thread. */
  thread: number | null;
  /** Finds the line that makes a call. Null: lines are not recorded. */
  readonly sites: CallSites | null;
  /** The line that makes the current call, if it is already known. */
  site: CallSite | undefined;
}

/** The outcome of a call, as it is recorded and as the program gets it. */
export interface Outcome<R> {
  readonly result?: RecordedResult | undefined;
  readonly value: R;
}

/**
 * One call of one program: `call.began` is recorded when it is made, `call.ended` inside
 * `returned` or `failed`, which the driver calls when the outcome is known. All calls pass here.
 */
export class Call<T, R> implements Completion<T>, PendingCall, MadeCall {
  readonly promise: Promise<R>;
  readonly #context: CallContext;
  readonly id: number;
  readonly actor: number;
  readonly args: RecordedArgs;
  readonly socket: number | null;
  readonly verb: Verb;
  readonly #describe: (value: T) => Outcome<R>;
  place = -1;
  /** A breakpoint holds back its outcome. */
  #isHeld = false;
  /** The value that is held back. */
  #heldValue: T | null = null;
  #resolve!: (value: R) => void;
  #reject!: (error: Error) => void;

  constructor(
    context: CallContext,
    socket: number | null,
    verb: Verb,
    args: RecordedArgs,
    describe: (value: T) => Outcome<R>,
  ) {
    this.promise = new Promise<R>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#context = context;
    this.actor = context.actor;
    this.socket = socket;
    this.verb = verb;
    this.args = args;
    this.#describe = describe;
    if (context.stopped) {
      this.id = 0;
      this.abandon();
      return;
    }
    this.id = context.gate.takeId() || context.ids.next();
    context.pending.add(this);
    const { recorder, thread, sites } = context;
    if (recorder.off) return;
    const site = sites === null ? undefined : (context.site ?? sites.look(false));
    if (recorder.began) recorder.began(this, thread, site);
    else recorder.record(factOfBeginning(this, thread, site));
  }

  get offset(): number | undefined {
    return this.args.offset;
  }

  /** True until it has returned, failed or been abandoned. */
  get pending(): boolean {
    return this.place >= 0;
  }

  returned(value: T): void {
    if (this.#isHeld) return;
    if (this.#context.gate.watchesOutcomes) {
      const kind = isEndOfStream(this.verb, this.args, value) ? "end-of-stream" : "value";
      if (this.#hold({ kind }, () => this.#return(value))) {
        this.#heldValue = value;
        return;
      }
    }
    this.#return(value);
  }

  #return(value: T): void {
    if (!this.#context.pending.delete(this)) return;
    const { result, value: programValue } = this.#describe(value);
    this.#ended(result, undefined);
    this.#resolve(programValue);
  }

  failed(errno: Errno): void {
    this.#fail(callError(errno), false);
  }

  /** The time limit of `settimeout` has passed. `errno` is the kernel's last answer. */
  timedOut(errno: Errno): void {
    this.#fail({ ...callError(errno), message: "timed out" }, true);
  }

  #fail(error: CallError, timedOut: boolean): void {
    if (this.#isHeld) return;
    if (this.#context.gate.watchesOutcomes) {
      const end = (): void => this.#throw(error, timedOut);
      if (this.#hold({ kind: "error", errno: error.errno }, end)) return;
    }
    this.#throw(error, timedOut);
  }

  /** True if a breakpoint holds the outcome back. Later outcomes of this call are ignored. */
  #hold(expected: ExpectedOutcome, end: () => void): boolean {
    const { gate } = this.#context;
    if (!this.pending) return false;
    const about = { socket: this.socket, verb: this.verb, args: this.args };
    this.#isHeld = gate.holdOutcome(this.id, about, expected, end);
    return this.#isHeld;
  }

  #throw(error: CallError, timedOut: boolean): void {
    if (!this.#context.pending.delete(this)) return;
    this.#ended(undefined, error);
    this.#reject(new SocketError(error, this.verb, timedOut));
  }

  #ended(result: RecordedResult | undefined, error: CallError | undefined): void {
    const { recorder } = this.#context;
    if (recorder.off) return;
    if (recorder.ended) recorder.ended(this, result, error);
    else recorder.record(factOfEnd(this, result, error));
  }

  /** Its program was stopped. The call never returns, so nothing is recorded. */
  abandon(): void {
    // After its program was stopped, nothing may wait for this promise.
    this.promise.catch(() => undefined);
    this.#reject(new ProgramStopped());
    // The program never got this connection: it is not among the open sockets, so it is closed here.
    if (this.#heldValue !== null && this.verb === "accept")
      (this.#heldValue as Connection).driver.destroy(() => undefined);
  }
}

/** A call made while the gate is shut. `begin` is called when it may pass, as the same thread. */
export function waitAtGate<R>(
  context: CallContext,
  call: GateCall,
  begin: () => Promise<R>,
): Promise<R> {
  const { thread, gate, sites } = context;
  // Once it has waited, its caller is no longer on the stack.
  const site = context.site ?? sites?.look(gate.holdsAll);
  return gate.hold(site === undefined ? call : { ...call, site }, () => {
    const { thread: outerThread, site: outerSite } = context;
    context.thread = thread;
    context.site = site;
    try {
      return begin();
    } finally {
      context.thread = outerThread;
      context.site = outerSite;
    }
  });
}

/** False for a `recv(0)`, which says nothing about the stream. */
function isEndOfStream(verb: Verb, { size }: RecordedArgs, value: unknown): boolean {
  if (verb !== "recv" && verb !== "recvfrom") return false;
  const { kind, bytes } = value as Received;
  return kind === "stream" && bytes.length === 0 && size !== 0;
}
