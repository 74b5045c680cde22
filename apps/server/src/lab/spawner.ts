import { programInfo } from "@sockscope/programs";
import { type Command, LIMITS } from "@sockscope/protocol";
import type { TargetPolicy } from "../access/target-policy.ts";
import { enoughOpenFiles } from "../system/open-files.ts";
import { Refusal } from "../system/problem.ts";
import type { Actor, Actors } from "./actors.ts";
import type { ProgramStarter } from "./program-starter.ts";
import type { StageLimits } from "./stage-limits.ts";

type SpawnCommand = Extract<Command, { do: "spawn" }>;

/** What a `spawn` has started. */
export interface Spawned {
  readonly actors: readonly number[];
  /** The group of these actors, if there are several (rule E17). */
  readonly group?: number;
}

export interface SpawnerOptions {
  readonly actors: Actors;
  readonly limits: StageLimits;
  readonly targets: TargetPolicy;
  readonly starter: ProgramStarter;
}

/** Carries out `spawn`: starts one program, or a group of them. */
export class Spawner {
  readonly #options: SpawnerOptions;
  #lastGroup = 0;
  /** Programs of unfinished spawns that are not on the stage yet. */
  #coming = 0;
  #comingServers = 0;
  /** Advances with each `cancel`. */
  #epoch = 0;

  constructor(options: SpawnerOptions) {
    this.#options = options;
  }

  /** Lets unfinished spawns start no more programs. */
  cancel(): void {
    this.#epoch += 1;
  }

  /**
   * Starts one program in each turn of the event loop, because Node accepts one connection in each.
   * More would fill the accept queue of a server of ours, and the kernel would let their clients
   * retry only after a second or more. Throws `Refusal`, if at all, before the first one starts.
   */
  async spawn(command: SpawnCommand): Promise<Spawned> {
    const { program, count, port, make } = command;
    const resolving = this.#resolveHost(command);
    // Without a name to resolve it begins at once.
    const host = typeof resolving === "object" ? await resolving : resolving;
    const isServer = programInfo(program)?.role === "server";
    this.#check(count, isServer);
    const several = count > 1 ? { group: this.#lastGroup + 1 } : {};
    const epoch = this.#epoch;
    const actors: Actor[] = [];
    this.#expect(count, isServer);
    try {
      while (actors.length < count) {
        if (actors.length > 0) await new Promise((resolve) => setImmediate(resolve));
        if (epoch !== this.#epoch) break;
        const actor = this.#options.starter.prepare(program, { host, port, make, ...several });
        this.#lastGroup = Math.max(this.#lastGroup, several.group ?? 0);
        this.#expect(-1, isServer);
        actors.push(actor);
        actor.run?.start();
      }
    } finally {
      this.#expect(actors.length - count, isServer);
    }
    return { actors: actors.map(({ id }) => id), ...several };
  }

  /** Expects `count` more programs, or fewer if it is negative. */
  #expect(count: number, isServer: boolean): void {
    this.#coming += count;
    if (isServer) this.#comingServers += count;
  }

  /** Whether `count` more programs may be started. Throws `Refusal`. */
  #check(count: number, isServer: boolean): void {
    const { actors, limits } = this.#options;
    const all = actors.alive() + this.#coming + count;
    if (all > LIMITS.actors || (count > 1 && !enoughOpenFiles(all)))
      throw new Refusal(
        "too-many-actors",
        `At most ${LIMITS.actors} programs can run at once, fewer where few files may be open.`,
      );
    if (isServer) limits.servers(actors.aliveServers() + this.#comingServers, count);
    limits.spawn(count);
  }

  /** The address of a client's target, also when a name was entered. Throws `Refusal`. */
  #resolveHost({ program, host, port }: SpawnCommand): string | undefined | Promise<string> {
    const info = programInfo(program);
    if (host === undefined || info?.role !== "client") return host;
    return this.#options.targets.resolve({ host, port: port ?? info.port });
  }
}
