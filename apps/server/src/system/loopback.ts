import { hasZone, parseIp } from "./ip-address.ts";

/**
 * True for an address that only this machine can have: 127.0.0.0/8 and ::1. False for IPv4-mapped
 * addresses: every socket here uses one family only, so no peer and no server has one. False with a
 * zone: ::1 has none.
 */
export function isLoopback(text: string): boolean {
  const address = parseIp(text);
  return address !== null && address.range() === "loopback" && !hasZone(address);
}
