import { lessons } from "@sockscope/lessons";
import { type ProgramInfo, programInfo, programs } from "@sockscope/programs";
import { type Command, LIMITS, PROTOCOL, type Source } from "@sockscope/protocol";
import { createSockets, type Ids, type RecordedFact } from "@sockscope/sockets";
import { type Actor, Actors } from "./actors.ts";
import { type AllowedHost, allowBind, allowTarget } from "./address-policy.ts";
import { Hand, toOrder } from "./hand.ts";
import type { Journal } from "./journal.ts";
import { LessonRun } from "./lesson-runner.ts";
import { Outsiders } from "./outsiders.ts";
import { Refusal } from "./problem.ts";
import { Run } from "./run.ts";

export interface LabOptions {
  readonly journal: Journal;
  readonly version: string;
  /** The control port, which no program may connect to; null if there is none. */
  readonly ownPort?: () => number | null;
  /** Where a program of a lesson listens or is expected; its usual port unless said otherwise. */
  readonly lessonPort?: (info: ProgramInfo) => number;
}

/** The stage: it runs programs, carries out commands and records everything in its journal. */
export class Lab {
  readonly #journal: Journal;
  readonly #ownPort: () => number | null;
  readonly #lessonPort: (info: ProgramInfo) => number;
  readonly #ids: Ids;
  readonly #actors = new Actors((fact) => this.#record(fact, "lab"));
  readonly #outsiders: Outsiders;
  #lesson: LessonRun | null = null;
  #closed = false;

  constructor(options: LabOptions) {
    const { journal, version } = options;
    this.#journal = journal;
    this.#ownPort = options.ownPort ?? (() => null);
    this.#lessonPort = options.lessonPort ?? (({ port }) => port);
    let lastId = 0;
    this.#ids = { next: () => ++lastId };
    this.#outsiders = new Outsiders({
      add: (type, address) => this.#actors.add("outsider", type, null, address).id,
      left: (actor) => {
        if (this.#actors.get(actor))
          this.#record({ kind: "actor.ended", actor, how: "left" }, "lab");
      },
    });
    const { wall } = journal;
    const { platform, version: node } = process;
    this.#record({ kind: "lab.began", wall, version, protocol: PROTOCOL, platform, node }, "lab");
  }

  /** Carries out one command; gives the actors that it started. Throws `Refusal`. */
  async do(command: Command): Promise<readonly number[]> {
    if (this.#closed) throw new Refusal("wrong-state", "Sockscope is closing.");
    switch (command.do) {
      case "spawn":
        return this.#spawn(command);
      case "hand":
        await this.#hand(command);
        return [];
      case "stop":
        await this.#actor(command.actor).run?.stop();
        return [];
      case "remove":
        await this.#remove(this.#actor(command.actor));
        return [];
      case "clear":
        await this.#clear();
        return [];
      case "lesson":
        return (await this.lesson(command.lesson)).actors.map(({ id }) => id);
    }
  }

  /** Starts a lesson in place of the one before. Throws `Refusal`. */
  async lesson(id: string): Promise<LessonRun> {
    const lesson = lessons.find((candidate) => candidate.id === id);
    if (!lesson) throw new Refusal("unknown-lesson", `There is no lesson "${id}".`);
    const before = this.#lesson;
    before?.end("Another lesson began.");
    await Promise.all((before?.actors ?? []).map((actor) => this.#remove(actor)));
    const run = new LessonRun((program) => {
      const info = programInfo(program);
      return this.#prepare(program, undefined, info && this.#lessonPort(info));
    });
    this.#lesson = run;
    run.begin(lesson);
    return run;
  }

  /** Stops every program; resolves when all ports are free. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lesson?.end("Sockscope is closing.");
    await this.#stopAll();
  }

  async #stopAll(): Promise<void> {
    await Promise.all(this.#actors.all().map(async ({ run }) => run?.stop()));
  }

  /** Takes away what stands now; what comes while that closes its sockets stays. */
  async #clear(): Promise<void> {
    const standing = this.#actors.all();
    this.#lesson?.end("The stage was cleared.");
    await Promise.all(standing.map(async ({ run }) => run?.stop()));
    // Outsiders have left by now, because their connections are closed.
    for (const { id } of standing) this.#takeAway(id);
  }

  #record(fact: RecordedFact, source: Source): void {
    this.#outsiders.before(fact);
    this.#journal.record(fact, "observed", source);
    if ("actor" in fact) this.#actors.get(fact.actor)?.hand?.see(fact);
    this.#outsiders.after(fact);
    this.#lesson?.see(fact);
  }

  #actor(id: number): Actor {
    const actor = this.#actors.get(id);
    if (!actor) throw new Refusal("unknown-actor", `There is no card ${id} on the stage.`);
    return actor;
  }

  #spawn({ program, count, host, port }: Extract<Command, { do: "spawn" }>): readonly number[] {
    const actors: Actor[] = [];
    if (this.#actors.alive() + count > LIMITS.actors)
      throw new Refusal(
        "too-many-actors",
        `At most ${LIMITS.actors} programs can run at once; stop some first.`,
      );
    for (let made = 0; made < count; made += 1) actors.push(this.#prepare(program, host, port));
    for (const { run } of actors) run?.start();
    return actors.map(({ id }) => id);
  }

  /** Puts a program's card on the stage, ready to start. Throws `Refusal`. */
  #prepare(id: string, host = "127.0.0.1", givenPort?: number): Actor {
    const info = programInfo(id);
    if (!info) throw new Refusal("unknown-program", `There is no program "${id}".`);
    const port = givenPort ?? info.port;
    const allowed: AllowedHost =
      info.role === "server" ? allowBind(host) : allowTarget(host, port, this.#ownPort());
    const actor = this.#actors.add(info.role, info.type, id);
    const hand = new Hand();
    if (info.byHand) actor.hand = hand;
    const net = createSockets({
      actor: actor.id,
      ids: this.#ids,
      recorder: { record: (fact) => this.#record(fact, "program") },
    });
    actor.run = new Run({
      actor: actor.id,
      program: programs[info.id],
      net,
      options: { ...allowed, port, number: actor.number, orders: hand.orders() },
      record: (fact) => this.#record(fact, fact.kind === "actor.printed" ? "program" : "lab"),
      ended: () => hand.end(),
    });
    return actor;
  }

  async #hand({ actor: id, call }: Extract<Command, { do: "hand" }>): Promise<void> {
    const { hand, run } = this.#actor(id);
    if (!hand) throw new Refusal("not-by-hand", "This program is not driven by hand.");
    if (run?.over) throw new Refusal("wrong-state", "This program is over.");
    await hand.order(toOrder(call, this.#ownPort()));
  }

  async #remove({ id, run }: Actor): Promise<void> {
    await run?.stop();
    this.#takeAway(id);
  }

  #takeAway(id: number): void {
    this.#outsiders.forget(id);
    this.#actors.remove(id);
  }
}
