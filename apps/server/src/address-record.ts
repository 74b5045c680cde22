import type { Address } from "@sockscope/protocol";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { texts } from "./interned.ts";

export function packAddress(log: ByteLog, { address, port, family }: Address): void {
  log.whole(texts.index(address));
  log.whole(port * 2 + (family === "AF_INET6" ? 1 : 0));
}

/** What `packAddress` wrote, as JSON. */
export function addressJson(record: ByteReader): string {
  const address = texts.json(record.whole());
  const end = record.whole();
  const family = end % 2 === 1 ? "AF_INET6" : "AF_INET";
  return `{"address":${address},"port":${Math.floor(end / 2)},"family":"${family}"}`;
}
