import type { Input, LessonPlay } from "@sockscope/lessons";

/** ms; the longest that a program of a lesson is silent by itself is about a second. */
const SILENCE = 6000;
/** ms; when somebody has stepped in, waiting longer rarely helps. */
const SILENCE_AFTER_INTERVENTION = 2500;
/** ms; a step that reads a large file takes some seconds, and programs may talk for ever. */
const WHOLE_MOVE = 30_000;

/**
 * Tells a play when its step does not go on: its programs are silent, or they talk and nothing comes
 * of it. Call `look` whenever the play may have changed, and `end` when nobody plays it any more.
 */
export class StallWatch {
  readonly #play: LessonPlay;
  readonly #put: (input: Input) => void;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #move: ReturnType<typeof setTimeout> | undefined;
  #seen = { progress: -1, activity: -1, intervened: false };

  constructor(play: LessonPlay, put: (input: Input) => void) {
    this.#play = play;
    this.#put = put;
  }

  look(): void {
    const { progress, activity, view } = this.#play;
    const { phase, intervention, stalled } = view;
    const intervened = intervention !== null;
    const seen = this.#seen;
    this.#seen = { progress, activity, intervened };
    if (phase !== "doing" || stalled) return this.end();
    if (progress !== seen.progress) this.#move = this.#later(this.#move, WHOLE_MOVE);
    else if (activity === seen.activity && intervened === seen.intervened) return;
    const silence = intervened ? SILENCE_AFTER_INTERVENTION : SILENCE;
    this.#silence = this.#later(this.#silence, silence);
  }

  end(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#move);
  }

  #later(before: ReturnType<typeof setTimeout> | undefined, ms: number) {
    clearTimeout(before);
    return setTimeout(() => this.#put((play) => play.stall()), ms);
  }
}
