import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { canonicalHost, familyOf } from "@sockscope/sockets";
import { isLoopback } from "../system/loopback.ts";

/** Where a server listens, and what it is called there. */
export interface Hosts {
  /** Where it must listen. */
  readonly first: string;
  /** Where it listens too, if this machine has that. */
  readonly also: readonly string[];
  /** What it is called from outside, as in a URL; none if only this machine reaches it. */
  readonly outside: readonly string[];
  /** What it is called besides 127.0.0.1, localhost and ::1. */
  readonly names: readonly string[];
}

const LOOPBACKS = ["127.0.0.1", "::1"] as const;
const WILDCARDS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** What `--host` means. Throws Node's error for a name that nobody knows. */
export async function hostsOf(asked: string): Promise<Hosts> {
  const literal = await literalOf(asked);
  if (!WILDCARDS.has(literal)) {
    const also = LOOPBACKS.filter((host) => host !== literal);
    const others = isLoopback(literal) ? [] : [asked];
    return { first: literal, also, outside: others, names: [asked, literal] };
  }
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address, scopeid }) => !isLoopback(address) && !scopeid)
    .map(({ address }) => address)
    .filter((address) => literal === "::" || familyOf(address) === "AF_INET");
  const also = literal === "::" ? ["0.0.0.0"] : ["::1"];
  return { first: literal, also, outside, names: [literal, ...outside] };
}

async function literalOf(asked: string): Promise<string> {
  if (asked === "localhost") return "127.0.0.1";
  // Browsers send the usual spelling as `Host`, and the wildcards are known by theirs.
  return canonicalHost(familyOf(asked) === null ? (await lookup(asked)).address : asked);
}
