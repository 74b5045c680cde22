import { isIPv4, isIPv6, SocketAddress } from "node:net";
import type { Address, Family } from "@sockscope/protocol";
import type { Errno } from "./errno.ts";

/** Python's address: `("127.0.0.1", 8888)` there, `["127.0.0.1", 8888]` here. */
export type HostPort = readonly [host: string, port: number];

/** The family of a literal address in its full form; null for a name or a short form. */
export function familyOf(host: string): Family | null {
  if (isIPv4(host)) return "AF_INET";
  return isIPv6(host) ? "AF_INET6" : null;
}

/** The canonical form of a literal address, as the kernel reports it (`0:0::1` is `::1`). */
export function canonicalHost(host: string): string {
  // A zone (`fe80::1%eth0`) belongs to the address, and SocketAddress does not know it.
  return isIPv6(host) && !host.includes("%")
    ? new SocketAddress({ address: host, family: "ipv6" }).address
    : host;
}

export const wildcard = (family: Family): Address => ({
  address: family === "AF_INET6" ? "::" : "0.0.0.0",
  port: 0,
  family,
});

const loopback = (family: Family): string => (family === "AF_INET6" ? "::1" : "127.0.0.1");

/**
 * The address that a program means. As in Python "" is every address of this machine. Of names only
 * "localhost" is known; nothing is ever looked up. EINVAL for another name or a port outside
 * 0..65535, EAFNOSUPPORT for an address of the other family, EFAULT for a value that is no pair.
 */
export function resolve(target: HostPort, family: Family): Address | Errno {
  if (!Array.isArray(target)) return "EFAULT";
  const [host, port] = target as HostPort;
  if (typeof host !== "string") return "EINVAL";
  if (!Number.isInteger(port) || port < 0 || port > 65535) return "EINVAL";
  if (host === "") return { ...wildcard(family), port };
  if (host === "localhost") return { address: loopback(family), port, family };
  const { address, family: found } = literal(host);
  if (found === null) return "EINVAL";
  return found === family ? { address, port, family } : "EAFNOSUPPORT";
}

interface Literal {
  readonly address: string;
  readonly family: Family | null;
}

/**
 * The cache's maximum. Programs name the same few hosts again and again; beyond this many it starts
 * anew.
 */
const MAX_LITERALS = 256;
const literals = new Map<string, Literal>();

function literal(host: string): Literal {
  const known = literals.get(host);
  if (known) return known;
  const found = { address: canonicalHost(host), family: familyOf(host) };
  if (literals.size >= MAX_LITERALS) literals.clear();
  literals.set(host, found);
  return found;
}

/** An address as Node reports it. Undefined for a connection that is already gone. */
export function reported(
  host: string | undefined,
  port: number | undefined,
  family: Family,
): Address {
  return host === undefined || port === undefined
    ? wildcard(family)
    : { address: host, port, family };
}

export const hostPort = ({ address, port }: Address): HostPort => [address, port];
