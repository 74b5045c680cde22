import type { Address, Family } from "@sockscope/protocol";

/** Senders that one socket remembers; past this many it begins anew. */
const MAX_SENDERS = 256;

/**
 * Whom datagrams come from. Node names the sender of each in new strings; here the same sender is
 * the same object with the same string, so that whoever looks an address up need not read it again.
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
