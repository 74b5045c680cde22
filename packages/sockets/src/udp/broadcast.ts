import { networkInterfaces } from "node:os";
import { familyOf } from "../os/address.ts";

const numberOf = (address: string): number =>
  address.split(".").reduce((number, part) => number * 256 + Number(part), 0);

/** A network of one or two addresses has none. */
const SMALL = numberOf("255.255.255.254");

/** Whether it is a broadcast address: the limited one, or that of a network of this machine. */
export function isBroadcast(address: string): boolean {
  if (address === "255.255.255.255") return true;
  if (familyOf(address) !== "AF_INET") return false;
  const asked = numberOf(address);
  return Object.values(networkInterfaces())
    .flatMap((own) => own ?? [])
    .filter(({ family }) => family === "IPv4")
    .map((own) => ({ host: numberOf(own.address), mask: numberOf(own.netmask) }))
    .some(({ host, mask }) => mask < SMALL && asked === (host | ~mask) >>> 0);
}
