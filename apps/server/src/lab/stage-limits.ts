import type { MadeCall, RecordedFact, RecordedPayload, RecordedResult } from "@sockscope/sockets";
import { DeferredCloses } from "../kernel/deferred-closes.ts";
import { Refusal } from "../system/problem.ts";
import { EchoLoops } from "./echo-loops.ts";

/** ms of the window of a limit per second. */
const SECOND = 1000;

/** The reactions to a running program that has met a limit (rule E19). */
export interface LimitActions {
  /** `rest`: ms until it may move bytes again. */
  bytes(actor: number, rest: number): void;
  answers(actor: number): void;
  echoes(actor: number): void;
}

/** The fields of `LIMITS` that apply to the stage. */
export type Limits = Readonly<
  Record<
    | "sockets"
    | "servers"
    | "spawnsPerSecond"
    | "spawnBurst"
    | "bytesPerSecond"
    | "answersPerSecond"
    | "echoes"
    | "outsiders",
    number
  >
>;

/** The amount of something since a time. */
interface Window {
  since: number;
  amount: number;
}

/**
 * Limits what may be started and moved, so that no program and no peer can use up everything. It
 * sees the facts of all programs. The lab carries out its reactions.
 */
export class StageLimits {
  readonly #actions: LimitActions;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #open = new Set<number>();
  /** Connections in the queues of listening sockets, which close with them. */
  readonly #queues = new Map<number, Set<number>>();
  readonly #closes = new DeferredCloses();
  readonly #bytes = new Map<number, Window>();
  readonly #answers = new Map<number, Window>();
  /** The programs that serve datagrams, and their ports. */
  readonly #datagramServers = new Set<number>();
  readonly #datagramPorts = new Map<number, number>();
  /** Loops of these servers with foreign programs. */
  readonly #loops: EchoLoops;
  #spawns: Window;
  /**
   * The actor of the last call that moved bytes, and its window. The next call is mostly of the
   * same actor.
   */
  #mover = 0;
  #moves: Window = { since: 0, amount: 0 };

  /** `now` in ms, from any start. */
  constructor(actions: LimitActions, limits: Limits, now: () => number = () => performance.now()) {
    this.#actions = actions;
    this.#limits = limits;
    this.#now = now;
    this.#spawns = { since: now(), amount: 0 };
    this.#loops = new EchoLoops({
      max: limits.echoes,
      perSecond: limits.answersPerSecond,
      now,
    });
  }

  get hasRoom(): boolean {
    return this.#open.size < this.#limits.sockets;
  }

  /** Call before `count` servers are started while `alive` run. Throws `Refusal`. */
  servers(alive: number, count: number): void {
    if (alive + count > this.#limits.servers)
      throw new Refusal(
        "too-many-servers",
        `At most ${this.#limits.servers} servers can run at once.`,
      );
  }

  /** Call before `count` programs are started. Throws `Refusal` without counting them. */
  spawn(count: number): void {
    if (this.#open.size + count > this.#limits.sockets)
      throw new Refusal("too-many-sockets", `At most ${this.#limits.sockets} sockets can be open.`);
    const now = this.#now();
    const { since, amount } = this.#spawns;
    const left = Math.max(0, amount - ((now - since) / SECOND) * this.#limits.spawnsPerSecond);
    if (left + count > this.#limits.spawnBurst)
      throw new Refusal(
        "too-many-spawns",
        `At most ${this.#limits.spawnsPerSecond} programs can be started a second.`,
      );
    this.#spawns = { since: now, amount: left + count };
  }

  /** Must see every other fact. */
  see(fact: RecordedFact): void {
    const closed = this.#closes.see(fact);
    if (closed !== null) this.#close(closed);
    switch (fact.kind) {
      case "call.began":
        if (fact.verb === "sendto") this.sends(fact);
        return;
      case "call.ended":
        if (fact.result && !fact.error) this.#ended(fact, fact.result);
        return;
      case "connection.queued":
        this.#open.add(fact.connection);
        this.#queueOf(fact.socket).add(fact.connection);
        return;
      case "actor.added":
        if (fact.role === "server" && fact.type === "SOCK_DGRAM")
          this.#datagramServers.add(fact.actor);
        return;
      case "actor.ended":
        return this.#forget(fact.actor);
      default:
        return;
    }
  }

  /**
   * Must see every datagram before it is sent. A client does not answer answers for ever; a server
   * does.
   */
  sends({ actor, args }: Pick<MadeCall, "actor" | "args">): void {
    const { address, payload } = args;
    if (!address || !this.#datagramServers.has(actor)) return;
    if (!this.#datagramPorts.has(address.port)) {
      if (payload) this.#loops.sent(actor, address.port, payload);
      return;
    }
    const window = this.#windowOf(this.#answers, actor);
    const rest = this.#passes(window, 1, this.#limits.answersPerSecond);
    if (rest !== null) this.#actions.answers(actor);
  }

  /** Must see every call that has moved bytes. */
  moves(
    { actor, verb }: Pick<MadeCall, "actor" | "verb">,
    { payload, count = 0, address }: RecordedResult,
  ): void {
    if (actor !== this.#mover) {
      this.#mover = actor;
      this.#moves = this.#windowOf(this.#bytes, actor);
    }
    const bytes = payload === undefined ? count : payload.length;
    const rest = this.#passes(this.#moves, bytes, this.#limits.bytesPerSecond);
    if (rest !== null) this.#actions.bytes(actor, rest);
    if (verb === "recvfrom" && payload && address && this.#datagramServers.has(actor))
      this.#hears(actor, address.port, payload);
  }

  #ended(
    { actor, socket, verb }: Pick<MadeCall, "actor" | "socket" | "verb">,
    result: RecordedResult,
  ): void {
    switch (verb) {
      case "send":
      case "sendall":
      case "sendto":
      case "recv":
      case "recvfrom":
        return this.moves({ actor, verb }, result);
      case "socket":
      case "accept":
        if (result.socket === undefined) return;
        this.#open.add(result.socket);
        if (socket !== null) this.#queues.get(socket)?.delete(result.socket);
        return;
      case "bind":
        if (result.address && this.#datagramServers.has(actor))
          this.#datagramPorts.set(result.address.port, actor);
        return;
      default:
        return;
    }
  }

  #hears(actor: number, port: number, payload: RecordedPayload): void {
    if (this.#datagramPorts.has(port)) return;
    if (this.#loops.received(actor, port, payload)) this.#actions.echoes(actor);
  }

  /**
   * The ms that are left of this second if the limit is met, else null. The clock is read only when
   * the amount is reached, so that counting costs next to nothing.
   */
  #passes(window: Window, more: number, max: number): number | null {
    window.amount += more;
    if (window.amount <= max) return null;
    const now = this.#now();
    const rest = window.since + SECOND - now;
    window.since = now;
    window.amount = 0;
    return rest > 0 ? rest : null;
  }

  #windowOf(windows: Map<number, Window>, actor: number): Window {
    const window = windows.get(actor) ?? { since: this.#now(), amount: 0 };
    windows.set(actor, window);
    return window;
  }

  #queueOf(listener: number): Set<number> {
    const queue = this.#queues.get(listener) ?? new Set();
    this.#queues.set(listener, queue);
    return queue;
  }

  #close(socket: number): void {
    this.#open.delete(socket);
    for (const connection of this.#queues.get(socket) ?? []) this.#open.delete(connection);
    this.#queues.delete(socket);
  }

  #forget(actor: number): void {
    if (this.#mover === actor) this.#mover = 0;
    this.#bytes.delete(actor);
    this.#answers.delete(actor);
    this.#loops.forget(actor);
    this.#datagramServers.delete(actor);
    for (const [port, owner] of this.#datagramPorts)
      if (owner === actor) this.#datagramPorts.delete(port);
  }
}
