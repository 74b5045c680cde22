import { lookup as ask } from "node:dns/promises";
import { canonicalHost } from "@sockscope/sockets";
import { lookUpHere } from "../system/hosts-file.ts";
import { hasZone, isIn, parseIp } from "../system/ip-address.ts";
import { isLoopback } from "../system/loopback.ts";
import { Refusal } from "../system/problem.ts";
import { type AllowedHost, literal, notLoopback } from "./address-policy.ts";

/** Where a program may connect or send to, as a person writes it. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** All addresses of a name. None if it is unknown. */
export type LookUp = (name: string) => Promise<readonly string[]>;

/** The form of a name that may be resolved. Other input is not an address. */
const NAME = /^(?=.{1,63}$)[a-z_]([\w-]*\w)?(\.[a-z0-9_]([\w-]*\w)?)*\.?$/i;

const keyOf = (host: string, port: number): string => `${host} ${port}`;

/**
 * Which targets the programs may reach: this machine's loopback at any port except the server's
 * own, and what `--allow-connect` has opened. A name is resolved once, each of its addresses is
 * checked, and the program gets the address that was checked, never the name.
 */
export class TargetPolicy {
  readonly #ownPort: () => number | null;
  readonly #lookUp: LookUp;
  /** The opened names, with the address that each had when it was opened. */
  readonly #opened = new Map<string, string>();
  readonly #openedAddresses = new Set<string>();

  constructor(ownPort: () => number | null = () => null, lookUp: LookUp = lookUpHere) {
    this.#ownPort = ownPort;
    this.#lookUp = lookUp;
  }

  /**
   * Opens the targets of `--allow-connect`. Throws an error with a sentence for one that cannot be
   * opened.
   */
  static async create(
    opened: readonly Target[],
    ownPort: () => number | null,
    lookUp: LookUp = lookUpAnywhere,
  ): Promise<TargetPolicy> {
    const policy = new TargetPolicy(ownPort);
    for (const target of opened) await policy.#open(target, lookUp);
    return policy;
  }

  /**
   * The literal for `host` at this port: a literal itself, or the checked address of a name.
   * Returns it at once unless a name must be resolved. Throws `Refusal`.
   */
  resolve({ host, port }: Target): string | Promise<string> {
    const opened = this.#opened.get(keyOf(host.toLowerCase(), port));
    if (opened !== undefined) return opened;
    if (parseIp(host) !== null || !NAME.test(host)) return host;
    return host === "localhost" ? "127.0.0.1" : this.#lookUpLoopback(host);
  }

  /** Checks a literal (or "localhost"). Throws `Refusal`. */
  allow(text: string, port: number): AllowedHost {
    const address = literal(text);
    const { host } = address;
    if (!isLoopback(host) && !this.#openedAddresses.has(keyOf(host, port))) throw notLoopback(text);
    if (port === this.#ownPort())
      throw new Refusal("own-port", `Port ${port} is Sockscope's own; choose another one.`);
    return address;
  }

  async #lookUpLoopback(name: string): Promise<string> {
    const addresses = (await this.#lookUp(name)).map(canonicalHost);
    const [first] = addresses;
    if (first === undefined)
      throw new Refusal("no-such-name", `This machine knows no address of "${name}".`);
    if (!addresses.every(isLoopback)) throw notLoopback(name);
    return first;
  }

  async #open({ host, port }: Target, lookUp: LookUp): Promise<void> {
    const addresses = parseIp(host) === null ? await lookUp(host) : [host];
    const [address] = addresses.map(canonicalHost);
    if (address === undefined) throw new Error(`there is no address of "${host}".`);
    if (!isUnicast(address)) throw new Error(`${address} is not the address of one machine.`);
    this.#opened.set(keyOf(host.toLowerCase(), port), address);
    this.#openedAddresses.add(keyOf(address, port));
  }
}

const lookUpAnywhere: LookUp = async (name) =>
  (await ask(name, { all: true })).map(({ address }) => address);

/** Ranges whose addresses name no machine, several machines, or another one on each network. */
const NOT_UNICAST: ReadonlySet<string> = new Set([
  ...["unspecified", "broadcast", "multicast", "linkLocal"],
  // No socket of a program uses both families.
  "ipv4Mapped",
]);

/** True for an address that names one machine, and the same one from everywhere. */
function isUnicast(text: string): boolean {
  const address = parseIp(text);
  if (address === null || hasZone(address) || isIn(address, "240.0.0.0/4")) return false;
  return !NOT_UNICAST.has(address.range());
}
