import type { Command, Event } from "@sockscope/protocol";
import { Facts } from "../facts/facts.ts";
import type { Claim, Lesson, Step } from "../model/lesson.ts";
import type { Move } from "../model/move.ts";
import { commandsOf, learnPorts } from "./cast.ts";
import { Interventions } from "./interventions.ts";
import { isSoAnyway, problemOf } from "./problems.ts";
import { StageChanges } from "./stage-changes.ts";
import type { Answer, PlayPhase, PlayProblem, PlayView, Predicted } from "./view.ts";
import { isDoneByHand, isMade, mustWait } from "./waits.ts";

const NOTHING: readonly Command[] = [];

/**
 * One run of a lesson, as a state machine without timers, input or output: events, answers and
 * what a person wants go in, commands come out. Whoever drives it sends each command, and tells
 * its answer with `answered` after the events that the command caused. One command is under way
 * at a time.
 */
export class LessonPlay {
  readonly facts = new Facts();
  readonly #lesson: Lesson;
  readonly #ports: Record<string, number>;
  readonly #predicted = new Map<number, Predicted>();
  readonly #measured = new Map<number, readonly (readonly number[])[]>();
  readonly #broken: Claim[] = [];
  #phase: PlayPhase = "idle";
  #problem: PlayProblem | null = null;
  #step = -1;
  /** Up to this step it goes on by itself and asks nothing. */
  #goal = -1;
  /** Moves of the step that are still to be made, and commands of the move under way. */
  #moves: readonly Move[] = [];
  #commands: readonly Command[] = [];
  #move: Move | null = null;
  #underWay: Command | null = null;
  /** Nobody plays it any more: it makes no more moves. */
  #left = false;
  /** Whether the question of the step has been answered, so that `after` is being made. */
  #asked = false;
  readonly #changes = new StageChanges();
  readonly #interventions = new Interventions(this.facts);
  #progress = 0;
  #activity = 0;
  #stalled = false;
  /** Names of those whose end is no surprise. */
  readonly #mayEnd = new Set<string>();
  readonly #mayFail = new Set<string>();
  #view: PlayView | null = null;

  /** `free`: names of ports that are taken, so that the kernel chooses others. */
  constructor(lesson: Lesson, free: readonly string[] = []) {
    this.#lesson = lesson;
    this.#ports = { ...lesson.ports };
    for (const name of free) this.#ports[name] = 0;
  }

  get view(): PlayView {
    this.#view ??= {
      lesson: this.#lesson,
      step: this.#step,
      phase: this.#phase,
      ports: { ...this.#ports },
      predicted: new Map(this.#predicted),
      measured: new Map(this.#measured),
      problem: this.#problem,
      broken: [...this.#broken],
      intervention: this.#interventions.last,
      stalled: this.#stalled,
    };
    return this.#view;
  }

  /** Runs from the first step up to this one. */
  begin(goal = 0): readonly Command[] {
    if (this.#phase !== "idle") return NOTHING;
    this.#goal = goal;
    return this.#enter(0);
  }

  /** Begins the next step, if this one is done and there is one. */
  next(): readonly Command[] {
    if (this.#phase !== "done" || this.isOver) return NOTHING;
    return this.#enter(this.#step + 1);
  }

  /** Grows with each move and each phase: while a step is being done, it tells whether it goes on. */
  get progress(): number {
    return this.#progress;
  }

  /** Grows with each event at a program of the lesson's. */
  get activity(): number {
    return this.#activity;
  }

  /** It has made no progress for longer than a step takes. It waits on, and says so. */
  stall(): readonly Command[] {
    if (this.#phase === "doing" && !this.#stalled) {
      this.#stalled = true;
      this.#view = null;
    }
    return NOTHING;
  }

  /** Whether the last step is done. */
  get isOver(): boolean {
    return this.#phase === "done" && this.#step === this.#lesson.steps.length - 1;
  }

  /** Makes the moves that were the learner's. */
  makeMoves(): readonly Command[] {
    if (this.#phase !== "yours") return NOTHING;
    this.#change("doing");
    return this.#goOn();
  }

  /** Answers the question; null: without a prediction. */
  predict(given: number | string | null): readonly Command[] {
    if (this.#phase !== "asking") return NOTHING;
    this.#predicted.set(this.#step, { given, actual: null });
    this.#asked = true;
    this.#moves = this.#now?.after ?? [];
    this.#change("doing");
    return this.#goOn();
  }

  /** What has happened in the lab since the play began, in order. */
  see(events: readonly Event[]): readonly Command[] {
    const { last } = this.#interventions;
    for (const event of events) {
      this.facts.add(event);
      if (!this.#left)
        this.#interventions.see(event, this.#underWay, (id) => this.#changes.has(id));
      this.#watch(event);
    }
    if (this.#interventions.last !== last) this.#view = null;
    return this.#goOn();
  }

  answered(answer: Answer): readonly Command[] {
    const command = this.#underWay;
    if (command === null) return NOTHING;
    this.#underWay = null;
    // What the command has set meanwhile is taken back, too.
    if (this.#left) return this.release();
    if (!answer.ok) {
      if (isSoAnyway(command, answer.problem.code)) this.#interventions.forestalled(command);
      else this.#fail({ kind: "refused", ...answer.problem });
    } else if (this.#move?.do === "spawn") {
      this.facts.call(this.#move.as, answer.actors);
      this.#interventions.started(this.#move, answer.actors);
      if (this.#move.mayFail) this.#mayFail.add(this.#move.as);
      for (const actor of answer.actors)
        for (const event of this.facts.eventsOf(actor)) this.#watch(event);
    }
    return this.#goOn();
  }

  /** Whether a command was given that `answered` was not told of. */
  get awaitsAnswer(): boolean {
    return this.#underWay !== null;
  }

  /**
   * Lets go of the stage: what the lesson has shut or set is open and plain again. What the command
   * under way sets is taken back by what `answered` gives: events go on being told until then.
   */
  release(): readonly Command[] {
    this.#left = true;
    return this.#changes.undo();
  }

  get problem(): PlayProblem | null {
    return this.#problem;
  }

  get #now(): Step | undefined {
    return this.#lesson.steps[this.#step];
  }

  #change(phase: PlayPhase): void {
    this.#phase = phase;
    this.#advance();
  }

  #advance(): void {
    this.#progress += 1;
    this.#stalled = false;
    this.#view = null;
  }

  #enter(step: number): readonly Command[] {
    this.#step = step;
    this.#asked = false;
    this.#moves = this.#now?.moves ?? [];
    this.#change(this.#now?.yours && step >= this.#goal ? "yours" : "doing");
    return this.#goOn();
  }

  /** As far as it comes without waiting; gives the command to send, if there is one. */
  #goOn(): readonly Command[] {
    if (learnPorts(this.#lesson, this.facts, this.#ports)) this.#view = null;
    if (this.#phase === "yours" && isDoneByHand(this.#moves, this.facts)) {
      this.#moves = [];
      this.#change("doing");
    }
    while (this.#phase === "doing" && this.#underWay === null && !this.#left) {
      const [command, ...others] = this.#commands;
      if (command) {
        this.#commands = others;
        this.#underWay = command;
        this.#changes.note(command);
        this.#interventions.commanded(command);
        return [command];
      }
      const [move, ...moves] = this.#moves;
      if (move === undefined) {
        const commands = this.#endPart();
        if (commands !== null) return commands;
        continue;
      }
      if (mustWait(move, this.#cast)) return NOTHING;
      this.#moves = moves;
      this.#move = move;
      if (this.#stalled) this.#advance();
      else this.#progress += 1;
      this.#commands = isMade(move, this.facts) ? [] : commandsOf(move, this.#cast);
      if (move.do === "stop" || move.do === "remove") this.#mayEnd.add(move.of);
    }
    return NOTHING;
  }

  get #cast() {
    return { facts: this.facts, ports: this.#ports };
  }

  /** The moves up to the question, or all of them, are made. Null: it goes on at once. */
  #endPart(): readonly Command[] | null {
    const { predict, after = [] } = this.#now ?? {};
    if (predict && !this.#asked && this.#step >= this.#goal) {
      this.#change("asking");
      return NOTHING;
    }
    if (!this.#asked && after.length > 0) {
      this.#asked = true;
      this.#moves = after;
      return null;
    }
    // Breakpoints end with their step.
    const breakpoint = this.#changes.takeBreakpointOfStep();
    if (breakpoint !== undefined) {
      this.#move = null;
      this.#commands = [{ do: "no-breakpoint", breakpoint }];
      return null;
    }
    this.#finish();
    return this.#step < this.#goal ? this.#enter(this.#step + 1) : NOTHING;
  }

  #finish(): void {
    const { predict, figures, claims = [] } = this.#now ?? {};
    if (figures)
      this.#measured.set(
        this.#step,
        figures.rows.map(({ values }) => values(this.facts)),
      );
    if (predict) {
      const given = this.#predicted.get(this.#step)?.given ?? null;
      this.#predicted.set(this.#step, { given, actual: predict.actual(this.facts) });
    }
    this.#broken.push(...claims.filter((claim) => !claim.holds(this.facts)));
    this.#change("done");
  }

  #watch(event: Event): void {
    if (event.kind === "breakpoint.set") {
      this.#changes.breakpointSet(event, this.#move?.do === "break" && this.#move.stays === true);
      return;
    }
    if (event.kind === "breakpoint.removed") {
      this.#changes.breakpointRemoved(event.breakpoint);
      return;
    }
    if (this.#phase === "failed" || this.isOver || !("actor" in event)) return;
    const of = this.facts.nameOf(event.actor);
    if (of === undefined) return;
    this.#activity += 1;
    if (this.#mayFail.has(of)) return;
    const context = { lesson: this.#lesson, ports: this.#ports, mayEnd: this.#mayEnd };
    const problem = problemOf(event, of, context);
    if (problem !== null) this.#fail(problem);
  }

  #fail(problem: PlayProblem): void {
    if (this.#problem !== null) return;
    this.#problem = problem;
    this.#change("failed");
  }
}
