/** Ends the connection of a viewer that waits. */
type Evict = () => void;

/**
 * The viewers that have connected and not said their `hello` yet. When there are too many, of one
 * address or of all, the one goes that has waited longest: a page says its `hello` at once, so it is
 * the silent ones that have waited.
 */
export class WaitingViewers {
  readonly #max: { readonly address: number; readonly all: number };
  /** By address; those of one address in the order in which they came. */
  readonly #waiting = new Map<string, Set<Evict>>();
  #count = 0;

  constructor(max: { readonly address: number; readonly all: number }) {
    this.#max = max;
  }

  get count(): number {
    return this.#count;
  }

  /** A viewer of `address` waits. Gives what ends its waiting, which may be called twice. */
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
