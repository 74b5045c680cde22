export interface RateOptions {
  /** The rate, and the burst that is allowed after a quiet time. */
  readonly perSecond: number;
  readonly burst: number;
  /** ms, from any start. */
  readonly now?: () => number;
}

/** Addresses remembered. An address that has been quiet has a full bucket again anyway. */
const MAX_ADDRESSES = 1000;

/** Limits how often each address may do something: a token bucket per address. */
export class Rates {
  readonly #options: Required<RateOptions>;
  /** In the order of use. */
  readonly #buckets = new Map<string, { left: number; since: number }>();

  constructor(options: RateOptions) {
    this.#options = { now: () => performance.now(), ...options };
  }

  /** Takes a token. False if `address` has none left. */
  take(address: string): boolean {
    const { perSecond, burst, now } = this.#options;
    const time = now();
    const known = this.#buckets.get(address);
    const gained = known === undefined ? burst : ((time - known.since) / 1000) * perSecond;
    const left = Math.min(burst, (known?.left ?? 0) + gained);
    const may = left >= 1;
    this.#buckets.delete(address);
    this.#buckets.set(address, { left: may ? left - 1 : left, since: time });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_ADDRESSES && oldest !== undefined) this.#buckets.delete(oldest);
    return may;
  }
}
