import { type Address, NO_ROOM } from "@sockscope/protocol";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { hosts } from "./interned.ts";

/** The ports and families of one host. */
const HOSTS = 2 ** 17;

/** False, and nothing is written, for a host for which there is no room. */
export function packAddress(log: ByteLog, { address, port, family }: Address): boolean {
  const host = hosts.index(address);
  if (host === NO_ROOM) return false;
  log.varint(host);
  log.varint(port * 2 + (family === "AF_INET6" ? 1 : 0));
  return true;
}

/** What `packAddress` wrote, as JSON. */
export function addressJson(record: ByteReader): string {
  const host = record.varint();
  return json(host, record.varint());
}

/** As one number: the port, the family, the host; `NO_ROOM` if there is none for that. */
export function addressCode({ address, port, family }: Address): number {
  const host = hosts.index(address);
  return host === NO_ROOM ? NO_ROOM : host * HOSTS + port * 2 + (family === "AF_INET6" ? 1 : 0);
}

/** What `addressCode` made a number of, as JSON. */
export function addressCodeJson(code: number): string {
  const host = Math.floor(code / HOSTS);
  return json(host, code - host * HOSTS);
}

function json(host: number, end: number): string {
  const family = end % 2 === 1 ? "AF_INET6" : "AF_INET";
  return `{"address":${hosts.json(host)},"port":${Math.floor(end / 2)},"family":"${family}"}`;
}
