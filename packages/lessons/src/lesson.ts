import type { ProgramId } from "@sockscope/programs/ids";

/** A text in both languages; the compiler asks for both. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** Happens at an actor that the lesson started; `of` is the program's id. */
export type Condition = { readonly of: ProgramId } & (
  | { readonly kind: "call.began"; readonly verb: string }
  | { readonly kind: "call.ended"; readonly verb: string }
  | { readonly kind: "actor.ended" }
);

/** One step of a scene. Steps wait for events, never for time. */
export type Step =
  | { readonly start: ProgramId }
  | {
      readonly until: Condition;
      /** How often it has to have happened since the lesson began; 1 unless said otherwise. */
      readonly times?: number;
    };

export interface Lesson {
  readonly id: string;
  /** The chapter of the course, as "4" or "2.3". */
  readonly chapter: string;
  readonly title: Text;
  readonly scene: readonly Step[];
}
