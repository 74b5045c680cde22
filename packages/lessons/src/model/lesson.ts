import type { Verb } from "@sockscope/protocol";
import type { LessonEntry } from "../catalogue.ts";
import type { Facts } from "../facts/facts.ts";
import type { Text } from "../text/text.ts";
import type { Move } from "./move.ts";

/** What the text of a step says of the trace, so that a test can hold both against each other. */
export interface Claim {
  /** An English sentence, for the one who reads that it does not hold. */
  readonly says: string;
  readonly holds: (facts: Facts) => boolean;
}

/** Asked before a call returns. The kernel answers, and `actual` reads its answer off the trace. */
export type Prediction =
  | {
      readonly kind: "number";
      readonly question: Text;
      /** What the number counts: "bytes". */
      readonly unit: Text;
      readonly actual: (facts: Facts) => number | null;
    }
  | {
      readonly kind: "choice";
      readonly question: Text;
      readonly options: readonly { readonly id: string; readonly text: Text }[];
      /** The id of an option. */
      readonly actual: (facts: Facts) => string | null;
    };

/** What the page lights up while the step is shown. */
export interface Highlight {
  /** Cards, by the names that the lesson gave. */
  readonly cards?: readonly string[];
  /** A call, which the inspector then explains. */
  readonly call?: { readonly of: string; readonly verb: Verb; readonly nth?: number };
}

/** What the lesson panel draws below the text. */
export type StepDrawing =
  /** The bytes of the highlighted call inside their headers; one of them is laid open. */
  | {
      readonly kind: "layers";
      readonly open: "application" | "transport" | "network" | "link";
      /** Of a message that is sent, or of one that was received. */
      readonly way: "down" | "up";
    }
  /** The state of the highlighted cards' sockets before the step and after it. */
  | { readonly kind: "states" };

/** Times that were measured on the trace, side by side: the panel draws them as bars. */
export interface Figures {
  readonly title: Text;
  readonly rows: readonly {
    readonly label: Text;
    /** ns */
    readonly values: (facts: Facts) => readonly number[];
  }[];
}

/** How the timeline is best looked at while a step is shown. */
export interface TimelineWish {
  readonly view: "ladder" | "lanes" | "list";
  readonly scale: "steps" | "time";
}

export interface Step {
  /** A few words, for the list of steps. */
  readonly title: Text;
  /** At most 40 English words, 70 Chinese characters. */
  readonly text: Text;
  /** What it does and waits for, in this order, up to the question if there is one. */
  readonly moves: readonly Move[];
  /** They are the learner's to make by hand; the lesson makes them only when asked to. */
  readonly yours?: true;
  /** Asked when the moves are made. */
  readonly predict?: Prediction;
  /** What is done and waited for when the question was answered. */
  readonly after?: readonly Move[];
  /** What to notice, shown when the step is over. As short as the text. */
  readonly notice?: Text;
  /** While it is the newest step, the page lets the learner choose the file that is sent. */
  readonly takesFile?: true;
  readonly highlight?: Highlight;
  /** Shown when the step is over. */
  readonly drawing?: StepDrawing;
  readonly timeline?: TimelineWish;
  /** Shown when the step is over. */
  readonly figures?: Figures;
  /** Must hold when the step is over. */
  readonly claims?: readonly Claim[];
}

/** A lesson: real sockets, led step by step. The next lesson is the next one of the course. */
export interface Lesson extends LessonEntry {
  /** What one will see. */
  readonly see: Text;
  /** The misunderstanding that it corrects. */
  readonly corrects: Text;
  /** The ports that its programs use, by name; texts show them as `{name}`. */
  readonly ports: Readonly<Record<string, number>>;
  readonly steps: readonly Step[];
  /** One thing to try on one's own, on the stage as the last step left it. */
  readonly tryThis: Text;
}
