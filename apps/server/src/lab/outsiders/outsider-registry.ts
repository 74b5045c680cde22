import { type Address, addressText, type SocketType } from "@sockscope/protocol";
import type { Process } from "../../kernel/tables/processes.mjs";
import type { OutsiderCards, PeerOf } from "./outsider-cards.ts";

/** A foreign program, as far as it is known. */
export interface Outsider {
  readonly actor: number;
  readonly type: SocketType;
  readonly address: Address;
  /** Sockets of ours that are connected with it. */
  readonly sockets: Set<number>;
  /** How many connections it has had, ended ones included. */
  connections: number;
  /** Clients of ours connect to its address. */
  isServer: boolean;
  /** Null until the kernel has named its process. */
  process: Process | null;
  /** Its process is gone. */
  hasLeft: boolean;
  /** By the registry's clock: when its last connection ended, or its last datagram arrived. */
  lastActive: number;
}

/** Ended connections that are remembered: the kernel may still name their process. */
const MAX_REMEMBERED = 512;

/**
 * The outsiders by address, card, process and connection. An outsider is identified by its address
 * until the kernel has named its process. From then on it is identified by that process.
 */
export class OutsiderRegistry {
  /** Advances with each sign of an outsider. */
  clock = 0;
  readonly #cards: OutsiderCards;
  readonly #maxIdle: number;
  readonly #leftAddress: (outsider: Outsider) => void;
  /** The outsider at each address. */
  readonly #byAddress = new Map<string, Outsider>();
  /** All outsiders with a card, those that have left included. */
  readonly #byActor = new Map<number, Outsider>();
  /** A process has one card for each type of socket. */
  readonly #byProcess = new Map<string, Outsider>();
  /** The outsider at the other end of a socket of ours, ended connections included. */
  readonly #bySocket = new Map<number, Outsider>();
  /** Outsiders with a card and without a connection. */
  readonly #idle = new Set<Outsider>();

  /**
   * At most `maxIdle` outsiders without a connection keep their cards. `leftAddress` is called when
   * one no longer has its address.
   */
  constructor(cards: OutsiderCards, maxIdle: number, leftAddress: (outsider: Outsider) => void) {
    this.#cards = cards;
    this.#maxIdle = maxIdle;
    this.#leftAddress = leftAddress;
  }

  /** The outsider at this address. */
  at(type: SocketType, address: Address): Outsider | undefined {
    return this.#byAddress.get(endOf(type, address));
  }

  /** Whether the other end of this socket belongs to an outsider. */
  has(socket: number): boolean {
    return this.#bySocket.has(socket);
  }

  /**
   * The outsider at this address, with a new card if there is none. `socket` is connected with it.
   */
  ensure(type: SocketType, address: Address, socket: number | null): Outsider {
    let outsider = this.at(type, address);
    if (!outsider) {
      outsider = this.add(type, address);
      if (socket === null) this.markIdle(outsider);
    }
    if (socket !== null) this.#connect(outsider, socket);
    return outsider;
  }

  /** Adds a card to the stage for the outsider at this address. */
  add(type: SocketType, address: Address): Outsider {
    const actor = this.#cards.add(type, address);
    const outsider: Outsider = {
      ...{ actor, type, address, sockets: new Set(), connections: 0 },
      ...{ isServer: false, process: null, hasLeft: false, lastActive: 0 },
    };
    this.#byAddress.set(endOf(type, address), outsider);
    this.#byActor.set(actor, outsider);
    return outsider;
  }

  /**
   * This outsider has no connection. Of all such outsiders the one that was quiet longest may lose
   * its card.
   */
  markIdle(outsider: Outsider): void {
    this.clock += 1;
    outsider.lastActive = this.clock;
    this.#idle.add(outsider);
    if (this.#idle.size <= this.#maxIdle) return;
    let quietest = outsider;
    for (const one of this.#idle) if (one.lastActive < quietest.lastActive) quietest = one;
    this.forget(quietest.actor);
    this.#cards.tooMany(quietest.actor);
  }

  /** This socket of ours is no longer connected. */
  disconnect(socket: number): void {
    const outsider = this.#bySocket.get(socket);
    if (!outsider?.sockets.delete(socket) || outsider.sockets.size > 0) return;
    if (this.#byActor.has(outsider.actor)) this.markIdle(outsider);
  }

  /** This outsider no longer has its address. */
  leaveAddress(outsider: Outsider): void {
    for (const [key, one] of this.#byAddress) if (one === outsider) this.#byAddress.delete(key);
    this.#leftAddress(outsider);
  }

  /** Its card was removed. If it returns, it gets a new one. */
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

  /** The kernel has named the process at the other end of a socket of this type. */
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
      // The address now belongs to another process.
      this.leaveAddress(outsider);
      this.#name(this.ensure(type, address, null), process);
    }
  }

  /** The kernel has reported that this process is gone. */
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

  /** The processes with a card that have not left. */
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

  /** Forgets the oldest ended connections. */
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

  /** One connection of `from` turned out to belong to `to`. */
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
