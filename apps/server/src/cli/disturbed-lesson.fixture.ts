import {
  type Answer,
  conduct,
  goOn,
  type Input,
  type Lesson,
  LessonPlay,
  type PlayView,
  tidy,
} from "@sockscope/lessons";
import { type Breakpoint, type Command, type Event, PERFECT_LINK } from "@sockscope/protocol";
import { Journal } from "../journal/journal.ts";
import { Lab } from "../lab/lab.ts";
import { Refusal } from "../system/problem.ts";

/** What a person does beside a lesson: the commands for a given state of the stage. */
export type Disturbance = (stage: Stage, random: () => number) => readonly Command[];

/** The parts of a stage that a disturbance needs: the numbers of its cards, and the conditions. */
export interface Stage {
  readonly programs: ReadonlyMap<number, Event & { kind: "actor.added" }>;
  readonly breakpoints: ReadonlyMap<number, Breakpoint>;
}

const one = <T>(from: Iterable<T>, random: () => number): T | undefined => {
  const all = [...from];
  return all[Math.floor(random() * all.length)];
};

const bad = { ...PERFECT_LINK, blackHole: true };
const late = { ...PERFECT_LINK, latency: 150 };
const next: Command = { do: "next", scope: "all" };

/** Everything that a teacher or a class can do to the stage while a lesson plays on it. */
export const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  "lets one call pass": () => [next],
  "lets four calls pass": () => [next, next, next, next],
  "opens the gate": () => [{ do: "gate", scope: "all", mode: "free" }],
  "slows all down": () => [{ do: "gate", scope: "all", mode: "slow", pause: 30 }],
  "shuts the gate": () => [{ do: "gate", scope: "all", mode: "step" }],
  "makes the link late": () => [{ do: "link", scope: { over: "stage" }, conditions: late }],
  "lets the link lose all": () => [{ do: "link", scope: { over: "stage" }, conditions: bad }],
  "makes the link plain": () => [{ do: "link", scope: { over: "stage" }, conditions: null }],
  "takes all breakpoints back": ({ breakpoints }) =>
    [...breakpoints.keys()].map((breakpoint) => ({ do: "no-breakpoint", breakpoint })),
  "sets a breakpoint": () => [{ do: "breakpoint", when: { on: "call", verb: "recv" } }],
  "stops a program": ({ programs }, random) =>
    [one(programs.keys(), random) ?? 0].map((actor) => ({ do: "stop", actor })),
  "takes a card away": ({ programs }, random) =>
    [one(programs.keys(), random) ?? 0].map((actor) => ({ do: "remove", actor })),
  "clears the stage": () => [{ do: "clear" }],
  "calls by hand": ({ programs }) =>
    [...programs].map(([actor]) => ({ do: "hand", actor, call: { verb: "recv", size: 7 } })),
  "closes by hand": ({ programs }) =>
    [...programs].map(([actor]) => ({ do: "hand", actor, call: { verb: "close" } })),
  "adds another client": ({ programs }, random) => {
    const server = one(
      [...programs.values()].filter(({ address }) => address != null && address.port !== 0),
      random,
    );
    if (server === undefined) return [];
    const program = server.type === "SOCK_STREAM" ? "hello-client" : "udp-client";
    return [{ do: "spawn", program, count: 1, port: server.address?.port ?? 0 }];
  },
};

/** How a lesson ended. */
export interface Outcome {
  /** `over`: at its last step. `told`: it reported that it cannot continue. `hung`: neither. */
  readonly how: "over" | "told" | "hung";
  readonly view: PlayView;
}

/** A lab that plays one lesson after another, set up as a page and its server set it up. */
export class DisturbedLab {
  readonly #journal = new Journal();
  readonly #lab: Lab;
  #see: (events: readonly Event[]) => void = () => undefined;
  #read = 0;
  readonly #programs = new Map<number, Event & { kind: "actor.added" }>();
  readonly #breakpoints = new Map<number, Breakpoint>();
  readonly #links = new Map<string, Event & { kind: "link.set" }>();
  #gate: "free" | "slow" | "step" = "free";

  constructor(threadWorker: URL) {
    this.#lab = new Lab({ journal: this.#journal, version: "test", threadWorker });
    let scheduled = false;
    this.#journal.subscribe(() => {
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        this.#catchUp();
      });
    });
  }

  get stage(): Stage {
    return { programs: this.#programs, breakpoints: this.#breakpoints };
  }

  async send(command: Command): Promise<Answer> {
    try {
      const { actors } = await this.#lab.do(command);
      return { ok: true, actors };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, problem: error.problem };
    } finally {
      this.#catchUp();
    }
  }

  /**
   * Empties the stage and plays a lesson on it: up to `goal` without a question, then to its end.
   * @param patience ms without progress after which the play reports that it waits in vain
   * @param at called each time a step from `goal` on begins or is over
   */
  async play(
    lesson: Lesson,
    { goal = 0, patience, at }: { goal?: number; patience: number; at?: (place: string) => void },
  ): Promise<Outcome> {
    const stage = () => ({
      ...{ actors: [...this.#programs], gate: { mode: this.#gate } },
      ...{ breakpoints: this.#breakpoints, links: [...this.#links.values()] as never[] },
    });
    await tidy(stage, (command) => this.send(command));
    const play = new LessonPlay(lesson, Object.keys(lesson.ports));
    let finish: (how: Outcome["how"]) => void = () => undefined;
    const over = new Promise<Outcome["how"]>((resolve) => {
      finish = resolve;
    });
    let progress = -1;
    let place = "";
    let timer = setTimeout(() => undefined, 0);
    const put: (input: Input) => void = conduct(
      play,
      (command) => this.send(command),
      () => {
        const { phase, step, stalled } = play.view;
        if (play.isOver) return finish("over");
        if (phase === "failed" || stalled) return finish("told");
        const here = `${step} ${phase}`;
        if (here !== place && step >= goal) at?.(here);
        place = here;
        if (progress === play.progress + play.activity) return;
        progress = play.progress + play.activity;
        clearTimeout(timer);
        timer = setTimeout(() => {
          put((playing) => playing.stall());
          finish("hung");
        }, patience);
        if (phase !== "doing") queueMicrotask(() => put(goOn));
      },
    );
    this.#see = (events) => put((playing) => playing.see(events));
    put((playing) => playing.begin(goal));
    const how = await over;
    clearTimeout(timer);
    this.#see = () => undefined;
    for (const command of play.release()) await this.send(command);
    return { how, view: play.view };
  }

  close(): Promise<void> {
    return this.#lab.close();
  }

  #catchUp(): void {
    const events = this.#journal.read(this.#read, this.#journal.seq);
    this.#read += events.length;
    if (events.length === 0) return;
    for (const event of events) this.#note(event);
    this.#see(events);
  }

  #note(event: Event): void {
    if (event.kind === "actor.added") this.#programs.set(event.actor, event);
    if (event.kind === "actor.removed") this.#programs.delete(event.actor);
    if (event.kind === "breakpoint.set") this.#breakpoints.set(event.breakpoint, event.when);
    if (event.kind === "breakpoint.removed") this.#breakpoints.delete(event.breakpoint);
    if (event.kind === "gate.set" && event.scope === "all") this.#gate = event.mode;
    if (event.kind !== "link.set") return;
    const key = JSON.stringify(event.scope);
    if (event.conditions === null) this.#links.delete(key);
    else this.#links.set(key, event);
  }
}
