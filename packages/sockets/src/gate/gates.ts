import type { Breakpoint, GateMode, GateScope, GateTarget } from "@sockscope/protocol";
import type { Ids, Recorder } from "../recording/recorder.ts";
import { FREE, Gate, type GateRules, type WaitingCall } from "./gate.ts";

type Setting = Pick<GateRules, "mode" | "pause">;

/** The gates of all programs of a lab, with their modes and breakpoints. */
export class Gates {
  readonly #recorder: Recorder;
  readonly #ids: Ids;
  readonly #gates = new Map<number, Gate>();
  readonly #byActor = new Map<number, Setting>();
  readonly #breakpoints = new Map<
    number,
    { readonly when: Breakpoint; readonly of: number | null }
  >();
  #all: Setting = FREE;
  #turns = 0;
  #lastBreakpoint = 0;

  /** Facts of the gates go to `recorder`. Waiting calls take their ids from `ids`. */
  constructor(recorder: Recorder, ids: Ids) {
    this.#recorder = recorder;
    this.#ids = ids;
  }

  /** The gate of a program that is about to start. */
  open(actor: number, recorder: Recorder): Gate {
    const gate = new Gate({ actor, recorder, ids: this.#ids, turn: () => ++this.#turns });
    this.#gates.set(actor, gate);
    gate.setRules(this.#rules(actor));
    return gate;
  }

  /** Removes an actor and the breakpoints that are only for it (rule G6). */
  removeActor(actor: number): void {
    this.close(actor);
    for (const [breakpoint, { of }] of this.#breakpoints)
      if (of === actor) this.removeBreakpoint(breakpoint);
  }

  /** The program has ended. */
  close(actor: number): void {
    this.#gates.get(actor)?.leave();
    this.#gates.delete(actor);
    this.#byActor.delete(actor);
  }

  /** Whether programs without a mode of their own wait before their calls. */
  get isShut(): boolean {
    return this.#all.mode !== "free";
  }

  /** `pause` in ms. Setting "all" removes the modes of single programs. */
  set(target: GateTarget, mode: GateMode, pause = 0): void {
    const setting = { mode, pause: mode === "slow" ? pause : 0 };
    const shown = mode === "slow" ? { pause } : {};
    for (const scope of scopesOf(target)) {
      this.#recorder.record({ kind: "gate.set", scope, mode, ...shown }, "observed", "lab");
      if (scope === "all") {
        this.#byActor.clear();
        this.#all = setting;
      } else this.#byActor.set(scope, setting);
    }
    this.#apply();
    // This also releases calls that a breakpoint has stopped at a gate that was free before.
    if (mode !== "free") return;
    for (const scope of scopesOf(target))
      for (const waiting of this.#waitingCalls(scope)) waiting.pass();
  }

  /** Makes a program wait for `ms` before its next call. */
  brake(actor: number, ms: number): void {
    this.#gates.get(actor)?.brake(ms);
  }

  /** Releases the call that has waited longest in each of these scopes. False if none waits. */
  next(target: GateTarget): boolean {
    // All are collected first, because a released program may wait again at once.
    const longest = scopesOf(target).flatMap((scope) => this.#waitingCalls(scope).slice(0, 1));
    for (const waiting of longest) waiting.pass();
    return longest.length > 0;
  }

  get breakpoints(): number {
    return this.#breakpoints.size;
  }

  /** `of`: the only actor that it can stop, and with which it ends. Null for all actors. */
  addBreakpoint(when: Breakpoint, of: number | null = when.actor ?? null): number {
    const breakpoint = ++this.#lastBreakpoint;
    this.#breakpoints.set(breakpoint, { when, of });
    this.#recorder.record({ kind: "breakpoint.set", breakpoint, when }, "observed", "lab");
    this.#apply();
    return breakpoint;
  }

  /** False if there is no such breakpoint. A call that it has stopped continues to wait. */
  removeBreakpoint(breakpoint: number): boolean {
    if (!this.#breakpoints.delete(breakpoint)) return false;
    this.#recorder.record({ kind: "breakpoint.removed", breakpoint }, "observed", "lab");
    this.#apply();
    return true;
  }

  /** The waiting calls of all programs of the scope, longest first. */
  #waitingCalls(scope: GateScope): readonly WaitingCall[] {
    const gates = scope === "all" ? [...this.#gates.values()] : [this.#gates.get(scope)];
    return gates.flatMap((gate) => gate?.waitingCalls() ?? []).sort((a, b) => a.since - b.since);
  }

  #apply(): void {
    for (const [actor, gate] of this.#gates) gate.setRules(this.#rules(actor));
  }

  #rules(actor: number): GateRules {
    const breakpoints = [...this.#breakpoints].map(([id, { when }]) => ({ id, when }));
    return { ...(this.#byActor.get(actor) ?? this.#all), breakpoints };
  }
}

const scopesOf = (target: GateTarget): readonly GateScope[] =>
  typeof target === "object" ? target : [target];
