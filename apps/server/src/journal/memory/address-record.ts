import { type Address, NO_ROOM } from "@sockscope/protocol";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { hosts } from "./interned.ts";

/** The ports and families of one host. */
const HOSTS = 2 ** 17;

/** Returns false, and writes nothing, if the table of hosts has no room. */
export function packAddress(log: ByteLog, { address, port, family }: Address): boolean {
  const host = hosts.index(address);
  if (host === NO_ROOM) return false;
  log.varint(host);
  log.varint(port * 2 + (family === "AF_INET6" ? 1 : 0));
  return true;
}

/** Reads what `packAddress` wrote, as JSON. */
export function addressJson(record: ByteReader): string {
  const host = record.varint();
  return json(host, record.varint());
}

/** The host, port and family as one number; `NO_ROOM` if the table of hosts has no room. */
export function addressCode({ address, port, family }: Address): number {
  const host = hosts.index(address);
  return host === NO_ROOM ? NO_ROOM : host * HOSTS + port * 2 + (family === "AF_INET6" ? 1 : 0);
}

/** The address of an `addressCode`, as JSON. */
export function addressCodeJson(code: number): string {
  const host = Math.floor(code / HOSTS);
  return json(host, code - host * HOSTS);
}

function json(host: number, end: number): string {
  const family = end % 2 === 1 ? "AF_INET6" : "AF_INET";
  return `{"address":${hosts.json(host)},"port":${Math.floor(end / 2)},"family":"${family}"}`;
}
