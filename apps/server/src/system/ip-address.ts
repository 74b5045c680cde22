import { familyOf } from "@sockscope/sockets";
import ipaddr from "ipaddr.js";

/** A parsed address: its bytes, its range, and the zone of an IPv6 address. */
export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Parses an address that is written in full. Null for a name, and for short, numeric and octal forms
 * (`127.1`, `2130706433`, `0177.0.0.1`) and brackets: different resolvers read those differently, so
 * none of them may decide who may do what. Node and the library must both accept a spelling.
 */
export function parseIp(text: string): IpAddress | null {
  switch (familyOf(text)) {
    case "AF_INET":
      return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : null;
    case "AF_INET6":
      return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
    case null:
      return null;
  }
}

export const isIPv6 = (address: IpAddress): address is ipaddr.IPv6 => address.kind() === "ipv6";

/** True for an IPv6 address with a zone (`fe80::1%eth0`). */
export const hasZone = (address: IpAddress): boolean =>
  isIPv6(address) && address.zoneId !== undefined;

/** Whether an address is in a network (`224.0.0.0/3`). False for a network of the other family. */
export function isIn(address: IpAddress, network: string): boolean {
  const [start, length] = ipaddr.parseCIDR(network);
  return address.kind() === start.kind() && address.match(start, length);
}
