import { type Address, addressText, type SocketType } from "@sockscope/protocol";
import type { SocketRecord } from "./record.ts";

const WILDCARDS = ["0.0.0.0", "::"];

/** Finds the ends of a conversation by their addresses, as the kernel does by the 4-tuple. */
export class SocketIndex {
  readonly byId = new Map<number, SocketRecord>();
  /** Grows whenever the other end of a socket becomes known. */
  pairings = 0;
  private readonly pairs = new Map<string, SocketRecord>();
  private readonly bound = new Map<string, SocketRecord>();
  private readonly outsiders = new Map<string, number>();

  find(id: number | null): SocketRecord | undefined {
    return id === null ? undefined : this.byId.get(id);
  }

  add(socket: SocketRecord): void {
    this.byId.set(socket.id, socket);
  }

  /** A socket has got a local address of its own: a listener or a datagram socket. */
  setBound(socket: SocketRecord, local: Address): void {
    socket.local = local;
    this.bound.set(key(socket.type, local), socket);
  }

  /** Both addresses of a connection, or of one being made, are known. */
  setPair(socket: SocketRecord): void {
    if (socket.local !== null && socket.peer !== null) {
      this.pairs.set(`${addressText(socket.local)} ${addressText(socket.peer)}`, socket);
    }
  }

  /** The other end of a stream. */
  partner(socket: SocketRecord): SocketRecord | undefined {
    if (socket.local === null || socket.peer === null) return undefined;
    return this.pairs.get(`${addressText(socket.peer)} ${addressText(socket.local)}`);
  }

  /** A connection of ours between these, seen from `local`. */
  pairAt(peer: Address, local: Address | null): SocketRecord | undefined {
    return local === null
      ? undefined
      : this.pairs.get(`${addressText(local)} ${addressText(peer)}`);
  }

  /** The socket that is bound to an address: exactly, or to all addresses with this port. */
  at(type: SocketType, address: Address): SocketRecord | undefined {
    const exact = this.bound.get(key(type, address));
    if (exact !== undefined) return exact;
    for (const wildcard of WILDCARDS) {
      for (const family of ["AF_INET", "AF_INET6"] as const) {
        const found = this.bound.get(key(type, { address: wildcard, port: address.port, family }));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Frees the port of a socket, unless a later socket is bound to it already. */
  release(socket: SocketRecord): void {
    if (socket.local === null) return;
    const name = key(socket.type, socket.local);
    if (this.bound.get(name) === socket) this.bound.delete(name);
  }

  addOutsider(type: SocketType, address: Address, actor: number): void {
    this.outsiders.set(key(type, address), actor);
  }

  outsider(type: SocketType, address: Address): number | undefined {
    return this.outsiders.get(key(type, address));
  }

  /** This outsider stands for no address any more. */
  removeOutsider(actor: number): void {
    for (const [name, one] of this.outsiders) if (one === actor) this.outsiders.delete(name);
  }
}

const key = (type: SocketType, address: Address): string => `${type} ${addressText(address)}`;
