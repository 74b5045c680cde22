import { networkInterfaces } from "node:os";
import { canonicalHost, type Family, familyOf } from "@sockscope/sockets";
import { Refusal } from "./problem.ts";

/** A literal address that the lab lets a program use. */
export interface AllowedHost {
  readonly host: string;
  readonly family: Family;
}

/**
 * Only full literals and "localhost": short and numeric forms (`127.1`, `2130706433`, `0x7f.1`)
 * mean different things to different resolvers, and a name can change between look and leap.
 */
function literal(text: string): AllowedHost {
  const host = text === "localhost" ? "127.0.0.1" : canonicalHost(text);
  const family = familyOf(host);
  if (family === null)
    throw new Refusal("not-an-address", `"${text}" is not an address; try 127.0.0.1 or ::1.`);
  return { host, family };
}

const isLoopback = ({ host, family }: AllowedHost): boolean =>
  family === "AF_INET" ? host.startsWith("127.") : host === "::1";

const notLoopback = (text: string): Refusal =>
  new Refusal(
    "not-loopback",
    `${text} can be reached from other machines; only 127.0.0.1 and ::1 are allowed.`,
  );

const toNumber = (ipv4: string): number =>
  ipv4.split(".").reduce((number, part) => number * 256 + Number(part), 0);

/** An IPv4 address in a network of this machine; so are the network's broadcast addresses. */
function inOwnNetwork(host: string): boolean {
  return Object.values(networkInterfaces()).some((addresses = []) =>
    addresses.some(({ family, address, netmask }) => {
      if (family !== "IPv4") return false;
      const size = 2 ** 32 - toNumber(netmask);
      return Math.floor(toNumber(host) / size) === Math.floor(toNumber(address) / size);
    }),
  );
}

/** True if bind(2) could succeed for it although it is not loopback. */
function couldBind({ host, family }: AllowedHost): boolean {
  if (family === "AF_INET6") {
    // Global unicast (2000::/3) of somebody else is the only kind that is sure to fail.
    if (!/^[23]/.test(host)) return true;
    return Object.values(networkInterfaces()).some((addresses = []) =>
      addresses.some(({ address }) => address === host),
    );
  }
  const first = Number(host.split(".")[0]);
  return first === 0 || first >= 224 || inOwnNetwork(host);
}

/**
 * Where a server may bind: loopback. An address that is not on this machine passes too, because
 * the kernel's own EADDRNOTAVAIL teaches more than our refusal. Throws `Refusal`.
 */
export function allowBind(text: string): AllowedHost {
  const address = literal(text);
  if (!isLoopback(address) && couldBind(address)) throw notLoopback(text);
  return address;
}

/** Whom a client may speak to: loopback, except our own control port. Throws `Refusal`. */
export function allowTarget(text: string, port: number, ownPort: number | null): AllowedHost {
  const address = literal(text);
  if (!isLoopback(address)) throw notLoopback(text);
  if (port === ownPort)
    throw new Refusal("own-port", `Port ${port} is Sockscope's own; choose another one.`);
  return address;
}
