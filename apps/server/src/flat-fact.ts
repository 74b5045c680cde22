import type { RecordedFact } from "@sockscope/sockets";
import { addressCode, addressCodeJson } from "./address-record.ts";
import type { ByteLog } from "./byte-log.ts";
import type { FactRow, FactRows } from "./fact-rows.ts";

/** What a running program causes all the time, besides calls. */
export const FLAT_KINDS = [
  "socket.named",
  "connection.queued",
  "datagram.arrived",
  "datagram.dropped",
  "socket.closed",
] as const;
type FlatKind = (typeof FLAT_KINDS)[number];
export type FlatFact = Extract<RecordedFact, { kind: FlatKind }>;

export const isFlat = (fact: RecordedFact): fact is FlatFact =>
  (FLAT_KINDS as readonly string[]).includes(fact.kind);

/** Writes the fact as a row of this form; of two addresses the first one goes into the log. */
export function packFlat(
  rows: FactRows,
  log: ByteLog,
  form: number,
  place: number,
  t: number,
  fact: FlatFact,
): void {
  const { actor, socket } = fact;
  switch (fact.kind) {
    case "socket.named":
      return rows.add(form, 0, actor, socket, 0, place, t, addressCode(fact.address));
    case "connection.queued":
      rows.add(form, fact.connection, actor, socket, 0, place, t, addressCode(fact.peer));
      return log.whole(addressCode(fact.local));
    case "datagram.arrived": {
      const { datagram, length, address } = fact;
      return rows.add(form, datagram, actor, socket, length, place, t, addressCode(address));
    }
    case "datagram.dropped": {
      const { count, length, address } = fact;
      return rows.add(form, count, actor, socket, length, place, t, addressCode(address));
    }
    case "socket.closed":
      return rows.add(form, 0, actor, socket, 0, place, t, fact.unread ?? 0);
  }
}

/** What `packFlat` wrote: the fields of the event, as JSON. */
export function flatJson(kind: FlatKind, row: FactRow, log: ByteLog): string {
  const { call, actor, socket, length, place, value } = row;
  const head = `"kind":"${kind}","actor":${actor},"socket":${socket}`;
  switch (kind) {
    case "socket.named":
      return `${head},"address":${addressCodeJson(value)}`;
    case "connection.queued": {
      const local = addressCodeJson(log.read(place).whole());
      return `${head},"connection":${call},"local":${local},"peer":${addressCodeJson(value)}`;
    }
    case "datagram.arrived":
      return `${head},"datagram":${call},"address":${addressCodeJson(value)},"length":${length}`;
    case "datagram.dropped":
      return `${head},"address":${addressCodeJson(value)},"length":${length},"count":${call}`;
    case "socket.closed":
      return value === 0 ? head : `${head},"unread":${value}`;
  }
}
