import { type Address, addressText } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { endOf, isHere } from "./ends.ts";
import type { Watched } from "./tables/look-up.mjs";

/** Readings after each send, until nothing new is expected from it. */
const READINGS = 3;
/** Arrivals since the last reading of which the kernel may have dropped some. */
const MANY_ARRIVALS = 100;
/** The maximum of addresses of one socket in one question. */
const TARGETS = 16;

/** The owner of a target address. */
interface Known {
  readonly address: string;
  readonly isOurs: boolean;
  /** The sockets that have sent to it, for which the effect of that has been looked up. */
  readonly senders: Set<DatagramSocket>;
}

export interface DatagramSocket {
  readonly socket: number;
  readonly actor: number;
  local: string | null;
  /** Its targets that are not ours, by the text of the address. */
  readonly targets: Map<string, Address>;
  /** The target of its `connect`. */
  peer: Address | null;
  readingsLeft: number;
  /** The question for the kernel. Null until it is built again. */
  watched: Watched | null;
}

/** Our UDP sockets, and the foreign addresses to which they send. */
export class Datagrams {
  readonly #isOurs: (address: Address) => boolean;
  readonly #sockets = new Map<number, DatagramSocket>();
  /** By port: whether a target address is ours. A full look-up is slower. */
  readonly #known = new Map<number, Known>();
  readonly #opening = new Set<number>();
  /** The target of each `connect`, until it returns. */
  readonly #dials = new Map<number, Address>();
  /** Datagrams that arrived since the last reading. */
  arrivals = 0;

  constructor(isOurs: (address: Address) => boolean) {
    this.#isOurs = isOurs;
  }

  get(socket: number): DatagramSocket | undefined {
    return this.#sockets.get(socket);
  }

  /** True if the kernel should be read soon. */
  see(fact: RecordedFact): boolean {
    switch (fact.kind) {
      case "call.began": {
        const { verb, actor, socket, args } = fact;
        if (verb === "socket" && args.type === "SOCK_DGRAM") this.#opening.add(actor);
        if (!args.address) return false;
        if (verb === "connect" && this.#sockets.has(socket ?? 0))
          this.#dials.set(fact.call, args.address);
        return verb === "sendto" && this.aims(socket, args.address);
      }
      case "call.ended":
        this.#ended(fact);
        return false;
      case "socket.named": {
        const socket = this.#sockets.get(fact.socket);
        if (!socket) return false;
        socket.local = endOf(fact.address);
        socket.watched = null;
        this.#known.clear();
        return socket.readingsLeft > 0;
      }
      case "socket.closed":
        this.#forget(fact.socket);
        return false;
      case "actor.removed":
        for (const { socket, actor } of this.#sockets.values())
          if (actor === fact.actor) this.#forget(socket);
        return false;
      default:
        return false;
    }
  }

  /**
   * Call before a datagram is sent to this address. True if the kernel should be asked for its
   * owner.
   */
  aims(id: number | null, address: Address): boolean {
    const socket = this.#sockets.get(id ?? 0);
    let known = this.#known.get(address.port);
    if (known?.address !== address.address) {
      const isOurs = this.#isOurs(address);
      known = { address: address.address, isOurs, senders: new Set() };
      this.#known.set(address.port, known);
    }
    if (known.isOurs || !socket) return false;
    if (known.senders.has(socket)) {
      if (socket.readingsLeft === READINGS) return false;
      socket.readingsLeft = READINGS;
      return true;
    }
    if (!isHere(address)) return false;
    const text = addressText(address);
    if (!socket.targets.has(text) && socket.targets.size >= TARGETS) return false;
    if (!socket.targets.has(text)) {
      socket.targets.set(text, address);
      socket.watched = null;
    }
    known.senders.add(socket);
    socket.readingsLeft = READINGS;
    return true;
  }

  /** `hasMoved`: a call has moved bytes since the last time. */
  *uncertain(hasMoved: boolean): Iterable<Watched> {
    const mayDrop = this.arrivals >= MANY_ARRIVALS;
    this.arrivals = 0;
    for (const socket of this.#sockets.values()) {
      if (socket.peer && hasMoved) this.aims(socket.socket, socket.peer);
      if (mayDrop) socket.readingsLeft = Math.max(1, socket.readingsLeft);
      if (socket.readingsLeft === 0 || socket.local === null) continue;
      const targets = [...socket.targets.values()].map((target) => endOf(target));
      const { socket: id, local } = socket;
      socket.watched ??= { kind: "datagrams", socket: id, local, targets };
      yield socket.watched;
    }
  }

  #ended({ call, actor, socket, verb, result, error }: Ended): void {
    const peer = this.#dials.get(call);
    this.#dials.delete(call);
    if (verb === "socket" && this.#opening.delete(actor) && result?.socket !== undefined) {
      const id = result.socket;
      const made = { socket: id, actor, local: null, targets: new Map(), peer: null };
      this.#sockets.set(id, { ...made, readingsLeft: 0, watched: null });
    }
    const own = this.#sockets.get(socket ?? 0);
    if (!own || error) return;
    if (verb === "bind" && result?.address) {
      own.local = endOf(result.address);
      own.watched = null;
      this.#known.clear();
    }
    if (peer) own.peer = peer;
    if (verb === "close") this.#forget(own.socket);
  }

  #forget(socket: number): void {
    if (this.#sockets.delete(socket)) this.#known.clear();
  }
}

type Ended = Extract<RecordedFact, { kind: "call.ended" }>;
