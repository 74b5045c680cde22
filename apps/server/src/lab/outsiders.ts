import { type Address, addressText, LIMITS, type SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { DeferredCloses } from "../kernel/deferred-closes.ts";
import type { Process } from "../kernel/tables/processes.mjs";
import { LocalEndpoints } from "./local-endpoints.ts";
import type { OutsiderCards } from "./outsider-cards.ts";

interface Outsider {
  readonly actor: number;
  readonly type: SocketType;
  readonly key: string;
  readonly address: Address;
  /** Sockets of ours that are connected with it. */
  readonly sockets: Set<number>;
  /** Connections that it has had, also those that are over. */
  connections: number;
  /** Clients of ours reach it at its address. */
  isServer: boolean;
  process: Process | null;
  /** Its process is gone. */
  hasLeft: boolean;
  /** Grows with time: when its last connection was over, or its last datagram came. */
  heard: number;
}

/** Connections that are over, of which the kernel may still say whose they were. */
const REMEMBERED = 512;

/**
 * Programs that are not ours: who connects or sends to us from an address that no socket of ours has,
 * and whom our clients reach on such a port. One is known by its address, until the kernel says which
 * process it is: from then on that is what it is known by.
 */
export class Outsiders {
  readonly #cards: OutsiderCards;
  readonly #ends = new LocalEndpoints();
  /** Who stands for an address. */
  readonly #present = new Map<string, Outsider>();
  /** All that have a card, also those that have left. */
  readonly #byActor = new Map<number, Outsider>();
  /** Who is which process; one has a card for each type of socket. */
  readonly #byProcess = new Map<string, Outsider>();
  /** Those of them without a connection. */
  readonly #idle = new Set<Outsider>();
  readonly #most: number;
  #clock = 0;
  /** The outsider at the other end of a socket of ours, also of one that is over. */
  readonly #bySocket = new Map<number, Outsider>();
  /** Where a `connect` goes to, until it ends. */
  readonly #targets = new Map<number, Address>();
  /** Connections that were seen in an accept queue, until they are accepted, and the listener. */
  readonly #queued = new Map<number, number>();
  /** Connections of outsiders that wait in the accept queue of a listener. */
  readonly #queues = new Map<number, Set<number>>();
  /** An outsider that sends datagrams, by its port: what else is asked is slower. */
  readonly #senders = new Map<number, Outsider>();
  /** Those that the kernel was seen to have in the accept queue of a listening socket, by their addresses. */
  readonly #waiting = new Map<number, Map<string, Outsider>>();
  readonly #closes = new DeferredCloses();

  /** At most so many without a connection keep their cards. */
  constructor(cards: OutsiderCards, most: number = LIMITS.outsiders) {
    this.#cards = cards;
    this.#most = most;
  }

  /** Before the fact is recorded, so that a card is there before what it did. */
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
        this.#queued.set(fact.connection, fact.socket);
        if (this.#ends.takeDialling(fact.peer)) break;
        this.#come(fact.peer, fact.connection);
        this.#queues.set(
          fact.socket,
          (this.#queues.get(fact.socket) ?? new Set()).add(fact.connection),
        );
        break;
      case "datagram.dropped":
        this.hear(fact.address);
        break;
      default:
        break;
    }
    this.#ends.see(fact);
  }

  /** After the fact is recorded. */
  after(fact: RecordedFact): void {
    const closed = this.#closes.see(fact);
    if (closed !== null) this.#closed(closed);
    if (fact.kind !== "call.ended" || fact.socket === null) return;
    const { socket, verb, result, error } = fact;
    if (verb === "accept" && result?.socket !== undefined)
      this.#queues.get(socket)?.delete(result.socket);
    if (error?.errno === "ECONNRESET" || error?.errno === "EPIPE") this.#part(socket);
  }

  /** Its card was taken away; should it come again, it gets a new one. */
  forget(actor: number): void {
    const outsider = this.#byActor.get(actor);
    if (!outsider) return;
    this.#byActor.delete(actor);
    this.#idle.delete(outsider);
    this.#leaveAddress(outsider);
    const { process, type } = outsider;
    if (process && this.#byProcess.get(keyOf(type, process)) === outsider)
      this.#byProcess.delete(keyOf(type, process));
  }

  /** Before a datagram of this sender is recorded. */
  hear(address: Address): void {
    const known = this.#senders.get(address.port);
    if (known?.address.address === address.address) {
      known.heard = ++this.#clock;
      return;
    }
    if (!this.#ends.sends(address))
      this.#senders.set(address.port, this.#meet("SOCK_DGRAM", address, null));
  }

  /** Whether the other end of this connection is an outsider's. */
  has(socket: number): boolean {
    return this.#bySocket.has(socket);
  }

  /** Whether a datagram socket of ours has this address. */
  isOurs(address: Address): boolean {
    return this.#ends.sends(address);
  }

  /** The kernel says who waits in the accept queue of a listening socket. */
  waits(listener: number, peers: readonly Address[]): void {
    const before = this.#waiting.get(listener) ?? new Map<string, Outsider>();
    const now = new Map<string, Outsider>();
    for (const peer of peers) {
      if (this.#ends.isDialling(peer)) continue;
      const key = `SOCK_STREAM ${addressText(peer)}`;
      now.set(key, before.get(key) ?? this.#waiter(peer));
    }
    // Whoever has been reset meanwhile is not in the queue any more, and no `accept` returns its address.
    for (const [key, outsider] of before)
      if (!now.has(key) && outsider.connections === 0) this.#rest(outsider);
    if (now.size > 0) this.#waiting.set(listener, now);
    else this.#waiting.delete(listener);
  }

  #waiter(peer: Address): Outsider {
    const known = this.#present.get(`SOCK_STREAM ${addressText(peer)}`);
    if (known && known.sockets.size === 0) this.#leaveAddress(known);
    return this.#present.get(`SOCK_STREAM ${addressText(peer)}`) ?? this.#add("SOCK_STREAM", peer);
  }

  /** The kernel says whose the other end is. */
  owned(
    {
      type,
      socket,
      actor,
      address,
    }: { type: SocketType; socket: number; actor: number; address: Address },
    process: Process,
  ): void {
    const isStream = type === "SOCK_STREAM";
    const outsider = isStream ? this.#bySocket.get(socket) : this.#meet(type, address, null);
    if (!outsider || !this.#byActor.has(outsider.actor)) return;
    const other = this.#byProcess.get(keyOf(type, process));
    if (other === outsider) return;
    if (isStream && other) this.#move(outsider, other, { actor, socket, address });
    else if (outsider.process === null && !outsider.hasLeft) this.#name(outsider, process);
    else if (isStream) {
      const added = this.#add(type, address);
      this.#name(added, process);
      this.#move(outsider, added, { actor, socket, address });
    } else {
      // The address is another one's now.
      this.#leaveAddress(outsider);
      this.#name(this.#meet(type, address, null), process);
    }
  }

  /** The kernel says that this process is gone. */
  gone(process: Process): void {
    for (const outsider of this.#byActor.values()) {
      if (outsider.hasLeft || outsider.process?.pid !== process.pid) continue;
      if (outsider.process.start !== process.start) continue;
      outsider.hasLeft = true;
      this.#leaveAddress(outsider);
      this.#byProcess.delete(keyOf(outsider.type, process));
      this.#cards.left(outsider.actor);
    }
  }

  /** Those that have a card and have not left. */
  processes(): readonly Process[] {
    const processes = new Map<string, Process>();
    for (const { process, type, hasLeft } of this.#byActor.values())
      if (process && !hasLeft) processes.set(keyOf(type, process), process);
    return [...processes.values()];
  }

  #connected({ call, actor, socket, error }: Extract<RecordedFact, { kind: "call.ended" }>): void {
    const target = this.#targets.get(call);
    this.#targets.delete(call);
    if (!target || error || socket === null || this.#ends.listens(target)) return;
    if (!this.#ends.takeUnseen(socket)) return;
    const outsider = this.#meet("SOCK_STREAM", target, socket);
    outsider.isServer = true;
    // Its card bears another address: that it stands for this one too must be said.
    if (addressText(outsider.address) !== addressText(target))
      this.#cards.moved({ actor, socket, address: target }, outsider.actor);
  }

  /** One that waited in the kernel's own queue is seen here for the first time. */
  #accepted({ result }: Extract<RecordedFact, { kind: "call.ended" }>): void {
    const { socket, address } = result ?? {};
    if (socket === undefined || this.#queued.delete(socket)) return;
    // One that was reset while it waited has no address any more.
    if (address === undefined || address.port === 0) return;
    if (!this.#ends.takeDialling(address)) this.#come(address, socket);
  }

  /** A client's port is used again by anybody, once its connection is over. */
  #come(address: Address, socket: number): void {
    const key = `SOCK_STREAM ${addressText(address)}`;
    const before = this.#present.get(key);
    const waited = [...this.#waiting.values()].some((waiting) => waiting.delete(key));
    if (before && before.sockets.size === 0 && !waited) this.#leaveAddress(before);
    this.#meet("SOCK_STREAM", address, socket);
  }

  #meet(type: SocketType, address: Address, socket: number | null): Outsider {
    let outsider = this.#present.get(`${type} ${addressText(address)}`);
    if (!outsider) {
      outsider = this.#add(type, address);
      if (socket === null) this.#rest(outsider);
    }
    if (socket !== null) this.#join(outsider, socket);
    return outsider;
  }

  #add(type: SocketType, address: Address): Outsider {
    const actor = this.#cards.add(type, address);
    const key = `${type} ${addressText(address)}`;
    const outsider: Outsider = {
      ...{ actor, type, key, address, sockets: new Set(), connections: 0 },
      ...{ isServer: false, process: null, hasLeft: false, heard: 0 },
    };
    this.#present.set(key, outsider);
    this.#byActor.set(actor, outsider);
    return outsider;
  }

  #join(outsider: Outsider, socket: number): void {
    outsider.sockets.add(socket);
    outsider.connections += 1;
    this.#idle.delete(outsider);
    this.#bySocket.set(socket, outsider);
    if (this.#bySocket.size > REMEMBERED) this.#forgetOldest();
  }

  /** Of the connections that are over. */
  #forgetOldest(): void {
    for (const [socket, outsider] of this.#bySocket) {
      if (this.#bySocket.size <= REMEMBERED) return;
      if (!outsider.sockets.has(socket)) this.#bySocket.delete(socket);
    }
  }

  #name(outsider: Outsider, process: Process): void {
    outsider.process = process;
    this.#byProcess.set(keyOf(outsider.type, process), outsider);
    this.#cards.known(outsider.actor, process);
  }

  #move(
    from: Outsider,
    to: Outsider,
    of: { actor: number; socket: number; address: Address },
  ): void {
    const { socket } = of;
    const isOpen = from.sockets.delete(socket);
    from.connections -= 1;
    this.#bySocket.set(socket, to);
    to.connections += 1;
    if (isOpen) {
      to.sockets.add(socket);
      this.#idle.delete(to);
    }
    this.#cards.moved(of, to.actor);
    if (from.connections === 0) {
      this.forget(from.actor);
      this.#cards.merged(from.actor, from, to.actor);
    } else if (isOpen && from.sockets.size === 0) this.#rest(from);
    // Whoever is reached there next is most likely the one that was reached last.
    if (from.isServer) {
      to.isServer = true;
      this.#present.set(`${to.type} ${addressText(of.address)}`, to);
    }
    if (to.sockets.size === 0) this.#rest(to);
  }

  /** It stands for its address no more. */
  #leaveAddress(outsider: Outsider): void {
    for (const [key, one] of this.#present) if (one === outsider) this.#present.delete(key);
    const { port } = outsider.address;
    if (this.#senders.get(port) === outsider) this.#senders.delete(port);
  }

  /** It has no connection; of all such the one that has been quiet longest may lose its card. */
  #rest(outsider: Outsider): void {
    outsider.heard = ++this.#clock;
    this.#idle.add(outsider);
    if (this.#idle.size <= this.#most) return;
    let quietest = outsider;
    for (const one of this.#idle) if (one.heard < quietest.heard) quietest = one;
    this.forget(quietest.actor);
    this.#cards.tooMany(quietest.actor);
  }

  #closed(socket: number): void {
    this.#part(socket);
    for (const [connection, listener] of this.#queued)
      if (listener === socket) this.#queued.delete(connection);
    // The kernel resets what a closed listener had not accepted.
    for (const connection of this.#queues.get(socket) ?? []) this.#part(connection);
    this.#queues.delete(socket);
    this.waits(socket, []);
  }

  #part(socket: number): void {
    const outsider = this.#bySocket.get(socket);
    if (!outsider?.sockets.delete(socket) || outsider.sockets.size > 0) return;
    if (this.#byActor.has(outsider.actor)) this.#rest(outsider);
  }
}

const keyOf = (type: SocketType, { pid, start }: Process): string => `${type} ${pid} ${start}`;
