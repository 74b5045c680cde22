import type { Address } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { addressJson, packAddress } from "./address-record.ts";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { texts } from "./interned.ts";

/** What a running program causes all the time, besides calls. Their fields are flat. */
const KINDS = ["socket.named", "connection.queued", "datagram.arrived", "socket.closed"] as const;
export type FlatFact = Extract<RecordedFact, { kind: (typeof KINDS)[number] }>;

const kinds: ReadonlySet<string> = new Set(KINDS);
export const isFlat = (fact: RecordedFact): fact is FlatFact => kinds.has(fact.kind);

/** Writes the fact: its kind, and each field as its name, whether it is an address, its value. */
export function packFlat(log: ByteLog, fact: FlatFact): void {
  log.whole(texts.index(fact.kind));
  for (const name in fact) {
    const value = (fact as unknown as Readonly<Record<string, number | string | Address>>)[name];
    if (typeof value === "string" || value === undefined) continue;
    const number = texts.index(name) * 2 + 1;
    if (typeof value === "number") {
      log.whole(number);
      log.whole(value);
    } else {
      log.whole(number + 1);
      packAddress(log, value);
    }
  }
  log.whole(0);
}

/** What `packFlat` wrote: the fields of the event, as JSON. */
export function flatJson(record: ByteReader): string {
  let json = `"kind":${texts.json(record.whole())}`;
  for (let number = record.whole(); number > 0; number = record.whole()) {
    const isAddress = number % 2 === 0;
    const name = texts.json((number - (isAddress ? 2 : 1)) / 2);
    json += `,${name}:${isAddress ? addressJson(record) : record.whole()}`;
  }
  return json;
}
