import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { canonicalHost, familyOf } from "@sockscope/sockets";
import { isLoopback } from "../system/loopback.ts";

/** The addresses at which a server listens, and its names there. */
export interface Hosts {
  /** The address at which it must listen. */
  readonly first: string;
  /** Further addresses, used if this machine has them. */
  readonly also: readonly string[];
  /** Its names for other machines, as in a URL. None if only this machine can reach it. */
  readonly outside: readonly string[];
  /** Its names besides 127.0.0.1, localhost and ::1. */
  readonly names: readonly string[];
}

const LOOPBACKS = ["127.0.0.1", "::1"] as const;
const WILDCARDS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** The meaning of `--host`. Throws Node's error for an unknown name. */
export async function hostsOf(host: string): Promise<Hosts> {
  const literal = await literalOf(host);
  if (!WILDCARDS.has(literal)) {
    const also = LOOPBACKS.filter((host) => host !== literal);
    const others = isLoopback(literal) ? [] : [host];
    return { first: literal, also, outside: others, names: [host, literal] };
  }
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address, scopeid }) => !isLoopback(address) && !scopeid)
    .map(({ address }) => address)
    .filter((address) => literal === "::" || familyOf(address) === "AF_INET");
  const also = literal === "::" ? ["0.0.0.0"] : ["::1"];
  return { first: literal, also, outside, names: [literal, ...outside] };
}

async function literalOf(host: string): Promise<string> {
  if (host === "localhost") return "127.0.0.1";
  // Browsers send the canonical form as `Host`, and the wildcards are recognized by theirs.
  return canonicalHost(familyOf(host) === null ? (await lookup(host)).address : host);
}
