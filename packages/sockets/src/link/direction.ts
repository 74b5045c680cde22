import type { EventOf, LinkConditions } from "@sockscope/protocol";
import type { Recorder } from "../recording/recorder.ts";
import { seededRandom } from "./random.ts";

type Fault = EventOf<"link.fault">;
type Passed = EventOf<"link.passed">;
type About = "fault" | "call" | "offset" | "length" | "delay" | "copy";

export interface LinkDirectionOptions {
  readonly actor: number;
  readonly socket: number;
  readonly recorder: Recorder;
  readonly seed: number;
  /** The current conditions. */
  readonly conditions: () => LinkConditions;
  /** Called when the conditions change. */
  readonly changed: () => void;
  /** Called when this actor has been removed: another actor may get its address. */
  readonly actorRemoved: (actor: number) => void;
}

/** One direction of the link between two sockets: its conditions, and its own random numbers. */
export class LinkDirection {
  /** Draws a number from 0 up to 1. */
  random: () => number;
  readonly conditions: () => LinkConditions;
  readonly #at: { readonly actor: number; readonly socket: number };
  readonly #recorder: Recorder;
  readonly #changed: () => void;
  readonly #actorRemoved: (actor: number) => void;

  constructor(options: LinkDirectionOptions) {
    const { actor, socket, recorder, seed, conditions, changed, actorRemoved } = options;
    this.#at = { actor, socket };
    this.#recorder = recorder;
    this.conditions = conditions;
    this.#changed = changed;
    this.#actorRemoved = actorRemoved;
    this.random = seededRandom(seed);
  }

  changed(): void {
    this.#changed();
  }

  removeActor(actor: number): void {
    this.#actorRemoved(actor);
  }

  reseed(seed: number): void {
    this.random = seededRandom(seed);
  }

  /** Rule L4. */
  fault(what: Pick<Fault, About>): void {
    this.#recorder.record({ kind: "link.fault", ...this.#at, ...what }, "injected", "lab");
  }

  /** Rule L5. */
  passed(what: Pick<Passed, Exclude<About, "fault" | "delay">>): void {
    this.#recorder.record({ kind: "link.passed", ...this.#at, ...what }, "injected", "lab");
  }
}

/** ms as the integer ns of an event. */
export const ns = (ms: number): number => Math.max(0, Math.round(ms * 1e6));
