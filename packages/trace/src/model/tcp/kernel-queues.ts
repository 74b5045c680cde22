import { type Address, addressText } from "@sockscope/protocol";
import type { SocketRecord } from "../sockets/record.ts";

interface Caller {
  readonly client: SocketRecord;
  /** Its `connect` has returned: the handshake is over, and the connection stands in the queue. */
  waits: boolean;
}

/**
 * Who stands in accept queues that are the kernel's own. Nobody sees into one, so this is inferred:
 * a client of ours is in it from where its `connect` returned until an `accept` has its address. A
 * client that closes or resets meanwhile stays, since the kernel takes nobody out before `accept`.
 * Outsiders are in it unseen, so there are at least as many as are known here.
 */
export class KernelQueues {
  /** By listening socket and by the client's address, also of those whose `connect` goes on. */
  private readonly callers = new Map<number, Map<string, Caller>>();
  private readonly joins = new Map<number, number>();
  private readonly leaves = new Map<number, number>();

  /** A socket listens, and the queue is the kernel's. */
  opened(listener: number): void {
    if (!this.callers.has(listener)) this.callers.set(listener, new Map());
  }

  /** Clients of ours that wait at a listening socket, longest first. */
  waitingAt(listener: number): readonly SocketRecord[] {
    const callers = [...(this.callers.get(listener)?.values() ?? [])];
    return callers.filter(({ waits }) => waits).map(({ client }) => client);
  }

  /** The kernel resets all that it had. */
  closed(listener: number): void {
    this.callers.delete(listener);
  }

  /** A client with an address is about to connect: `accept` may be told of it before `connect` is. */
  dials(client: SocketRecord, listener: SocketRecord | undefined): void {
    if (client.local === null || listener === undefined) return;
    this.callers.get(listener.id)?.set(addressText(client.local), { client, waits: false });
  }

  /** Its `connect` has returned: it waits, if no `accept` has had it. */
  connected(client: SocketRecord, listener: SocketRecord | undefined, call: number): void {
    if (client.local === null || listener === undefined) return;
    const caller = this.callers.get(listener.id)?.get(addressText(client.local));
    if (caller?.client !== client || caller.waits) return;
    caller.waits = true;
    this.joins.set(call, listener.id);
  }

  /** Its `connect` has failed. */
  failed(client: SocketRecord, listener: SocketRecord | undefined): void {
    if (client.local === null || listener === undefined) return;
    const callers = this.callers.get(listener.id);
    const name = addressText(client.local);
    if (callers?.get(name)?.client === client) callers.delete(name);
  }

  /** This `accept` has taken the connection of that address out of the queue. */
  accepted(listener: number, peer: Address, call: number): void {
    const callers = this.callers.get(listener);
    if (callers === undefined) return;
    const name = peer.port === 0 ? brokenOff(callers) : addressText(peer);
    const caller = name === undefined ? undefined : callers.get(name);
    if (name === undefined || caller === undefined) return;
    callers.delete(name);
    if (caller.waits) this.leaves.set(call, caller.client.id);
  }

  /** The listening socket whose queue a connection has joined when this `connect` returned. */
  joinedBy(connect: number): number | null {
    return this.joins.get(connect) ?? null;
  }

  /** The client whose connection has left the queue when this `accept` returned. */
  acceptedBy(accept: number): number | null {
    return this.leaves.get(accept) ?? null;
  }
}

/** The kernel has forgotten the address of one that was reset: the oldest that may have been. */
function brokenOff(callers: ReadonlyMap<string, Caller>): string | undefined {
  let closed: string | undefined;
  for (const [name, { client, waits }] of callers) {
    if (waits && client.reset) return name;
    if (waits && client.closed) closed ??= name;
  }
  return closed;
}
