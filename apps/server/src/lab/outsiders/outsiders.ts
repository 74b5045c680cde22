import { type Address, addressText, LIMITS, type SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { DeferredCloses } from "../../kernel/deferred-closes.ts";
import type { Process } from "../../kernel/tables/processes.mjs";
import { LocalEndpoints } from "./local-endpoints.ts";
import type { OutsiderCards, PeerOf } from "./outsider-cards.ts";
import { type Outsider, OutsiderRegistry } from "./outsider-registry.ts";

/**
 * Finds foreign programs, from the facts of all programs and from readings of the kernel: those
 * that connect or send to us from an address that no socket of ours has, and those that our clients
 * reach at such an address.
 */
export class Outsiders {
  readonly #registry: OutsiderRegistry;
  readonly #cards: OutsiderCards;
  readonly #endpoints = new LocalEndpoints();
  readonly #closes = new DeferredCloses();
  /** The target of each `connect`, by call, until it ends. */
  readonly #targets = new Map<number, Address>();
  /** The listener of each connection that was seen in an accept queue, until it is accepted. */
  readonly #queued = new Map<number, number>();
  /** Connections of outsiders that wait in the accept queue of a listener. */
  readonly #queues = new Map<number, Set<number>>();
  /** The senders of datagrams, by port alone: a full look-up for each datagram is slower. */
  readonly #senders = new Map<number, Outsider>();
  /** The outsiders in the kernel's accept queue of a listening socket, by address. */
  readonly #waiting = new Map<number, Map<string, Outsider>>();

  /** At most `maxIdle` outsiders without a connection keep their cards. */
  constructor(cards: OutsiderCards, maxIdle: number = LIMITS.outsiders) {
    this.#cards = cards;
    this.#registry = new OutsiderRegistry(cards, maxIdle, (outsider) => {
      const { port } = outsider.address;
      if (this.#senders.get(port) === outsider) this.#senders.delete(port);
    });
  }

  /** Called before a fact is recorded, so that a card exists before its outsider acts. */
  before(fact: RecordedFact): void {
    switch (fact.kind) {
      case "call.began":
        if (fact.verb === "connect" && fact.args.address)
          this.#targets.set(fact.call, fact.args.address);
        break;
      case "call.ended":
        if (fact.verb === "connect") this.#connected(fact);
        if (fact.verb === "accept") this.#accepted(fact);
        if (fact.verb === "bind") this.#senders.clear();
        break;
      case "socket.named":
        // The address may be one that an outsider had before.
        this.#senders.clear();
        break;
      case "connection.queued":
        this.#enqueued(fact);
        break;
      case "datagram.dropped":
        this.hear(fact.address);
        break;
      default:
        break;
    }
    this.#endpoints.see(fact);
  }

  /** Called after a fact is recorded. */
  after(fact: RecordedFact): void {
    const closed = this.#closes.see(fact);
    if (closed !== null) this.#closed(closed);
    if (fact.kind !== "call.ended" || fact.socket === null) return;
    const { socket, verb, result, error } = fact;
    if (verb === "accept" && result?.socket !== undefined)
      this.#queues.get(socket)?.delete(result.socket);
    if (error?.errno === "ECONNRESET" || error?.errno === "EPIPE")
      this.#registry.disconnect(socket);
  }

  /** Its card was removed. If it returns, it gets a new one. */
  forget(actor: number): void {
    this.#registry.forget(actor);
  }

  /** Called before a datagram of this sender is recorded. */
  hear(address: Address): void {
    const known = this.#senders.get(address.port);
    if (known?.address.address === address.address) {
      known.lastActive = ++this.#registry.clock;
      return;
    }
    if (!this.#endpoints.sends(address))
      this.#senders.set(address.port, this.#registry.ensure("SOCK_DGRAM", address, null));
  }

  /** Whether the other end of this connection belongs to an outsider. */
  has(socket: number): boolean {
    return this.#registry.has(socket);
  }

  /** Whether a datagram socket of ours has this address. */
  isOurs(address: Address): boolean {
    return this.#endpoints.sends(address);
  }

  /** The kernel has reported which clients wait in the accept queue of a listening socket. */
  waits(listener: number, peers: readonly Address[]): void {
    const before = this.#waiting.get(listener) ?? new Map<string, Outsider>();
    const now = new Map<string, Outsider>();
    for (const peer of peers) {
      if (this.#endpoints.isDialling(peer)) continue;
      const key = addressText(peer);
      now.set(key, before.get(key) ?? this.#waiter(peer));
    }
    // A client that was reset has left the queue, and no `accept` will return its address.
    for (const [key, outsider] of before)
      if (!now.has(key) && outsider.connections === 0) this.#registry.markIdle(outsider);
    if (now.size > 0) this.#waiting.set(listener, now);
    else this.#waiting.delete(listener);
  }

  /** The kernel has named the process at the other end of a socket. */
  owned({ type, ...peer }: PeerOf & { readonly type: SocketType }, process: Process): void {
    this.#registry.identify(type, peer, process);
  }

  /** The kernel has reported that this process is gone. */
  gone(process: Process): void {
    this.#registry.gone(process);
  }

  /** The processes with a card that have not left. */
  processes(): readonly Process[] {
    return this.#registry.processes();
  }

  #waiter(peer: Address): Outsider {
    const known = this.#registry.at("SOCK_STREAM", peer);
    if (known && known.sockets.size === 0) this.#registry.leaveAddress(known);
    return this.#registry.at("SOCK_STREAM", peer) ?? this.#registry.add("SOCK_STREAM", peer);
  }

  #enqueued({
    connection,
    socket,
    peer,
  }: Extract<RecordedFact, { kind: "connection.queued" }>): void {
    this.#queued.set(connection, socket);
    if (this.#endpoints.takeDialling(peer)) return;
    this.#come(peer, connection);
    this.#queues.set(socket, (this.#queues.get(socket) ?? new Set()).add(connection));
  }

  #connected({ call, actor, socket, error }: Extract<RecordedFact, { kind: "call.ended" }>): void {
    const target = this.#targets.get(call);
    this.#targets.delete(call);
    if (!target || error || socket === null || this.#endpoints.listens(target)) return;
    if (!this.#endpoints.takeUnseen(socket)) return;
    const outsider = this.#registry.ensure("SOCK_STREAM", target, socket);
    outsider.isServer = true;
    // Its card shows another address, so it must be recorded that it has this one, too.
    if (addressText(outsider.address) !== addressText(target))
      this.#cards.moved({ actor, socket, address: target }, outsider.actor);
  }

  /** A client that waited in the kernel's own queue is seen here for the first time. */
  #accepted({ result }: Extract<RecordedFact, { kind: "call.ended" }>): void {
    const { socket, address } = result ?? {};
    if (socket === undefined || this.#queued.delete(socket)) return;
    // A client that was reset while it waited no longer has an address.
    if (address === undefined || address.port === 0) return;
    if (!this.#endpoints.takeDialling(address)) this.#come(address, socket);
  }

  /** A client connects. Once its connection has ended, any other program may use its port. */
  #come(address: Address, socket: number): void {
    const key = addressText(address);
    const before = this.#registry.at("SOCK_STREAM", address);
    const waited = [...this.#waiting.values()].some((waiting) => waiting.delete(key));
    if (before && before.sockets.size === 0 && !waited) this.#registry.leaveAddress(before);
    this.#registry.ensure("SOCK_STREAM", address, socket);
  }

  #closed(socket: number): void {
    this.#registry.disconnect(socket);
    for (const [connection, listener] of this.#queued)
      if (listener === socket) this.#queued.delete(connection);
    // The kernel resets the connections that a closed listener had not accepted.
    for (const connection of this.#queues.get(socket) ?? []) this.#registry.disconnect(connection);
    this.#queues.delete(socket);
    this.waits(socket, []);
  }
}
