import { LIMITS, type Verb } from "@sockscope/protocol";
import type {
  DatagramArrived,
  MadeCall,
  RecordedPayload,
  RecordedResult,
} from "@sockscope/sockets";
import { addressCode, addressCodeJson } from "./address-record.ts";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import type { FactRow, FactRows } from "./fact-rows.ts";

/** What a call of these takes or gives, and with it what the numbers of its row mean. */
const RECV = 1;
const RECVFROM = 2;
const SEND = 3;
const SENDALL = 4;
const SENDTO = 5;
const RECEIVED = 6;
const RECEIVED_FROM = 7;
const SENT = 8;
const ALL_SENT = 9;
const SENT_TO = 10;
const ARRIVED = 11;
/** Forms from here on are those of `life-fact.ts`. */
export const FIRST_LIFE_FORM = 12;

const VERBS: readonly (Verb | null)[] = [
  null,
  "recv",
  "recvfrom",
  "send",
  "sendall",
  "sendto",
  "recv",
  "recvfrom",
  "send",
  "sendall",
  "sendto",
];

export function packArrived(rows: FactRows, place: number, t: number, fact: DatagramArrived): void {
  const { actor, socket, datagram, address, length } = fact;
  rows.add(ARRIVED, datagram, actor, socket, length, place, t, addressCode(address));
}

/**
 * Writes the beginning of a call of those that come all the time in a conversation: of the main
 * thread, moving bytes. False, and nothing is written, for all others. `place` is where the log has
 * begun a record.
 */
export function packBegan(
  rows: FactRows,
  log: ByteLog,
  place: number,
  t: number,
  made: MadeCall,
): boolean {
  const { id: call, actor, args, socket, verb } = made;
  if (socket === null) return false;
  switch (verb) {
    case "recv":
    case "recvfrom": {
      if (args.size === undefined) return false;
      const form = verb === "recv" ? RECV : RECVFROM;
      rows.add(form, call, actor, socket, 0, place, t, args.size);
      return true;
    }
    case "send":
    case "sendall": {
      const { payload, offset } = args;
      if (offset === undefined || !isWhole(payload)) return false;
      const form = verb === "send" ? SEND : SENDALL;
      rows.add(form, call, actor, socket, payload.length, place, t, offset);
      log.bytes(payload.kept);
      return true;
    }
    case "sendto": {
      const { payload, offset, address } = args;
      if (offset !== undefined || address === undefined || !isWhole(payload)) return false;
      rows.add(SENDTO, call, actor, socket, payload.length, place, t, addressCode(address));
      log.bytes(payload.kept);
      return true;
    }
    default:
      return false;
  }
}

/** The same for its end, if it did not fail. */
export function packEnded(
  rows: FactRows,
  log: ByteLog,
  place: number,
  t: number,
  made: MadeCall,
  result: RecordedResult,
): boolean {
  const { id: call, actor, socket, verb } = made;
  if (socket === null) return false;
  switch (verb) {
    case "recv": {
      const { payload, offset } = result;
      if (offset === undefined || !isWhole(payload)) return false;
      rows.add(RECEIVED, call, actor, socket, payload.length, place, t, offset);
      log.bytes(payload.kept);
      return true;
    }
    case "recvfrom": {
      const { payload, address, datagram, offset, cutFrom } = result;
      if (offset !== undefined || cutFrom !== undefined || !isWhole(payload)) return false;
      if (address === undefined || datagram === undefined) return false;
      const { length } = payload;
      rows.add(RECEIVED_FROM, call, actor, socket, length, place, t, addressCode(address));
      log.whole(datagram);
      log.bytes(payload.kept);
      return true;
    }
    case "send":
    case "sendall":
    case "sendto": {
      if (result.count === undefined) return false;
      rows.add(SENT_FORMS[verb], call, actor, socket, 0, place, t, result.count);
      return true;
    }
    default:
      return false;
  }
}

/** What these wrote, but for the envelope: the fields of the event, as JSON. */
export function busyJson(row: FactRow, log: ByteLog): string {
  const { form, call, actor, socket, length, place, value } = row;
  if (form === ARRIVED)
    return `"kind":"datagram.arrived","actor":${actor},"socket":${socket},"datagram":${call},"address":${addressCodeJson(value)},"length":${length}`;
  const began = form <= SENDTO;
  const head = `"kind":"${began ? "call.began" : "call.ended"}","call":${call},"actor":${actor},"socket":${socket},"verb":"${VERBS[form] ?? ""}"`;
  switch (form) {
    case RECV:
    case RECVFROM:
      return `${head},"args":{"size":${value}}`;
    case SEND:
    case SENDALL:
      return `${head},"args":{${payloadJson(log.read(place), length)},"offset":${value}}`;
    case SENDTO:
      return `${head},"args":{${payloadJson(log.read(place), length)},"address":${addressCodeJson(value)}}`;
    case RECEIVED:
      return `${head},"result":{${payloadJson(log.read(place), length)},"offset":${value}}`;
    case RECEIVED_FROM: {
      const record = log.read(place);
      const datagram = record.whole();
      return `${head},"result":{${payloadJson(record, length)},"address":${addressCodeJson(value)},"datagram":${datagram}}`;
    }
    default:
      return `${head},"result":{"count":${value}}`;
  }
}

const SENT_FORMS = { send: SENT, sendall: ALL_SENT, sendto: SENT_TO } as const;

/** As long as what is kept always is: then nothing but its length has to be written. */
const isWhole = (payload: RecordedPayload | undefined): payload is RecordedPayload =>
  payload !== undefined && payload.kept.length === Math.min(payload.length, LIMITS.payloadKept);

const payloadJson = (record: ByteReader, length: number): string =>
  `"payload":{"length":${length},"kept":"${record.base64(Math.min(length, LIMITS.payloadKept))}"}`;
