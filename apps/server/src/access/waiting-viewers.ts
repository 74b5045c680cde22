/** Ends the connection of a waiting viewer. */
type Evict = () => void;

/**
 * The viewers that have connected and not sent their `hello` yet. When there are too many, of one
 * address or in all, the one that has waited longest is removed. A page sends its `hello` at once,
 * so those that have waited are the silent ones.
 */
export class WaitingViewers {
  readonly #max: { readonly address: number; readonly all: number };
  /** By address. Those of one address are in the order of arrival. */
  readonly #waiting = new Map<string, Set<Evict>>();
  #count = 0;

  constructor(max: { readonly address: number; readonly all: number }) {
    this.#max = max;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * A viewer of `address` waits. Returns a function that ends its waiting; calling it twice is
   * harmless.
   */
  add(address: string, evict: Evict): () => void {
    const own = this.#waiting.get(address) ?? new Set();
    this.#waiting.set(address, own);
    own.add(evict);
    this.#count += 1;
    if (own.size > this.#max.address) this.#evictOldest(address, own);
    else if (this.#count > this.#max.all) this.#evictOldest(...this.#largest());
    return () => this.#remove(address, own, evict);
  }

  #evictOldest(address: string, of: Set<Evict>): void {
    const [oldest] = of;
    if (oldest === undefined) return;
    this.#remove(address, of, oldest);
    oldest();
  }

  #largest(): [string, Set<Evict>] {
    let largest: [string, Set<Evict>] = ["", new Set()];
    for (const entry of this.#waiting) if (entry[1].size > largest[1].size) largest = entry;
    return largest;
  }

  #remove(address: string, of: Set<Evict>, evict: Evict): void {
    if (!of.delete(evict)) return;
    this.#count -= 1;
    if (of.size === 0) this.#waiting.delete(address);
  }
}
