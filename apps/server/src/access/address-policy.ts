import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import { canonicalHost, type Family } from "@sockscope/sockets";
import ipaddr from "ipaddr.js";
import { hasZone, type IpAddress, isIn, isIPv6, parseIp } from "../system/ip-address.ts";
import { isLoopback } from "../system/loopback.ts";
import { Refusal } from "../system/problem.ts";

/** A literal address that the lab allows a program to use. */
export interface AllowedHost {
  readonly host: string;
  readonly family: Family;
}

/**
 * Accepts only full literals and "localhost". Short and numeric forms (`127.1`, `2130706433`,
 * `0x7f.1`) mean different things to different resolvers. For other names see `TargetPolicy`.
 * Throws `Refusal`.
 */
export function literal(text: string): AllowedHost {
  const host = text === "localhost" ? "127.0.0.1" : canonicalHost(text);
  const address = parseIp(host);
  if (address === null || hasZone(address))
    throw new Refusal("not-an-address", `"${text}" is not an address; try 127.0.0.1 or ::1.`);
  return { host, family: isIPv6(address) ? "AF_INET6" : "AF_INET" };
}

export const notLoopback = (text: string): Refusal =>
  new Refusal(
    "not-loopback",
    `${text} can be reached from other machines; only 127.0.0.1 and ::1 are allowed.`,
  );

/** The addresses of this machine: the fields of `os.networkInterfaces()` that are needed here. */
export type OwnInterfaces = readonly Pick<NetworkInterfaceInfo, "address" | "netmask" | "family">[];

const ownInterfaces = (): OwnInterfaces =>
  Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);

/** True if bind(2) could succeed for this address although it is not loopback. */
function couldBind(host: string, own: OwnInterfaces): boolean {
  if (own.some(({ address }) => address === host)) return true;
  const address = parseIp(host);
  if (address === null) return true;
  // Of IPv6 addresses only global unicast of another machine is certain to fail.
  if (isIPv6(address)) return !isIn(address, "2000::/3");
  // The wildcard, multicast, and the broadcast addresses of this machine's networks.
  if (address.range() === "unspecified" || isIn(address, "224.0.0.0/3")) return true;
  return own.some((one) => one.family === "IPv4" && isBroadcastOf(address, one));
}

/** True for the first and the last address of this network. Both are broadcast addresses. */
function isBroadcastOf(host: IpAddress, { address, netmask }: OwnInterfaces[number]): boolean {
  const length = parseIp(netmask)?.prefixLengthFromSubnetMask() ?? null;
  // A mask with holes names no network, so any address could be a broadcast address.
  if (length === null) return true;
  const network = `${address}/${length}`;
  return [
    ipaddr.IPv4.networkAddressFromCIDR(network),
    ipaddr.IPv4.broadcastAddressFromCIDR(network),
  ].some((edge) => edge.toString() === host.toString());
}

/**
 * Where a server may bind: to loopback. An address that is not on this machine is allowed too,
 * because the kernel's own EADDRNOTAVAIL teaches more than a refusal of ours. Throws `Refusal`.
 */
export function allowBind(text: string, own = ownInterfaces): AllowedHost {
  const address = literal(text);
  if (!isLoopback(address.host) && couldBind(address.host, own())) throw notLoopback(text);
  return address;
}
