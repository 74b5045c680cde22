import { type FileSource, type program, programInfo, SCRIPT, SOURCES } from "@sockscope/programs";
import { LIMITS, type Make } from "@sockscope/protocol";
import { CallSites, createSockets, createThreads, type Ids } from "@sockscope/sockets";
import { type AllowedHost, allowBind } from "../access/address-policy.ts";
import type { TargetPolicy } from "../access/target-policy.ts";
import { Refusal } from "../system/problem.ts";
import { sha256 } from "../system/sha256.ts";
import type { Actor, Actors } from "./actors.ts";
import type { Conditions } from "./conditions.ts";
import { Hand } from "./hand.ts";
import type { LimitReports } from "./limit-reports.ts";
import { Run } from "./run.ts";
import type { StageLimits } from "./stage-limits.ts";
import type { StageRecorder } from "./stage-recorder.ts";

/** How to start one program. */
export interface StartOptions {
  /** The address where a server binds, or to which a client connects or sends. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** How a server serves several clients. */
  readonly make?: Make | undefined;
  readonly group?: number | undefined;
}

export interface ProgramStarterOptions {
  readonly actors: Actors;
  readonly conditions: Conditions;
  readonly recorder: StageRecorder;
  readonly ids: Ids;
  readonly limits: StageLimits;
  readonly reports: LimitReports;
  readonly targets: TargetPolicy;
  /** The script of a server's worker threads. */
  readonly threadWorker: URL;
  /** The file that programs send. */
  readonly file: () => FileSource;
  /** The code of a program. */
  readonly program: typeof program;
}

/** Puts programs on the stage, each with its card, its sockets and the code that it runs. */
export class ProgramStarter {
  /** By actor: the running programs that are driven by hand. */
  readonly hands = new Map<number, Hand>();
  readonly #options: ProgramStarterOptions;
  readonly #sites = new CallSites({ script: SCRIPT, folder: SOURCES });

  constructor(options: ProgramStarterOptions) {
    this.#options = options;
  }

  /** Puts a program's card on the stage, ready to run. Throws `Refusal`. */
  prepare(id: string, start: StartOptions): Actor {
    const info = programInfo(id);
    if (!info) throw new Refusal("unknown-program", `There is no program "${id}".`);
    const { host = "127.0.0.1", port = info.port, make = info.concurrency[0], group } = start;
    if (make !== undefined && !info.concurrency.includes(make))
      throw new Refusal("unknown-make", `${id} does not exist in the make "${make}".`);
    const { actors, targets, program, file, recorder } = this.#options;
    const allowed: AllowedHost =
      info.role === "server" ? allowBind(host) : targets.allow(host, port);
    const actor = actors.add(info.role, info.type, id, {
      ...(make !== undefined && { make }),
      ...(group !== undefined && { group }),
    });
    const hand = new Hand();
    if (info.byHand) {
      actor.hand = hand;
      this.hands.set(actor.id, hand);
    }
    const net = this.#sockets(actor.id, make);
    actor.run = new Run({
      actor: actor.id,
      program: program(info.id, make),
      net,
      options: {
        ...{ ...allowed, port, number: actor.number, orders: hand.orders() },
        ...{ file: file(), sha256 },
      },
      threads: make === "threads" ? this.#threads(id, net) : null,
      record: (fact) =>
        recorder.record(fact, "observed", fact.kind === "actor.printed" ? "program" : "lab"),
      ended: () => {
        hand.end();
        this.hands.delete(actor.id);
      },
    });
    return actor;
  }

  #sockets(actor: number, make: Make | undefined): ReturnType<typeof createSockets> {
    const { ids, recorder, conditions, limits, reports } = this.#options;
    return createSockets({
      ...{ actor, ids, recorder, sites: this.#sites },
      gate: conditions.gate(actor, recorder),
      link: conditions.link,
      hasRoom: () => {
        const { hasRoom } = limits;
        reports.sockets(actor, hasRoom);
        return hasRoom;
      },
      queue: make === "one-at-a-time" ? "kernel" : "node",
    });
  }

  #threads(
    id: string,
    net: ReturnType<typeof createSockets>,
  ): (print: (text: string) => void) => ReturnType<typeof createThreads> {
    const worker = this.#options.threadWorker;
    const sites = this.#sites;
    const limit = LIMITS.threads;
    return (print) => createThreads({ worker, program: id, net, print, limit, sites });
  }
}
