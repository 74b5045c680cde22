import { type Address, type Family, NO_ROOM, type SocketType } from "@sockscope/protocol";
import type { MadeCall, RecordedResult } from "@sockscope/sockets";
import { addressCode, addressCodeJson } from "./address-record.ts";
import { FIRST_LIFECYCLE_FORM } from "./data-call.ts";
import type { FactRow, FactRows } from "./fact-rows.ts";

/** What the calls of a connection's life are as rows, in this order; they have no bytes. */
const MAKES = FIRST_LIFECYCLE_FORM;
const ACCEPTS = MAKES + 1;
const CONNECTS = MAKES + 2;
const CLOSES = MAKES + 3;
const MADE = MAKES + 4;
const ACCEPTED = MAKES + 5;
const CONNECTED = MAKES + 6;
const CLOSED = MAKES + 7;
/** Forms from here on are others'. */
export const OTHER_FORMS = MAKES + 8;

const VERBS = ["socket", "accept", "connect", "close"] as const;
const FAMILIES: readonly Family[] = ["AF_INET", "AF_INET6"];
const TYPES: readonly SocketType[] = ["SOCK_STREAM", "SOCK_DGRAM"];

/**
 * Writes the beginning of a call by which a socket comes, connects or goes, made by the main thread:
 * a busy server makes them a thousand times a second. False, and nothing is written, for all others.
 */
export function packLifecycleBegan(
  rows: FactRows,
  place: number,
  t: number,
  made: MadeCall,
): boolean {
  const { id: call, actor, args, socket } = made;
  const { address, family, type } = args;
  switch (made.verb) {
    case "socket": {
      if (socket !== null || family === undefined || type === undefined) return false;
      const value = TYPES.indexOf(type) * FAMILIES.length + FAMILIES.indexOf(family);
      rows.add(MAKES, call, actor, 0, 0, place, t, value);
      return true;
    }
    case "accept":
      rows.add(ACCEPTS, call, actor, socket ?? 0, 0, place, t, 0);
      return true;
    case "connect":
      return addAddressed(rows, CONNECTS, made, 0, place, t, address);
    case "close":
      rows.add(CLOSES, call, actor, socket ?? 0, 0, place, t, 0);
      return true;
    default:
      return false;
  }
}

/** The same for its end, if it did not fail. */
export function packLifecycleEnded(
  rows: FactRows,
  place: number,
  t: number,
  made: MadeCall,
  result: RecordedResult | undefined,
): boolean {
  const { id: call, actor, socket } = made;
  const { address, socket: given } = result ?? {};
  switch (made.verb) {
    case "socket":
      if (socket !== null || given === undefined) return false;
      rows.add(MADE, call, actor, 0, 0, place, t, given);
      return true;
    case "accept":
      return given !== undefined && addAddressed(rows, ACCEPTED, made, given, place, t, address);
    case "connect":
      return addAddressed(rows, CONNECTED, made, 0, place, t, address);
    case "close":
      if (result !== undefined) return false;
      rows.add(CLOSED, call, actor, socket ?? 0, 0, place, t, 0);
      return true;
    default:
      return false;
  }
}

/** False, and nothing is written, without an address, or where there is no room for its host. */
function addAddressed(
  rows: FactRows,
  form: number,
  { id, actor, socket }: MadeCall,
  given: number,
  place: number,
  t: number,
  address: Address | undefined,
): boolean {
  const code = address === undefined ? NO_ROOM : addressCode(address);
  if (code === NO_ROOM) return false;
  rows.add(form, id, actor, socket ?? 0, given, place, t, code);
  return true;
}

/** What these wrote, but for the envelope: the fields of the event, as JSON. */
export function lifecycleJson({ form, call, actor, socket, length, value }: FactRow): string {
  const began = form < MADE;
  const verb = VERBS[(form - MAKES) % VERBS.length] ?? "";
  const head = `"kind":"${began ? "call.began" : "call.ended"}","call":${call},"actor":${actor},"socket":${socket || "null"},"verb":"${verb}"`;
  switch (form) {
    case MAKES: {
      const family = FAMILIES[value % FAMILIES.length] ?? "";
      const type = TYPES[Math.floor(value / FAMILIES.length)] ?? "";
      return `${head},"args":{"family":"${family}","type":"${type}"}`;
    }
    case ACCEPTS:
    case CLOSES:
      return `${head},"args":{}`;
    case CONNECTS:
      return `${head},"args":{"address":${addressCodeJson(value)}}`;
    case MADE:
      return `${head},"result":{"socket":${value}}`;
    case ACCEPTED:
      return `${head},"result":{"socket":${length},"address":${addressCodeJson(value)}}`;
    case CONNECTED:
      return `${head},"result":{"address":${addressCodeJson(value)}}`;
    default:
      return head;
  }
}
