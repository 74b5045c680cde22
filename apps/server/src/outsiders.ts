import { type Address, addressText, LIMITS, type SocketType } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { HeldCloses } from "./held-closes.ts";
import { OwnEnds } from "./own-ends.ts";

export interface OutsiderCards {
  /** Puts a card on the stage; gives the id of the new actor. */
  add(type: SocketType, address: Address): number;
  left(actor: number): void;
  /** Takes its card away, because there are too many of those without a connection. */
  tooMany(actor: number): void;
}

interface Outsider {
  readonly actor: number;
  readonly key: string;
  readonly address: Address;
  /** Sockets of ours that are connected with it. */
  readonly sockets: Set<number>;
  /** Grows with time: when it left, or its last datagram came. */
  heard: number;
}

/**
 * Programs that are not ours, known only from what our sockets see of them: who connects or sends
 * to us from an address that no socket of ours has, and whom our clients reach on such a port.
 */
export class Outsiders {
  readonly #cards: OutsiderCards;
  readonly #ends = new OwnEnds();
  readonly #present = new Map<string, Outsider>();
  /** All that have a card, also those that have left. */
  readonly #byActor = new Map<number, Outsider>();
  /** Those of them without a connection: they left, or send datagrams. */
  readonly #idle = new Set<Outsider>();
  readonly #most: number;
  #clock = 0;
  /** The outsider at the other end of a socket of ours. */
  readonly #bySocket = new Map<number, string>();
  /** Where a `connect` goes to, until it ends. */
  readonly #targets = new Map<number, Address>();
  /** Connections that were seen in an accept queue, until they are accepted, and the listener. */
  readonly #queued = new Map<number, number>();
  /** Connections of outsiders that wait in the accept queue of a listener. */
  readonly #queues = new Map<number, Set<number>>();
  /** An outsider that sends datagrams, by its port: what else is asked is slower. */
  readonly #senders = new Map<number, Outsider>();
  readonly #closes = new HeldCloses();

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
        this.#meet("SOCK_STREAM", fact.peer, fact.connection);
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

  /** After the fact is recorded: an outsider has left when its last connection is over. */
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
    const { key, address } = outsider;
    if (this.#present.get(key) === outsider) this.#present.delete(key);
    if (this.#senders.get(address.port) === outsider) this.#senders.delete(address.port);
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

  #connected({ call, socket, error }: Extract<RecordedFact, { kind: "call.ended" }>): void {
    const target = this.#targets.get(call);
    this.#targets.delete(call);
    if (!target || error || socket === null || this.#ends.listens(target)) return;
    if (this.#ends.takeUnseen(socket)) this.#meet("SOCK_STREAM", target, socket);
  }

  /** One that waited in the kernel's own queue is seen here for the first time. */
  #accepted({ result }: Extract<RecordedFact, { kind: "call.ended" }>): void {
    const { socket, address } = result ?? {};
    if (socket === undefined || this.#queued.delete(socket)) return;
    // One that was reset while it waited has no address any more.
    if (address === undefined || address.port === 0) return;
    if (!this.#ends.takeDialling(address)) this.#meet("SOCK_STREAM", address, socket);
  }

  #meet(type: SocketType, address: Address, socket: number | null): Outsider {
    const key = `${type} ${addressText(address)}`;
    let outsider = this.#present.get(key);
    if (!outsider) {
      const actor = this.#cards.add(type, address);
      outsider = { actor, key, address, sockets: new Set(), heard: 0 };
      this.#present.set(key, outsider);
      this.#byActor.set(actor, outsider);
      if (socket === null) this.#rest(outsider);
    }
    if (socket === null) return outsider;
    outsider.sockets.add(socket);
    this.#bySocket.set(socket, key);
    return outsider;
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
  }

  #part(socket: number): void {
    const key = this.#bySocket.get(socket);
    if (key === undefined) return;
    this.#bySocket.delete(socket);
    const outsider = this.#present.get(key);
    if (!outsider?.sockets.delete(socket) || outsider.sockets.size > 0) return;
    this.#present.delete(key);
    this.#cards.left(outsider.actor);
    if (this.#byActor.has(outsider.actor)) this.#rest(outsider);
  }
}
