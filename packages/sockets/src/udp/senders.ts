import type { Address, Family } from "@sockscope/protocol";

/** The senders that one socket remembers. The cache is emptied when it is full. */
const MAX_SENDERS = 256;

/**
 * The senders of datagrams. Node creates a new string for the sender of each datagram. Here the
 * same sender is the same object with the same string, so that later look-ups are cheap.
 */
export class Senders {
  readonly #family: Family;
  readonly #known = new Map<number, Address>();

  constructor(family: Family) {
    this.#family = family;
  }

  address(host: string, port: number): Address {
    const known = this.#known.get(port);
    if (known?.address === host) return known;
    const address = { address: host, port, family: this.#family };
    if (this.#known.size >= MAX_SENDERS) this.#known.clear();
    this.#known.set(port, address);
    return address;
  }
}
