import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import { canonicalHost, type Family, familyOf } from "@sockscope/sockets";
import { isLoopback } from "../system/loopback.ts";
import { Refusal } from "../system/problem.ts";

/** A literal address that the lab lets a program use. */
export interface AllowedHost {
  readonly host: string;
  readonly family: Family;
}

/**
 * Only full literals and "localhost": short and numeric forms (`127.1`, `2130706433`, `0x7f.1`)
 * mean different things to different resolvers. Other names see `TargetPolicy`. Throws `Refusal`.
 */
export function literal(text: string): AllowedHost {
  const host = text === "localhost" ? "127.0.0.1" : canonicalHost(text);
  const family = familyOf(host);
  if (family === null || host.includes("%"))
    throw new Refusal("not-an-address", `"${text}" is not an address; try 127.0.0.1 or ::1.`);
  return { host, family };
}

export const notLoopback = (text: string): Refusal =>
  new Refusal(
    "not-loopback",
    `${text} can be reached from other machines; only 127.0.0.1 and ::1 are allowed.`,
  );

const toNumber = (ipv4: string): number =>
  ipv4.split(".").reduce((number, part) => number * 256 + Number(part), 0);

/** The addresses of this machine; the parts of `os.networkInterfaces()` that matter here. */
export type OwnInterfaces = readonly Pick<NetworkInterfaceInfo, "address" | "netmask" | "family">[];

const ownInterfaces = (): OwnInterfaces =>
  Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);

/** True if bind(2) could succeed for it although it is not loopback. */
function couldBind({ host, family }: AllowedHost, own: OwnInterfaces): boolean {
  if (own.some(({ address }) => address === host)) return true;
  // Global unicast (2000::/3) of somebody else is the only kind that is sure to fail.
  if (family === "AF_INET6") return !/^[23][0-9a-f]{3}:/.test(host);
  const number = toNumber(host);
  // Wildcard, multicast, and the broadcast addresses of this machine's networks.
  if (number < 2 ** 24 || number >= 0xe0000000) return true;
  return own.some(({ family: version, address, netmask }) => {
    if (version !== "IPv4") return false;
    const size = 2 ** 32 - toNumber(netmask);
    const first = Math.floor(toNumber(address) / size) * size;
    return number === first || number === first + size - 1;
  });
}

/**
 * Where a server may bind: loopback. An address that is not on this machine passes too, because
 * the kernel's own EADDRNOTAVAIL teaches more than our refusal. Throws `Refusal`.
 */
export function allowBind(text: string, own = ownInterfaces): AllowedHost {
  const address = literal(text);
  if (!isLoopback(address.host) && couldBind(address, own())) throw notLoopback(text);
  return address;
}
