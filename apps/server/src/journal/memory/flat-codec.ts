import { type Address, NO_ROOM } from "@sockscope/protocol";
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

/**
 * Writes the fact as a row of this form; of two addresses the first one goes into the log. False, and
 * nothing is written, where there is no room for a host.
 */
export function packFlat(
  rows: FactRows,
  log: ByteLog,
  form: number,
  place: number,
  t: number,
  fact: FlatFact,
): boolean {
  const { actor, socket } = fact;
  // What the row's last number is: an address, or what a closing has found.
  const value = fact.kind === "socket.closed" ? leftCode(fact) : addressCode(otherEnd(fact));
  if (value === NO_ROOM) return false;
  switch (fact.kind) {
    case "socket.named":
    case "socket.closed":
      rows.add(form, 0, actor, socket, 0, place, t, value);
      return true;
    case "connection.queued": {
      const local = addressCode(fact.local);
      if (local === NO_ROOM) return false;
      rows.add(form, fact.connection, actor, socket, 0, place, t, value);
      log.varint(local);
      return true;
    }
    case "datagram.arrived":
      rows.add(form, fact.datagram, actor, socket, fact.length, place, t, value);
      return true;
    case "datagram.dropped":
      rows.add(form, fact.count, actor, socket, fact.length, place, t, value);
      return true;
  }
}

/** Bytes that were left unread, and in the lowest bit whether the connection was gone. */
const leftCode = ({ unread = 0, connection }: Extract<FlatFact, { kind: "socket.closed" }>) =>
  unread * 2 + (connection === "gone" ? 1 : 0);

const otherEnd = (fact: Exclude<FlatFact, { kind: "socket.closed" }>): Address =>
  fact.kind === "connection.queued" ? fact.peer : fact.address;

/** What `packFlat` wrote: the fields of the event, as JSON. */
export function flatJson(kind: FlatKind, row: FactRow, log: ByteLog): string {
  const { call, actor, socket, length, place, value } = row;
  const head = `"kind":"${kind}","actor":${actor},"socket":${socket}`;
  switch (kind) {
    case "socket.named":
      return `${head},"address":${addressCodeJson(value)}`;
    case "connection.queued": {
      const local = addressCodeJson(log.read(place).varint());
      return `${head},"connection":${call},"local":${local},"peer":${addressCodeJson(value)}`;
    }
    case "datagram.arrived":
      return `${head},"datagram":${call},"address":${addressCodeJson(value)},"length":${length}`;
    case "datagram.dropped":
      return `${head},"address":${addressCodeJson(value)},"length":${length},"count":${call}`;
    case "socket.closed":
      if (value % 2 === 1) return `${head},"connection":"gone"`;
      return value === 0 ? head : `${head},"unread":${value / 2}`;
  }
}
