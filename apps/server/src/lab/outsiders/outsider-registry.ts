import { type Address, addressText, type SocketType } from "@sockscope/protocol";
import type { Process } from "../../kernel/tables/processes.mjs";
import type { OutsiderCards, PeerOf } from "./outsider-cards.ts";

/** A program that is not ours, as far as it is seen. */
export interface Outsider {
  readonly actor: number;
  readonly type: SocketType;
  readonly address: Address;
  /** Sockets of ours that are connected with it. */
  readonly sockets: Set<number>;
  /** How many connections it has had, also those that are over. */
  connections: number;
  /** Clients of ours reach it at its address. */
  isServer: boolean;
  /** Null until the kernel has said which process it is. */
  process: Process | null;
  /** Its process is gone. */
  hasLeft: boolean;
  /** By the registry's clock: when its last connection ended, or its last datagram came. */
  heard: number;
}

/** Connections that are remembered after they ended: the kernel may still say whose they were. */
const MAX_REMEMBERED = 512;

/**
 * The outsiders by address, card, process and connection. An outsider is known by its address until
 * the kernel says which process it is; from then on it is that process.
 */
export class OutsiderRegistry {
  /** Grows with each sign of an outsider. */
  clock = 0;
  readonly #cards: OutsiderCards;
  readonly #maxIdle: number;
  readonly #leftAddress: (outsider: Outsider) => void;
  /** Who stands for an address. */
  readonly #byAddress = new Map<string, Outsider>();
  /** All that have a card, also those that have left. */
  readonly #byActor = new Map<number, Outsider>();
  /** A process has a card for each type of socket. */
  readonly #byProcess = new Map<string, Outsider>();
  /** At the other end of a socket of ours, also of one that is over. */
  readonly #bySocket = new Map<number, Outsider>();
  /** Those with a card and without a connection. */
  readonly #idle = new Set<Outsider>();

  /**
   * At most `maxIdle` outsiders without a connection keep their cards. `leftAddress` is called when
   * one stands for its address no more.
   */
  constructor(cards: OutsiderCards, maxIdle: number, leftAddress: (outsider: Outsider) => void) {
    this.#cards = cards;
    this.#maxIdle = maxIdle;
    this.#leftAddress = leftAddress;
  }

  /** Who stands for this address. */
  at(type: SocketType, address: Address): Outsider | undefined {
    return this.#byAddress.get(endOf(type, address));
  }

  /** Whether the other end of this socket is an outsider's. */
  has(socket: number): boolean {
    return this.#bySocket.has(socket);
  }

  /** Who stands for this address, with a new card if nobody does. `socket` is connected with it. */
  ensure(type: SocketType, address: Address, socket: number | null): Outsider {
    let outsider = this.at(type, address);
    if (!outsider) {
      outsider = this.add(type, address);
      if (socket === null) this.markIdle(outsider);
    }
    if (socket !== null) this.#connect(outsider, socket);
    return outsider;
  }

  /** Puts a new card on the stage, which stands for this address. */
  add(type: SocketType, address: Address): Outsider {
    const actor = this.#cards.add(type, address);
    const outsider: Outsider = {
      ...{ actor, type, address, sockets: new Set(), connections: 0 },
      ...{ isServer: false, process: null, hasLeft: false, heard: 0 },
    };
    this.#byAddress.set(endOf(type, address), outsider);
    this.#byActor.set(actor, outsider);
    return outsider;
  }

  /** It has no connection. Of all such outsiders the one that has been quiet longest may lose its card. */
  markIdle(outsider: Outsider): void {
    this.clock += 1;
    outsider.heard = this.clock;
    this.#idle.add(outsider);
    if (this.#idle.size <= this.#maxIdle) return;
    let quietest = outsider;
    for (const one of this.#idle) if (one.heard < quietest.heard) quietest = one;
    this.forget(quietest.actor);
    this.#cards.tooMany(quietest.actor);
  }

  /** This socket of ours is connected with nobody any more. */
  disconnect(socket: number): void {
    const outsider = this.#bySocket.get(socket);
    if (!outsider?.sockets.delete(socket) || outsider.sockets.size > 0) return;
    if (this.#byActor.has(outsider.actor)) this.markIdle(outsider);
  }

  /** It stands for its address no more. */
  leaveAddress(outsider: Outsider): void {
    for (const [key, one] of this.#byAddress) if (one === outsider) this.#byAddress.delete(key);
    this.#leftAddress(outsider);
  }

  /** Its card was taken away. If it comes again, it gets a new one. */
  forget(actor: number): void {
    const outsider = this.#byActor.get(actor);
    if (!outsider) return;
    this.#byActor.delete(actor);
    this.#idle.delete(outsider);
    this.leaveAddress(outsider);
    const { process, type } = outsider;
    if (process && this.#byProcess.get(processKey(type, process)) === outsider)
      this.#byProcess.delete(processKey(type, process));
  }

  /** The kernel says which process has the other end of a socket of this type. */
  identify(type: SocketType, peer: PeerOf, process: Process): void {
    const isStream = type === "SOCK_STREAM";
    const { socket, address } = peer;
    const outsider = isStream ? this.#bySocket.get(socket) : this.ensure(type, address, null);
    if (!outsider || !this.#byActor.has(outsider.actor)) return;
    const other = this.#byProcess.get(processKey(type, process));
    if (other === outsider) return;
    if (isStream && other) this.#move(outsider, other, peer);
    else if (outsider.process === null && !outsider.hasLeft) this.#name(outsider, process);
    else if (isStream) {
      const added = this.add(type, address);
      this.#name(added, process);
      this.#move(outsider, added, peer);
    } else {
      // The address belongs to another process now.
      this.leaveAddress(outsider);
      this.#name(this.ensure(type, address, null), process);
    }
  }

  /** The kernel says that this process is gone. */
  gone(process: Process): void {
    for (const outsider of this.#byActor.values()) {
      if (outsider.hasLeft || outsider.process?.pid !== process.pid) continue;
      if (outsider.process.start !== process.start) continue;
      outsider.hasLeft = true;
      this.leaveAddress(outsider);
      this.#byProcess.delete(processKey(outsider.type, process));
      this.#cards.left(outsider.actor);
    }
  }

  /** The processes that have a card and have not left. */
  processes(): readonly Process[] {
    const processes = new Map<string, Process>();
    for (const { process, type, hasLeft } of this.#byActor.values())
      if (process && !hasLeft) processes.set(processKey(type, process), process);
    return [...processes.values()];
  }

  #connect(outsider: Outsider, socket: number): void {
    outsider.sockets.add(socket);
    outsider.connections += 1;
    this.#idle.delete(outsider);
    this.#bySocket.set(socket, outsider);
    if (this.#bySocket.size > MAX_REMEMBERED) this.#forgetOldest();
  }

  /** Forgets the oldest connections that are over. */
  #forgetOldest(): void {
    for (const [socket, outsider] of this.#bySocket) {
      if (this.#bySocket.size <= MAX_REMEMBERED) return;
      if (!outsider.sockets.has(socket)) this.#bySocket.delete(socket);
    }
  }

  #name(outsider: Outsider, process: Process): void {
    outsider.process = process;
    this.#byProcess.set(processKey(outsider.type, process), outsider);
    this.#cards.known(outsider.actor, process);
  }

  /** One connection of `from` turned out to be one of `to`. */
  #move(from: Outsider, to: Outsider, peer: PeerOf): void {
    const { socket } = peer;
    const isOpen = from.sockets.delete(socket);
    from.connections -= 1;
    this.#bySocket.set(socket, to);
    to.connections += 1;
    if (isOpen) {
      to.sockets.add(socket);
      this.#idle.delete(to);
    }
    this.#cards.moved(peer, to.actor);
    if (from.connections === 0) {
      this.forget(from.actor);
      this.#cards.merged(from.actor, from, to.actor);
    } else if (isOpen && from.sockets.size === 0) this.markIdle(from);
    // The next client most likely reaches the same process as the last one.
    if (from.isServer) {
      to.isServer = true;
      this.#byAddress.set(endOf(to.type, peer.address), to);
    }
    if (to.sockets.size === 0) this.markIdle(to);
  }
}

const endOf = (type: SocketType, address: Address): string => `${type} ${addressText(address)}`;

const processKey = (type: SocketType, { pid, start }: Process): string => `${type} ${pid} ${start}`;
