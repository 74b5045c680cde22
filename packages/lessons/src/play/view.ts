import type { Claim, Lesson } from "../model/lesson.ts";
import type { Ports } from "../text/markup.ts";

/** What the lab said to a command. */
export type Answer =
  | { readonly ok: true; readonly actors: readonly number[] }
  | { readonly ok: false; readonly problem: { readonly code: string; readonly message: string } };

/** Why a lesson cannot go on. */
export type PlayProblem =
  | { readonly kind: "port-taken"; readonly port: string; readonly number: number }
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** A program failed that should not have. `error` as the lab has it. */
  | { readonly kind: "failed"; readonly of: string; readonly error: string }
  /** Somebody stopped or removed a program that the lesson needs. */
  | { readonly kind: "gone"; readonly of: string };

/**
 * What somebody beside the lesson did while it was played: set how programs run (`gate`), let a call
 * pass (`passed`), set or removed a breakpoint, set network conditions (`link`), made a call of a
 * program of the lesson's (`hand`).
 */
export type Intervention = "gate" | "passed" | "breakpoint" | "link" | "hand";

/**
 * `idle`: nothing was begun. `doing`: it makes its moves, or waits. `yours`: it waits for the
 * learner to make them. `asking`: a question stands and a call is held back. `done`: the step is
 * over. `failed`: see the problem; only a new play goes on.
 */
export type PlayPhase = "idle" | "doing" | "yours" | "asking" | "done" | "failed";

/** What was predicted and what came; null: no answer. */
export interface Predicted {
  readonly given: number | string | null;
  /** Null while the kernel has not answered. */
  readonly actual: number | string | null;
}

/** A lesson as it stands, for whoever shows it. The same object until something changes. */
export interface PlayView {
  readonly lesson: Lesson;
  /** The index of the newest step that was begun; -1 for none. */
  readonly step: number;
  readonly phase: PlayPhase;
  readonly ports: Ports;
  /** By the index of the step. */
  readonly predicted: ReadonlyMap<number, Predicted>;
  /** What was measured, in ns, row by row, by the index of the step. */
  readonly measured: ReadonlyMap<number, readonly (readonly number[])[]>;
  readonly problem: PlayProblem | null;
  /** Of the steps so far: what this machine did otherwise than the texts say. */
  readonly broken: readonly Claim[];
  /** The newest one since the play began; null for none. What the texts say may then not hold. */
  readonly intervention: Intervention | null;
  /** It has waited long for what does not happen. It still goes on if that happens. */
  readonly stalled: boolean;
}
