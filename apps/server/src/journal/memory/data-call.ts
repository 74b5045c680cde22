import { LIMITS, NO_ROOM, type Verb } from "@sockscope/protocol";
import type {
  DatagramArrived,
  MadeCall,
  RecordedPayload,
  RecordedResult,
} from "@sockscope/sockets";
import { addressCode, addressCodeJson } from "./address-record.ts";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import type { FactRow, FactRows } from "./fact-rows.ts";
import { flatJson, packFlat } from "./flat-codec.ts";

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
/** Forms from here on are those of `lifecycle-call.ts`. */
export const FIRST_LIFECYCLE_FORM = 12;

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

/** False, and nothing is written, where there is no room for the host. */
export const packArrived = (
  rows: FactRows,
  log: ByteLog,
  t: number,
  fact: DatagramArrived,
): boolean => packFlat(rows, log, ARRIVED, log.begin(), t, fact);

/**
 * Writes the beginning of a call of those that come all the time in a conversation: of the main
 * thread, moving bytes. False, and nothing is written, for all others. Each kind of call goes its
 * own short way: where one number could be of several kinds, V8 makes an object of it.
 */
export function packDataBegan(rows: FactRows, log: ByteLog, t: number, call: MadeCall): boolean {
  const { verb, args } = call;
  switch (verb) {
    case "recv":
    case "recvfrom": {
      const { size } = args;
      if (size === undefined) return false;
      return rows.addCall(verb === "recv" ? RECV : RECVFROM, call, 0, log.here, t, size);
    }
    case "send":
    case "sendall": {
      const { payload, offset } = args;
      if (offset === undefined || !isWhole(payload)) return false;
      const place = log.begin();
      const form = verb === "send" ? SEND : SENDALL;
      if (!rows.addCall(form, call, payload.length, place, t, offset)) return false;
      log.bytes(payload.kept);
      return true;
    }
    case "sendto": {
      const { payload, address } = args;
      if (args.offset !== undefined || address === undefined || !isWhole(payload)) return false;
      const place = log.begin();
      const code = addressCode(address);
      if (code === NO_ROOM) return false;
      if (!rows.addCall(SENDTO, call, payload.length, place, t, code)) return false;
      log.bytes(payload.kept);
      return true;
    }
    default:
      return false;
  }
}

/** The same for its end, if it did not fail. */
export function packDataEnded(
  rows: FactRows,
  log: ByteLog,
  t: number,
  call: MadeCall,
  result: RecordedResult,
): boolean {
  const { verb } = call;
  switch (verb) {
    case "recv": {
      const { payload, offset } = result;
      if (offset === undefined || !isWhole(payload)) return false;
      const place = log.begin();
      if (!rows.addCall(RECEIVED, call, payload.length, place, t, offset)) return false;
      log.bytes(payload.kept);
      return true;
    }
    case "recvfrom": {
      const { payload, offset, address, datagram, cutFrom } = result;
      if (offset !== undefined || cutFrom !== undefined) return false;
      if (address === undefined || datagram === undefined || !isWhole(payload)) return false;
      const place = log.begin();
      const code = addressCode(address);
      if (code === NO_ROOM) return false;
      if (!rows.addCall(RECEIVED_FROM, call, payload.length, place, t, code)) return false;
      log.varint(datagram);
      log.bytes(payload.kept);
      return true;
    }
    case "send":
    case "sendall":
    case "sendto": {
      const { count } = result;
      if (count === undefined) return false;
      return rows.addCall(SENT_FORMS[verb], call, 0, log.here, t, count);
    }
    default:
      return false;
  }
}

/** What these wrote, but for the envelope: the fields of the event, as JSON. */
export function dataJson(row: FactRow, log: ByteLog): string {
  const { form, call, actor, socket, length, place, value } = row;
  if (form === ARRIVED) return flatJson("datagram.arrived", row, log);
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
      const datagram = record.varint();
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
