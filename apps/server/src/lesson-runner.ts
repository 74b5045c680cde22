import type { Condition, Lesson } from "@sockscope/lessons";
import type { RecordedFact } from "@sockscope/sockets";
import type { Actor } from "./actors.ts";

export type LessonEnd = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What a condition waits for, as a key that facts are counted under. */
const keyOf = (of: string, kind: string, verb: string): string => `${of} ${kind} ${verb}`;

const keyOfCondition = (condition: Condition): string =>
  keyOf(condition.of, condition.kind, "verb" in condition ? condition.verb : "");

/** One run of a lesson's scene. It waits for facts that its own actors caused, never for time. */
export class LessonRun {
  /** The programs that it started, oldest first. */
  readonly actors: Actor[] = [];
  readonly over: Promise<LessonEnd>;
  readonly #counts = new Map<string, number>();
  readonly #start: (program: string) => Actor;
  #waiting: { key: string; times: number; go: () => void } | null = null;
  #ended = false;
  #finish!: (end: LessonEnd) => void;

  /** `start` puts a program's card on the stage, ready to run. */
  constructor(start: (program: string) => Actor) {
    this.#start = start;
    this.over = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** Starts the scene: when this returns, its first program is running. */
  begin(lesson: Lesson): void {
    this.#play(lesson).then(
      () => this.#finish({ ok: true }),
      (error: unknown) => this.end(error instanceof Error ? error.message : String(error)),
    );
  }

  /** Every fact of the lab passes here. */
  see(fact: RecordedFact): void {
    if (!("actor" in fact)) return;
    const program = this.actors.find(({ id }) => id === fact.actor)?.program;
    if (!program) return;
    if (fact.kind === "actor.ended" && fact.how === "failed")
      this.end(`${program}: ${fact.error ?? "it failed"}`);
    const key = keyOf(program, fact.kind, "verb" in fact ? fact.verb : "");
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (this.#waiting?.key === key && count >= this.#waiting.times) this.#waiting.go();
  }

  /** Ends it before its time; its actors stay. */
  end(reason: string): void {
    this.#ended = true;
    this.#finish({ ok: false, reason });
  }

  async #play({ scene }: Lesson): Promise<void> {
    for (const step of scene) {
      if (this.#ended) return;
      if ("start" in step) {
        const actor = this.#start(step.start);
        this.actors.push(actor);
        actor.run?.start();
      } else await this.#until(keyOfCondition(step.until), step.times ?? 1);
    }
  }

  #until(key: string, times: number): Promise<void> {
    if ((this.#counts.get(key) ?? 0) >= times) return Promise.resolve();
    return new Promise((go) => {
      this.#waiting = { key, times, go };
    });
  }
}
