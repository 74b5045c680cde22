import type { Address } from "@sockscope/protocol";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { texts } from "./interned.ts";

/** The ports and families of one host. */
const HOSTS = 2 ** 17;

export function packAddress(log: ByteLog, { address, port, family }: Address): void {
  log.whole(texts.index(address));
  log.whole(port * 2 + (family === "AF_INET6" ? 1 : 0));
}

/** What `packAddress` wrote, as JSON. */
export function addressJson(record: ByteReader): string {
  const host = record.whole();
  return json(host, record.whole());
}

/** As one number: the port, the family, the host. */
export const addressCode = ({ address, port, family }: Address): number =>
  texts.index(address) * HOSTS + port * 2 + (family === "AF_INET6" ? 1 : 0);

/** What `addressCode` made a number of, as JSON. */
export function addressCodeJson(code: number): string {
  const host = Math.floor(code / HOSTS);
  return json(host, code - host * HOSTS);
}

function json(host: number, end: number): string {
  const family = end % 2 === 1 ? "AF_INET6" : "AF_INET";
  return `{"address":${texts.json(host)},"port":${Math.floor(end / 2)},"family":"${family}"}`;
}
