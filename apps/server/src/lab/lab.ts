import { type FileSource, madeUpFile, program } from "@sockscope/programs";
import { type Command, LIMITS, PROTOCOL, type Source, type Truth } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { TargetPolicy } from "../access/target-policy.ts";
import type { Journal } from "../journal/journal.ts";
import { KernelWatch } from "../kernel/kernel-watch.ts";
import { socketsThatFit } from "../system/open-files.ts";
import { Refusal } from "../system/problem.ts";
import { type Actor, Actors } from "./actors.ts";
import { Conditions } from "./conditions.ts";
import { callByHand } from "./hand-command.ts";
import { LimitReports } from "./limit-reports.ts";
import { Outsiders } from "./outsiders/outsiders.ts";
import { ProgramStarter } from "./program-starter.ts";
import { recordedCards } from "./recorded-cards.ts";
import { type Spawned, Spawner } from "./spawner.ts";
import { type Limits, StageLimits } from "./stage-limits.ts";
import { StageRecorder } from "./stage-recorder.ts";

export interface LabOptions {
  readonly journal: Journal;
  readonly version: string;
  /** Targets that programs may reach. Default: this machine's loopback. */
  readonly targets?: TargetPolicy;
  /** Replace the limits of the protocol. */
  readonly limits?: Partial<Limits>;
  /** The script of a server's worker threads. Default: the one beside this file. */
  readonly threadWorker?: URL;
  /** False: the kernel is not read, as on systems where it cannot be. */
  readonly asksKernel?: boolean;
  /** The file that programs send. Undefined, or without one: a generated file. */
  readonly file?: () => FileSource | undefined;
  /** The code of a program. Default: the catalogue's. */
  readonly program?: typeof program;
}

/** Bytes of the generated file: several times the capacity of the buffers of both ends. */
const MADE_UP = 32 * 1024 * 1024;

const NOTHING: Spawned = { actors: [] };

/** The stage: it runs programs, carries out commands and records everything in its journal. */
export class Lab {
  readonly #targets: TargetPolicy;
  readonly #actors = new Actors((fact) => this.#record(fact, "lab"));
  readonly #outsiders: Outsiders;
  readonly #recorder: StageRecorder;
  readonly #conditions: Conditions;
  readonly #kernel: KernelWatch | null;
  readonly #reports: LimitReports;
  readonly #spawner: Spawner;
  #closed = false;

  constructor(options: LabOptions) {
    const { journal, version } = options;
    this.#recorder = new StageRecorder(journal);
    this.#targets = options.targets ?? new TargetPolicy();
    let lastId = 0;
    const ids = { next: () => ++lastId };
    const stands = (actor: number): boolean => this.#actors.get(actor) !== undefined;
    this.#conditions = new Conditions(this.#recorder, ids, stands);
    this.#reports = new LimitReports(
      (fact) => this.#record(fact, "lab", "injected"),
      this.#conditions,
    );
    const limits = new StageLimits(this.#reports, {
      ...LIMITS,
      sockets: Math.min(LIMITS.sockets, socketsThatFit()),
      ...options.limits,
    });
    const shared = { actors: this.#actors, conditions: this.#conditions, targets: this.#targets };
    const starter = new ProgramStarter({
      ...{ ...shared, recorder: this.#recorder, ids, limits, reports: this.#reports },
      threadWorker: options.threadWorker ?? new URL("./thread-worker.js", import.meta.url),
      file: () => options.file?.() ?? madeUpFile("made-up.bin", MADE_UP),
      program: options.program ?? program,
    });
    this.#spawner = new Spawner({ ...shared, limits, starter });
    const cards = recordedCards({
      ...shared,
      record: (fact) => this.#record(fact, "kernel"),
      tooMany: (actor) => {
        // The journal keeps what happened to this outsider.
        this.#reports.outsiders(actor);
        this.#takeAway(actor);
      },
    });
    this.#outsiders = new Outsiders(cards, options.limits?.outsiders);
    const asksKernel = process.platform === "linux" && options.asksKernel !== false;
    this.#kernel = asksKernel ? this.#watchKernel(journal, stands) : null;
    this.#recorder.observe({
      ...{ outsiders: this.#outsiders, conditions: this.#conditions, limits },
      ...{ hands: starter.hands, kernel: this.#kernel },
    });
    const { wall } = journal;
    const { platform, version: node } = process;
    this.#record({ kind: "lab.began", wall, version, protocol: PROTOCOL, platform, node }, "lab");
  }

  /** Carries out one command. Returns what it started. Throws `Refusal`. */
  async do(command: Command): Promise<Spawned> {
    if (this.#closed) throw new Refusal("wrong-state", "Sockscope is closing.");
    switch (command.do) {
      case "spawn":
        return this.#spawner.spawn(command);
      case "hand":
        await callByHand(command, this.#actors, this.#targets);
        return NOTHING;
      case "stop":
        await stopAll(this.#actors.select(command));
        return NOTHING;
      case "remove":
        await Promise.all(this.#actors.select(command).map((actor) => this.#remove(actor)));
        return NOTHING;
      case "clear":
        await this.#clear();
        return NOTHING;
      case "gate":
      case "next":
      case "breakpoint":
      case "no-breakpoint":
      case "link":
        this.#conditions.do(command);
        return NOTHING;
    }
  }

  /** Stops every program. Resolves when all ports are free. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#spawner.cancel();
    this.#kernel?.close();
    this.#conditions.link.close();
    await stopAll(this.#actors.all());
    await this.#conditions.link.settle();
  }

  /** How many tables of the kernel have been read. */
  get readings(): number {
    return this.#kernel?.tables ?? 0;
  }

  /** Everything that the kernel has to say at this moment is recorded. */
  get isAtRest(): boolean {
    return this.#kernel?.isAtRest ?? true;
  }

  /** Removes the cards of this moment. A card that is added while their sockets close stays. */
  async #clear(): Promise<void> {
    this.#spawner.cancel();
    this.#reports.clear();
    const standing = this.#actors.all();
    await stopAll(standing);
    await this.#conditions.link.settle();
    for (const { id } of standing) this.#takeAway(id);
  }

  async #remove({ id, run }: Actor): Promise<void> {
    await run?.stop();
    this.#takeAway(id);
  }

  #takeAway(id: number): void {
    this.#outsiders.forget(id);
    this.#actors.remove(id);
    if (this.#actors.all().length === 0) this.#conditions.emptied();
  }

  #record(fact: RecordedFact, source: Source, truth: Truth = "observed"): void {
    this.#recorder.record(fact, truth, source);
  }

  #watchKernel(journal: Journal, stands: (actor: number) => boolean): KernelWatch {
    return new KernelWatch({
      now: () => journal.now(),
      touchedSince: (t) => journal.socketsSince(t),
      traffic: (actor, socket) => this.#actors.get(actor)?.run?.traffic(socket) ?? null,
      stands,
      record: (fact) => this.#record(fact, "kernel"),
      outsiders: this.#outsiders,
    });
  }
}

/** Resolves when the sockets of these programs are closed. */
const stopAll = async (actors: readonly Actor[]): Promise<void> => {
  await Promise.all(actors.map(async ({ run }) => run?.stop()));
};
