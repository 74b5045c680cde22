import {
  type FileSource,
  madeUpFile,
  program,
  programInfo,
  SCRIPT,
  SOURCES,
} from "@sockscope/programs";
import {
  type Command,
  type HandCall,
  LIMITS,
  type Make,
  PROTOCOL,
  type Source,
  type Truth,
} from "@sockscope/protocol";
import {
  CallSites,
  createSockets,
  createThreads,
  type Ids,
  type RecordedFact,
} from "@sockscope/sockets";
import { type AllowedHost, allowBind } from "../access/address-policy.ts";
import { TargetPolicy } from "../access/target-policy.ts";
import type { Journal } from "../journal/journal.ts";
import { KernelWatch } from "../kernel/kernel-watch.ts";
import { enoughOpenFiles, socketsThatFit } from "../system/open-files.ts";
import { Refusal } from "../system/problem.ts";
import { sha256 } from "../system/sha256.ts";
import { type Actor, Actors } from "./actors.ts";
import { Conditions } from "./conditions.ts";
import { Hand, toOrder } from "./hand.ts";
import { type OutsiderCards, Outsiders } from "./outsiders.ts";
import { Run } from "./run.ts";
import { type Limits, StageLimits } from "./stage-limits.ts";
import { StageRecorder } from "./stage-recorder.ts";

export interface LabOptions {
  readonly journal: Journal;
  readonly version: string;
  /** Whom programs may speak to; this machine's loopback unless said otherwise. */
  readonly targets?: TargetPolicy;
  /** In place of those of the protocol. */
  readonly limits?: Partial<Limits>;
  /** The script of a worker thread of a server; the one beside this file unless said otherwise. */
  readonly threadWorker?: URL;
  /** False: the kernel is not asked, as where it cannot be. */
  readonly asksKernel?: boolean;
  /** What programs send that send a file; a made-up one where nobody chose any. */
  readonly file?: () => FileSource | undefined;
  /** What runs under the id of a program; the catalogue's own unless said otherwise. */
  readonly program?: typeof program;
}

/** What a command has started. */
export interface Done {
  readonly actors: readonly number[];
  /** Of those that one `spawn` started, if they are several (rule E17). */
  readonly group?: number;
}

/** Bytes: more than the buffers of both ends can hold, several times over. */
const MADE_UP = 32 * 1024 * 1024;
/** ms before each call of a server that answers another one's answers. */
const DAMPED = 1000;

const NOTHING: Done = { actors: [] };

/** Whom a command is about (rule C7). */
interface Whom {
  readonly actor?: number | undefined;
  readonly group?: number | undefined;
}

/** How one program is to be started. */
interface Wish {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly make?: Make | undefined;
  readonly group?: number | undefined;
}

/** The stage: it runs programs, carries out commands and records everything in its journal. */
export class Lab {
  readonly #targets: TargetPolicy;
  readonly #threadWorker: URL;
  readonly #file: () => FileSource;
  readonly #program: typeof program;
  readonly #ids: Ids;
  readonly #actors = new Actors((fact) => this.#record(fact, "lab"));
  /** Of the programs that are driven by hand and not over. */
  readonly #hands = new Map<number, Hand>();
  readonly #outsiders: Outsiders;
  readonly #recorder: StageRecorder;
  readonly #conditions: Conditions;
  readonly #sites = new CallSites({ script: SCRIPT, folder: SOURCES });
  readonly #kernel: KernelWatch | null;
  readonly #limits: StageLimits;
  #lastGroup = 0;
  /** Programs of spawns under way that do not stand on the stage yet. */
  #coming = 0;
  #comingServers = 0;
  /** A connection was reset for want of room, and there was none since. */
  #full = false;
  /** It was said since the stage was cleared that cards of outsiders go. */
  #crowded = false;
  /** Grows when the stage is cleared. */
  #epoch = 0;
  #closed = false;

  constructor(options: LabOptions) {
    const { journal, version } = options;
    this.#recorder = new StageRecorder(journal);
    this.#limits = new StageLimits(
      {
        bytes: (actor, rest) => {
          this.#record({ kind: "limit.met", actor, limit: "bytes" }, "lab", "injected");
          this.#conditions.brake(actor, rest);
        },
        answers: (actor) => {
          this.#record({ kind: "limit.met", actor, limit: "answers" }, "lab", "injected");
          this.#conditions.slow(actor, DAMPED);
        },
        echoes: (actor) => {
          this.#record({ kind: "limit.met", actor, limit: "echoes" }, "lab", "injected");
          this.#conditions.slow(actor, DAMPED);
        },
      },
      { ...LIMITS, sockets: Math.min(LIMITS.sockets, socketsThatFit()), ...options.limits },
    );
    this.#targets = options.targets ?? new TargetPolicy();
    this.#threadWorker = options.threadWorker ?? new URL("./thread-worker.js", import.meta.url);
    this.#program = options.program ?? program;
    this.#file = () => options.file?.() ?? madeUpFile("made-up.bin", MADE_UP);
    let lastId = 0;
    this.#ids = { next: () => ++lastId };
    this.#conditions = new Conditions(
      this.#recorder,
      this.#ids,
      (actor) => this.#actors.get(actor) !== undefined,
    );
    const cards: OutsiderCards = {
      add: (type, address) => this.#actors.add("outsider", type, null, { address }).id,
      known: (actor, { pid, name }) =>
        this.#record({ kind: "actor.known", actor, process: { pid, name } }, "kernel"),
      moved: ({ actor, socket }, other) => {
        if (this.#actors.get(actor))
          this.#record({ kind: "peer.known", actor, socket, other }, "kernel");
      },
      left: (actor) => this.#record({ kind: "actor.ended", actor, how: "left" }, "kernel"),
      merged: (actor, { type, address }, other) => {
        this.#actors.remove(actor);
        this.#conditions.link.registerAddress(type, address, other);
      },
      tooMany: (actor) => this.#makeRoom(actor),
    };
    this.#outsiders = new Outsiders(cards, options.limits?.outsiders);
    const asksKernel = process.platform === "linux" && options.asksKernel !== false;
    this.#kernel = asksKernel ? this.#askKernel(journal) : null;
    this.#recorder.tell({
      outsiders: this.#outsiders,
      conditions: this.#conditions,
      limits: this.#limits,
      hands: this.#hands,
      kernel: this.#kernel,
    });
    const { wall } = journal;
    const { platform, version: node } = process;
    this.#record({ kind: "lab.began", wall, version, protocol: PROTOCOL, platform, node }, "lab");
  }

  /** Carries out one command; gives what it started. Throws `Refusal`. */
  async do(command: Command): Promise<Done> {
    if (this.#closed) throw new Refusal("wrong-state", "Sockscope is closing.");
    switch (command.do) {
      case "spawn":
        return this.#spawn(command);
      case "hand":
        await this.#hand(command);
        return NOTHING;
      case "stop":
        await Promise.all(this.#named(command).map(async ({ run }) => run?.stop()));
        return NOTHING;
      case "remove":
        await Promise.all(this.#named(command).map((actor) => this.#remove(actor)));
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

  /** Stops every program; resolves when all ports are free. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#epoch += 1;
    this.#kernel?.close();
    this.#conditions.link.close();
    await this.#stopAll();
    await this.#conditions.link.settle();
  }

  async #stopAll(): Promise<void> {
    await Promise.all(this.#actors.all().map(async ({ run }) => run?.stop()));
  }

  /** Takes away what stands now; what comes while that closes its sockets stays. */
  async #clear(): Promise<void> {
    this.#epoch += 1;
    this.#crowded = false;
    const standing = this.#actors.all();
    await Promise.all(standing.map(async ({ run }) => run?.stop()));
    await this.#conditions.link.settle();
    for (const { id } of standing) this.#takeAway(id);
  }

  /** Tables of the kernel that were read so far. */
  get readings(): number {
    return this.#kernel?.tables ?? 0;
  }

  /** The kernel has nothing to say that was not said. */
  get isAtRest(): boolean {
    return this.#kernel?.isAtRest ?? true;
  }

  #record(fact: RecordedFact, source: Source, truth: Truth = "observed"): void {
    this.#recorder.record(fact, truth, source);
  }

  /** Whether one more connection may be taken; of those that may not the first one is told of. */
  #hasRoom(actor: number): boolean {
    if (this.#limits.hasRoom) {
      this.#full = false;
      return true;
    }
    if (!this.#full)
      this.#record({ kind: "limit.met", actor, limit: "sockets" }, "lab", "injected");
    this.#full = true;
    return false;
  }

  /** What happened to this outsider stays in the journal; the stage has no room for its card. */
  #makeRoom(actor: number): void {
    if (!this.#crowded)
      this.#record({ kind: "limit.met", actor, limit: "outsiders" }, "lab", "injected");
    this.#crowded = true;
    this.#takeAway(actor);
  }

  #askKernel(journal: Journal): KernelWatch {
    return new KernelWatch({
      now: () => journal.now(),
      touchedSince: (t) => journal.socketsSince(t),
      traffic: (actor, socket) => this.#actors.get(actor)?.run?.traffic(socket) ?? null,
      stands: (actor) => this.#actors.get(actor) !== undefined,
      record: (fact) => this.#record(fact, "kernel"),
      outsiders: this.#outsiders,
    });
  }

  /** The cards that a command is about: one, or a group's. Throws `Refusal`. */
  #named({ actor: id, group }: Whom): readonly Actor[] {
    const actors =
      group === undefined
        ? [this.#actors.get(id ?? 0)].filter((actor) => actor !== undefined)
        : this.#actors.all().filter((actor) => actor.group === group);
    if (actors.length === 0)
      throw new Refusal(
        "unknown-actor",
        `There is no ${group === undefined ? `card ${id}` : `group ${group}`} on the stage.`,
      );
    return actors;
  }

  /**
   * One in each turn of the event loop, because Node accepts one in each: more would fill the accept
   * queue of a server of ours, and the kernel would let them try again after a second and more.
   * Whatever there is to refuse is refused before the first one stands there.
   */
  async #spawn(command: Extract<Command, { do: "spawn" }>): Promise<Done> {
    const { program, count, port, make } = command;
    const found = this.#hostFor(command);
    // Without a name to look up it begins at once.
    const host = typeof found === "object" ? await found : found;
    const all = this.#actors.alive() + this.#coming + count;
    if (all > LIMITS.actors || (count > 1 && !enoughOpenFiles(all)))
      throw new Refusal(
        "too-many-actors",
        `At most ${LIMITS.actors} programs can run at once, fewer where few files may be open.`,
      );
    const isServer = programInfo(program)?.role === "server";
    if (isServer) this.#limits.servers(this.#actors.aliveServers() + this.#comingServers, count);
    this.#limits.spawn(count);
    const several = count > 1 ? { group: this.#lastGroup + 1 } : {};
    const epoch = this.#epoch;
    const actors: Actor[] = [];
    this.#coming += count;
    if (isServer) this.#comingServers += count;
    try {
      // A stage that is cleared meanwhile stays empty.
      while (actors.length < count) {
        if (actors.length > 0) await new Promise((resolve) => setImmediate(resolve));
        if (epoch !== this.#epoch) break;
        const actor = this.#prepare(program, { host, port, make, ...several });
        this.#lastGroup = Math.max(this.#lastGroup, several.group ?? 0);
        this.#coming -= 1;
        if (isServer) this.#comingServers -= 1;
        actors.push(actor);
        actor.run?.start();
      }
    } finally {
      this.#coming -= count - actors.length;
      if (isServer) this.#comingServers -= count - actors.length;
    }
    return { actors: actors.map(({ id }) => id), ...several };
  }

  /** A client's target with an address where a name was typed. Throws `Refusal`. */
  #hostFor({
    program,
    host,
    port,
  }: Wish & { readonly program: string }): string | undefined | Promise<string> {
    const info = programInfo(program);
    if (host === undefined || info?.role !== "client") return host;
    return this.#targets.resolve({ host, port: port ?? info.port });
  }

  /** Puts a program's card on the stage, ready to start. Throws `Refusal`. */
  #prepare(id: string, { host = "127.0.0.1", port: wished, make: asked, group }: Wish): Actor {
    const info = programInfo(id);
    if (!info) throw new Refusal("unknown-program", `There is no program "${id}".`);
    if (asked !== undefined && !info.makes.includes(asked))
      throw new Refusal("unknown-make", `${id} does not exist in the make "${asked}".`);
    const make = asked ?? info.makes[0];
    const port = wished ?? info.port;
    const allowed: AllowedHost =
      info.role === "server" ? allowBind(host) : this.#targets.allow(host, port);
    const actor = this.#actors.add(info.role, info.type, id, {
      ...(make !== undefined && { make }),
      ...(group !== undefined && { group }),
    });
    const hand = new Hand();
    if (info.byHand) {
      actor.hand = hand;
      this.#hands.set(actor.id, hand);
    }
    const net = createSockets({
      actor: actor.id,
      ids: this.#ids,
      recorder: this.#recorder,
      gate: this.#conditions.gate(actor.id, this.#recorder),
      link: this.#conditions.link,
      hasRoom: () => this.#hasRoom(actor.id),
      queue: make === "one-at-a-time" ? "kernel" : "node",
      sites: this.#sites,
    });
    const worker = this.#threadWorker;
    const sites = this.#sites;
    const limit = LIMITS.threads;
    actor.run = new Run({
      actor: actor.id,
      program: this.#program(info.id, make),
      net,
      options: {
        ...{ ...allowed, port, number: actor.number, orders: hand.orders() },
        ...{ file: this.#file(), sha256 },
      },
      threads:
        make === "threads"
          ? (print) => createThreads({ worker, program: id, net, print, limit, sites })
          : null,
      record: (fact) => this.#record(fact, fact.kind === "actor.printed" ? "program" : "lab"),
      ended: () => {
        hand.end();
        this.#hands.delete(actor.id);
      },
    });
    return actor;
  }

  /** Of a group, those that can make the call now make it. Throws `Refusal` if none can. */
  async #hand({ call, ...whom }: Extract<Command, { do: "hand" }>): Promise<void> {
    const order = toOrder(await this.#resolved(call), this.#targets);
    const tries = this.#named(whom).map(async ({ hand, run }) => {
      if (!hand) throw new Refusal("not-by-hand", "This program is not driven by hand.");
      if (run?.over) throw new Refusal("wrong-state", "This program is over.");
      await hand.order(order);
    });
    const results = await Promise.allSettled(tries);
    const refused = results.find((result) => result.status === "rejected");
    if (refused && results.every(({ status }) => status === "rejected")) throw refused.reason;
  }

  /** The call with an address where it has a name. Throws `Refusal`. */
  async #resolved(call: HandCall): Promise<HandCall> {
    if (!("host" in call)) return call;
    const host = this.#targets.resolve(call);
    return typeof host === "string" ? { ...call, host } : { ...call, host: await host };
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
