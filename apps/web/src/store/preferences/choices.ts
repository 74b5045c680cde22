import type { Preferences } from "./preferences.ts";

/** From the top left of the stage, before it is scaled, in px. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** How a person has arranged the stage. What is not named stands where the layout puts it. */
export interface Arrangement {
  /** By the key of a card or a group. */
  readonly moved: Readonly<Record<string, Position>>;
  /** By the key of a group; one that is not named folds when it has many members. */
  readonly folds: Readonly<Record<string, boolean>>;
}

export const UNTOUCHED: Arrangement = { moved: {}, folds: {} };

export type TimelineLayout = "ladder" | "lanes" | "list";
export type InspectorTab = "call" | "bytes" | "code";
export type CodeShown = "both" | "typescript" | "python";

/** How the page is looked at, for as long as it is open. */
export interface ViewPreferences {
  readonly timelineView: TimelineLayout;
  /** Whether the bytes of a conversation are shown under the timeline. */
  readonly ribbon: boolean;
  /** Of the stage; 1 shows all of it. */
  readonly zoom: number;
  /** Which of the inspector's tabs is open. */
  readonly inspectorTab: InspectorTab;
  /** In which languages programs are shown. */
  readonly codeShown: CodeShown;
}

/** What can be undone: layout and settings, never what happened to sockets. */
export type Choices = Arrangement & Preferences & ViewPreferences;

/** A change of the same thing within this time (ms) belongs to the same gesture. */
const ONE_GESTURE = 600;
const MAX_UNDO = 100;

const sameChoices = (a: Choices, b: Choices, keys: readonly (keyof Choices)[]): boolean =>
  keys.every((key) => a[key] === b[key]);

/** Remembers choices so that they can be taken back and made again. Times in ms. */
export class ChoiceHistory {
  private past: Choices[] = [];
  private future: Choices[] = [];
  private lastChange = { at: Number.NEGATIVE_INFINITY, what: "" };

  constructor(
    private now: Choices,
    private readonly keys: readonly (keyof Choices)[],
  ) {}

  /** Tells what is chosen now; several changes of one gesture are undone as one. */
  changed(choices: Choices, at: number): void {
    if (sameChoices(choices, this.now, this.keys)) return;
    const what = this.keys.filter((key) => choices[key] !== this.now[key]).join(" ");
    const goesOn = what === this.lastChange.what && at - this.lastChange.at < ONE_GESTURE;
    if (!goesOn) this.past = [...this.past, this.now].slice(-MAX_UNDO);
    this.lastChange = { at, what };
    this.future = [];
    this.now = choices;
  }

  /** Null if there is nothing to undo. */
  undo(): Choices | null {
    return this.travel(this.past, this.future);
  }

  redo(): Choices | null {
    return this.travel(this.future, this.past);
  }

  private travel(from: Choices[], to: Choices[]): Choices | null {
    const found = from.pop();
    if (found === undefined) return null;
    to.push(this.now);
    this.now = found;
    this.lastChange = { at: Number.NEGATIVE_INFINITY, what: "" };
    return found;
  }
}
