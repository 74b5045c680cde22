import type { Breakpoint, CallArgs, CallSite, EventOf, GateMode, Verb } from "@sockscope/protocol";
import { ProgramStopped } from "../os/errno.ts";
import type { Ids, RecordedArgs, Recorder } from "../recording/recorder.ts";

/** A call that is about to begin, or (for breakpoints on outcomes) about to end. */
export interface GateCall {
  readonly socket: number | null;
  readonly verb: Verb;
  readonly args: RecordedArgs;
  /** The line of the program that makes it, if that is known. */
  readonly site?: CallSite;
}

/** The outcome that a call is about to return to its program. */
export type ExpectedOutcome =
  | { readonly kind: "value" }
  | { readonly kind: "end-of-stream" }
  | { readonly kind: "error"; readonly errno: string };

/** A call that waits at the gate. */
export interface WaitingCall {
  /** Ordered by the time of arrival, over all programs. */
  readonly since: number;
  readonly why: EventOf<"gate.reached">["why"];
  readonly pass: () => void;
}

/** The rules of one gate. `Gates` changes them. */
export interface GateRules {
  readonly mode: GateMode;
  /** ms that a call waits in the mode "slow". */
  readonly pause: number;
  readonly breakpoints: readonly { readonly id: number; readonly when: Breakpoint }[];
}

export const FREE: GateRules = { mode: "free", pause: 0, breakpoints: [] };

interface Waiting extends WaitingCall {
  readonly stop: () => void;
  timer: ReturnType<typeof setTimeout> | null;
}

export interface GateOptions {
  readonly actor: number;
  readonly recorder: Recorder;
  readonly ids: Ids;
  /** Returns the next `since`. */
  readonly turn: () => number;
}

/**
 * The gate before each call of one program. A call reads `shut` first, which is all that a free gate
 * costs. At a shut gate it goes through `hold`, which delays it until it may begin. Until then nothing
 * has happened: the call is not recorded as begun, and its socket has not seen it.
 */
export class Gate {
  /** Whether a call has to go through `hold`. */
  shut = false;
  /** Whether an outcome has to go through `holdOutcome`. */
  watchesOutcomes = false;
  readonly #options: GateOptions | null;
  readonly #waiting = new Set<Waiting>();
  readonly #counts = new Map<number, number>();
  #rules = FREE;
  #reserved = 0;
  #isOver = false;
  #brake: ReturnType<typeof setTimeout> | null = null;

  /** Null: a gate that is always free. */
  constructor(options: GateOptions | null = null) {
    this.#options = options;
  }

  /** Whether every call waits here, not only one that a breakpoint names. */
  get holdsAll(): boolean {
    return this.shut && this.#rules.mode !== "free";
  }

  /** The calls that wait here, longest first. */
  waitingCalls(): readonly WaitingCall[] {
    return [...this.#waiting];
  }

  /** Waiting calls continue to wait, for the new pause if there is one. */
  setRules(rules: GateRules): void {
    const before = this.#rules;
    this.#rules = rules;
    for (const id of this.#counts.keys())
      if (!rules.breakpoints.some((one) => one.id === id)) this.#counts.delete(id);
    this.#update();
    if (before.mode === rules.mode && before.pause === rules.pause) return;
    for (const waiting of [...this.#waiting]) {
      if (waiting.timer !== null) clearTimeout(waiting.timer);
      waiting.timer = null;
      if (rules.mode === "slow") this.#passLater(waiting);
    }
  }

  /** The id that the call beginning now got while it waited here. 0 if it did not wait. */
  takeId(): number {
    const id = this.#reserved;
    this.#reserved = 0;
    return id;
  }

  /** Lets a call wait, if it must. `begin` is the call itself. */
  hold<R>(call: GateCall, begin: () => Promise<R>): Promise<R> {
    const options = this.#options;
    const stop = options === null ? null : this.#reason(call);
    if (options === null || stop === null) return this.#begin(0, begin);
    const id = options.ids.next();
    const promise = new Promise<R>((resolve, reject) => {
      this.#wait(id, call, "call", stop, {
        pass: () => resolve(this.#begin(id, begin)),
        stop: () => reject(new ProgramStopped()),
      });
    });
    // After its program was stopped, nothing may wait for this promise.
    promise.catch(() => undefined);
    return promise;
  }

  /** True if the outcome is held back. `end` delivers it to the program later. */
  holdOutcome(id: number, call: GateCall, expected: ExpectedOutcome, end: () => void): boolean {
    if (this.#isOver) return false;
    const found = this.#firstHit(call, (when) => matchesOutcome(when, call.verb, expected));
    if (found === null) return false;
    const stop = { why: "breakpoint", breakpoint: found } as const;
    this.#wait(id, call, "return", stop, { pass: end, stop: () => undefined });
    return true;
  }

  /** Calls of the next `ms` wait until those have passed, in every mode. */
  brake(ms: number): void {
    if (this.#isOver || this.#brake !== null) return;
    this.#brake = setTimeout(() => {
      this.#brake = null;
      this.#update();
      for (const waiting of [...this.#waiting]) if (waiting.why === "limit") waiting.pass();
    }, ms);
    this.#update();
  }

  /** The program has ended: calls that wait here never begin. */
  leave(): void {
    this.#isOver = true;
    if (this.#brake !== null) clearTimeout(this.#brake);
    this.#update();
    for (const waiting of this.#waiting) {
      if (waiting.timer !== null) clearTimeout(waiting.timer);
      waiting.stop();
    }
    this.#waiting.clear();
  }

  #update(): void {
    const { mode, breakpoints } = this.#rules;
    this.shut =
      !this.#isOver &&
      (mode !== "free" ||
        this.#brake !== null ||
        breakpoints.some(({ when }) => when.on === "call"));
    this.watchesOutcomes = !this.#isOver && breakpoints.some(({ when }) => when.on !== "call");
  }

  /** `shut` is false while the call begins, which happens at once: it must not wait here again. */
  #begin<R>(id: number, begin: () => Promise<R>): Promise<R> {
    const { shut } = this;
    this.shut = false;
    this.#reserved = id;
    try {
      return begin();
    } finally {
      this.#reserved = 0;
      if (shut) this.#update();
    }
  }

  #reason(call: GateCall): Reason | null {
    if (this.#isOver) return null;
    const hit = this.#firstHit(call, (when) => when.on === "call" && when.verb === call.verb);
    if (hit !== null) return { why: "breakpoint", breakpoint: hit };
    const { mode } = this.#rules;
    if (mode !== "free") return { why: mode };
    return this.#brake === null ? null : { why: "limit" };
  }

  /** Each matching breakpoint counts the call, so that `nth` means the same for all of them. */
  #firstHit(call: GateCall, applies: (when: Breakpoint) => boolean): number | null {
    let hit: number | null = null;
    for (const { id, when } of this.#rules.breakpoints) {
      if (!applies(when) || !this.#concerns(when, call)) continue;
      const count = (this.#counts.get(id) ?? 0) + 1;
      this.#counts.set(id, count);
      if (!("nth" in when) || when.nth === undefined || when.nth === count) hit ??= id;
    }
    return hit;
  }

  #concerns(when: Breakpoint, { socket }: GateCall): boolean {
    if (when.actor !== undefined && when.actor !== this.#options?.actor) return false;
    return when.socket === undefined || when.socket === socket;
  }

  #wait(
    id: number,
    { socket, verb, args, site }: GateCall,
    at: "call" | "return",
    stop: Reason,
    then: { readonly pass: () => void; readonly stop: () => void },
  ): void {
    const options = this.#options;
    if (options === null) return;
    const waiting: Waiting = {
      since: options.turn(),
      why: stop.why,
      timer: null,
      pass: () => {
        if (waiting.timer !== null) clearTimeout(waiting.timer);
        if (this.#waiting.delete(waiting)) then.pass();
      },
      stop: then.stop,
    };
    this.#waiting.add(waiting);
    const { actor, recorder } = options;
    const shown = withoutBytes(args);
    recorder.record({
      kind: "gate.reached",
      actor,
      call: id,
      socket,
      verb,
      args: shown,
      at,
      ...stop,
      ...(site && { site }),
    });
    if (stop.why === "slow") this.#passLater(waiting);
  }

  #passLater(waiting: Waiting): void {
    waiting.timer = setTimeout(waiting.pass, this.#rules.pause);
  }
}

interface Reason {
  readonly why: WaitingCall["why"];
  readonly breakpoint?: number;
}

/** Nothing has been sent yet, so only the length is shown. */
function withoutBytes({ payload, ...rest }: RecordedArgs): CallArgs {
  return payload ? { ...rest, payload: { length: payload.length, kept: "" } } : rest;
}

function matchesOutcome(when: Breakpoint, verb: Verb, expected: ExpectedOutcome): boolean {
  switch (when.on) {
    case "call":
      return false;
    case "return":
      return when.verb === verb;
    case "end-of-stream":
      return expected.kind === "end-of-stream";
    case "error":
      return (
        expected.kind === "error" && (when.errno === undefined || when.errno === expected.errno)
      );
  }
}
