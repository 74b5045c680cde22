import type { Duplex } from "node:stream";

/** The use of a connection: nothing now, a request being answered, or an admitted viewer. */
export type Use = "idle" | "busy" | "admitted";

export interface TableLimits {
  /** The maximum of connections in one group, and in all. */
  readonly group: number;
  readonly all: number;
}

/**
 * The open connections, by group (an address). A new connection in a full group takes the place of
 * the group's oldest idle one. When all groups together are full, the largest group gives up a
 * place. So an address with many connections loses them, and one that needs a connection gets it.
 */
export class ConnectionTable {
  readonly #limits: TableLimits;
  /** The connections of each group, in the order of arrival. */
  readonly #groups = new Map<string, Map<Duplex, Use>>();
  #count = 0;

  constructor(limits: TableLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a connection. If no other one can make room, destroys it and returns false. */
  add(group: string, connection: Duplex): boolean {
    const own = this.#groups.get(group) ?? new Map<Duplex, Use>();
    const isFull = own.size >= this.#limits.group;
    const fits = !isFull || this.#evict(group, own, ["idle"]);
    if (!fits || (this.#count >= this.#limits.all && !this.#evictFromLargest(own.size))) {
      connection.destroy();
      return false;
    }
    this.#groups.set(group, own);
    own.set(connection, "idle");
    this.#count += 1;
    connection.once("close", () => this.#remove(group, own, connection));
    return true;
  }

  /**
   * From now on `connection` has this use. Does nothing for a connection that is not in the table.
   */
  use(group: string, connection: Duplex, use: Use): void {
    const own = this.#groups.get(group);
    if (own?.has(connection)) own.set(connection, use);
  }

  useOf(group: string, connection: Duplex): Use | undefined {
    return this.#groups.get(group)?.get(connection);
  }

  /** `size`: the number of connections in the group that needs a place. */
  #evictFromLargest(size: number): boolean {
    let largest: [string, Map<Duplex, Use>] | null = null;
    for (const entry of this.#groups) if (entry[1].size > (largest?.[1].size ?? 0)) largest = entry;
    if (largest === null) return false;
    const uses: readonly Use[] = largest[1].size > size ? ["idle", "busy"] : ["idle"];
    return this.#evict(...largest, uses);
  }

  #evict(group: string, own: Map<Duplex, Use>, uses: readonly Use[]): boolean {
    for (const candidate of uses)
      for (const [connection, use] of own)
        if (use === candidate) {
          this.#remove(group, own, connection);
          connection.destroy();
          return true;
        }
    return false;
  }

  #remove(group: string, own: Map<Duplex, Use>, connection: Duplex): void {
    if (!own.delete(connection)) return;
    this.#count -= 1;
    if (own.size === 0) this.#groups.delete(group);
  }
}
