import {
  type Address,
  actorsOf,
  type LinkConditions,
  type LinkScope,
  PERFECT_LINK,
  type SocketType,
  scopeKey,
} from "@sockscope/protocol";
import type { Driver } from "../os/driver.ts";
import type { Recorder } from "../recording/recorder.ts";
import { LinkDirection, type LinkDirectionOptions } from "./direction.ts";
import { ConditionedDriver } from "./driver.ts";
import type { LinkedSocket, Network, NetworkEnd } from "./network.ts";
import { seedOf } from "./random.ts";

/** The seed until a person sets one. */
const DEFAULT_SEED = 1;

interface Scoped {
  readonly scope: LinkScope;
  readonly conditions: LinkConditions;
}

interface KnownAddress {
  readonly type: SocketType;
  readonly address: Address;
  readonly actor: number;
}

/**
 * The network between all sockets of a lab: the conditions between actors, and the random seeds.
 */
export class NetworkConditions implements Network {
  readonly #recorder: Recorder;
  readonly #scopes = new Map<string, Scoped>();
  readonly #sockets = new Set<NetworkEnd>();
  /** Sockets of ended programs, with bytes still in flight. */
  readonly #orphans = new Set<NetworkEnd>();
  readonly #directions = new Set<LinkDirection>();
  readonly #knownAddresses: KnownAddress[] = [];
  #seed = DEFAULT_SEED;
  #directionCount = 0;
  #closing = false;
  /** True while no scope has conditions: sockets then need nothing else. */
  perfect = true;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** True once bytes in flight are no longer waited for. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Scopes that have conditions of their own. */
  get scopes(): number {
    return this.#scopes.size;
  }

  has(scope: LinkScope): boolean {
    return this.#scopes.has(scopeKey(scope));
  }

  /** Null removes the conditions of a scope. A seed restarts all random numbers (rule L3). */
  set(scope: LinkScope, conditions: LinkConditions | null, seed?: number): void {
    if (conditions === null) this.#scopes.delete(scopeKey(scope));
    else this.#scopes.set(scopeKey(scope), { scope, conditions });
    this.perfect = this.#scopes.size === 0;
    this.#seed = seed ?? this.#seed;
    this.#record(scope, conditions);
    if (seed !== undefined) {
      this.#directionCount = 0;
      for (const direction of this.#directions) direction.reseed(this.#nextSeed());
    }
    this.#changed();
  }

  /** The conditions from one actor to another. Null stands for an unknown actor (rule L2). */
  conditions(from: number, to: number | null): LinkConditions {
    const own =
      to === null
        ? undefined
        : (this.#scopes.get(scopeKey({ over: "direction", from, to })) ??
          this.#scopes.get(scopeKey({ over: "pair", a: from, b: to })));
    return (own ?? this.#scopes.get("stage"))?.conditions ?? PERFECT_LINK;
  }

  /** Whether there are no conditions in either direction. */
  isPerfectBetween(one: number, other: number | null): boolean {
    if (this.conditions(one, other) !== PERFECT_LINK) return false;
    return other === null || this.conditions(other, one) === PERFECT_LINK;
  }

  /** Puts the network conditions in front of a socket. */
  join(inner: Driver, socket: LinkedSocket): Driver {
    const driver = new ConditionedDriver(this, inner, socket);
    this.#sockets.add(driver);
    return driver;
  }

  orphan(driver: NetworkEnd): void {
    this.#orphans.add(driver);
  }

  leave(driver: NetworkEnd): void {
    this.#sockets.delete(driver);
    this.#orphans.delete(driver);
  }

  direction(options: Omit<LinkDirectionOptions, "seed">): LinkDirection {
    const direction = new LinkDirection({ ...options, seed: this.#nextSeed() });
    this.#directions.add(direction);
    return direction;
  }

  /** After the last direction is gone, the next ones get the same random numbers again. */
  forget(direction: LinkDirection): void {
    this.#directions.delete(direction);
    if (this.#directions.size === 0) this.#directionCount = 0;
  }

  /** The actor with this address. Null if no actor here has it. */
  actorAt(type: SocketType, address: Address): number | null {
    for (const { owner, ...driver } of this.#named())
      if (owner.type === type && covers(driver.local, address)) return owner.actor;
    const outside = this.#knownAddresses.find(
      (one) => one.type === type && covers(one.address, address),
    );
    return outside?.actor ?? null;
  }

  /** The actor of this socket. Null if the socket is closed, or does not exist. */
  ownerOf(socket: number): number | null {
    for (const { owner } of this.#sockets) if (owner.socket === socket) return owner.actor;
    return null;
  }

  /** Registers the address of an actor whose sockets are not in this process. */
  registerAddress(type: SocketType, address: Address, actor: number): void {
    this.#knownAddresses.push({ type, address, actor });
  }

  /** Removes an actor and the scopes that name it, with one `link.set` for each scope (rule L6). */
  removeActor(actor: number): void {
    const at = this.#knownAddresses.findIndex((one) => one.actor === actor);
    if (at >= 0) this.#knownAddresses.splice(at, 1);
    for (const direction of this.#directions) direction.removeActor(actor);
    const gone = [...this.#scopes.values()].filter(({ scope }) => actorsOf(scope).includes(actor));
    if (gone.length === 0) return;
    for (const { scope } of gone) this.#scopes.delete(scopeKey(scope));
    this.perfect = this.#scopes.size === 0;
    for (const { scope } of gone) this.#record(scope, null);
    this.#changed();
  }

  /** Closes the sockets of ended programs, with all bytes in flight. */
  async settle(): Promise<void> {
    await Promise.all(
      [...this.#orphans].map((socket) => new Promise<void>((closed) => socket.abandon(closed))),
    );
  }

  /** From now on a stopped program does not wait for its bytes in flight. */
  close(): void {
    this.#closing = true;
  }

  #record(scope: LinkScope, conditions: LinkConditions | null): void {
    const fact = { kind: "link.set", scope, conditions, seed: this.#seed } as const;
    this.#recorder.record(fact, "observed", "lab");
  }

  /** The new conditions apply to all bytes in flight, even to those of ended programs. */
  #changed(): void {
    for (const socket of [...this.#sockets]) socket.changed();
  }

  #nextSeed(): number {
    this.#directionCount += 1;
    return seedOf(this.#seed, this.#directionCount);
  }

  *#named(): Iterable<{ readonly owner: LinkedSocket; readonly local: Address }> {
    for (const socket of this.#sockets) {
      const local = socket.localAddress();
      if (typeof local !== "string") yield { owner: socket.owner, local };
    }
  }
}

/** Whether a socket bound to `local` receives what is sent to `address`. */
const covers = (local: Address, { address, port }: Address): boolean =>
  local.port === port &&
  (local.address === address || local.address === "0.0.0.0" || local.address === "::");
