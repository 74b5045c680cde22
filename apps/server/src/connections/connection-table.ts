import type { Duplex } from "node:stream";

/** What a connection does: nothing now, a request is answered, or a viewer is let in. */
export type Use = "idle" | "busy" | "admitted";

export interface TableLimits {
  /** Connections of one group, and of all. */
  readonly group: number;
  readonly all: number;
}

/**
 * The connections that are open, by group (an address). One that comes when its group is full takes
 * the place of the group's oldest idle one; when all are too many, the largest group gives a place
 * up. So who holds many connections loses them, and who needs one gets it.
 */
export class ConnectionTable {
  readonly #limits: TableLimits;
  /** Of each group, in the order in which they came. */
  readonly #groups = new Map<string, Map<Duplex, Use>>();
  #count = 0;

  constructor(limits: TableLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes a connection in. False, and it is destroyed, where no other one can go for it. */
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

  /** `connection` is used so from now on. Nothing happens to one that is not here. */
  use(group: string, connection: Duplex, use: Use): void {
    const own = this.#groups.get(group);
    if (own?.has(connection)) own.set(connection, use);
  }

  useOf(group: string, connection: Duplex): Use | undefined {
    return this.#groups.get(group)?.get(connection);
  }

  /** `size` connections are in the group that wants a place. */
  #evictFromLargest(size: number): boolean {
    let largest: [string, Map<Duplex, Use>] | null = null;
    for (const entry of this.#groups) if (entry[1].size > (largest?.[1].size ?? 0)) largest = entry;
    if (largest === null) return false;
    const uses: readonly Use[] = largest[1].size > size ? ["idle", "busy"] : ["idle"];
    return this.#evict(...largest, uses);
  }

  #evict(group: string, own: Map<Duplex, Use>, uses: readonly Use[]): boolean {
    for (const wanted of uses)
      for (const [connection, use] of own)
        if (use === wanted) {
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
