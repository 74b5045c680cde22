import type { Address } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import { Interned } from "./interned.ts";
import type { SlotReader, Slots } from "./slots.ts";

/** What a running program causes all the time, besides calls. Their fields are flat. */
const KINDS = ["socket.named", "connection.queued", "datagram.arrived", "socket.closed"] as const;
export type FlatFact = Extract<RecordedFact, { kind: (typeof KINDS)[number] }>;

const kinds: ReadonlySet<string> = new Set(KINDS);
export const isFlat = (fact: RecordedFact): fact is FlatFact => kinds.has(fact.kind);

const texts = new Interned<string>((text) => text);

/** Writes the fact: its kind, and each field as its name, whether it is an address, its value. */
export function packFlat(slots: Slots, fact: FlatFact): void {
  slots.put(texts.index(fact.kind));
  const end = slots.reserve();
  let fields = 0;
  for (const name in fact) {
    const value = (fact as unknown as Readonly<Record<string, number | string | Address>>)[name];
    if (typeof value === "string" || value === undefined) continue;
    fields += 1;
    if (typeof value === "number") {
      slots.put(texts.index(name) * 2);
      slots.put(value);
    } else {
      slots.put(texts.index(name) * 2 + 1);
      slots.put(texts.index(value.address));
      slots.put(value.port * 2 + (value.family === "AF_INET6" ? 1 : 0));
    }
  }
  slots.fill(end, fields);
}

/** Reads what `packFlat` wrote. */
export function unpackFlat(record: SlotReader): FlatFact {
  const fact: Record<string, unknown> = { kind: texts.at(record.take()) };
  for (let left = record.take(); left > 0; left -= 1) {
    const name = record.take();
    fact[texts.at(Math.floor(name / 2))] = name % 2 === 0 ? record.take() : takeAddress(record);
  }
  // What was packed was a fact, so what is unpacked is one.
  return fact as unknown as FlatFact;
}

function takeAddress(record: SlotReader): Address {
  const address = texts.at(record.take());
  const end = record.take();
  return { address, port: Math.floor(end / 2), family: end % 2 === 1 ? "AF_INET6" : "AF_INET" };
}
