import {
  type Address,
  CALL_FIELDS,
  type CallError,
  type Codec,
  NO_ROOM,
} from "@sockscope/protocol";
import type {
  RecordedArgs,
  RecordedFact,
  RecordedPayload,
  RecordedResult,
} from "@sockscope/sockets";
import { addressJson, packAddress } from "./address-record.ts";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { texts } from "./interned.ts";

export type CallFact = Extract<RecordedFact, { kind: "call.began" | "call.ended" }>;
type Value = number | string | Address | RecordedPayload;

/** In a record, a field of `args` or `result` is its position in the protocol's list, from 1, and its value. */
const FIELDS = CALL_FIELDS.map(({ name, codec }) => ({ json: `"${name}":`, type: codec.type }));
const POSITIONS: Readonly<Record<string, number>> = Object.fromEntries(
  CALL_FIELDS.map(({ name }, index) => [name, index + 1]),
);

/**
 * Writes a call's fact, without an object made. False for one with a text for which there is no
 * room: what is written of it is to be passed over.
 */
export function packCall(log: ByteLog, fact: CallFact): boolean {
  const began = fact.kind === "call.began";
  const part: Readonly<Record<string, Value | undefined>> | undefined = began
    ? fact.args
    : fact.result;
  const site = began ? fact.site : undefined;
  log.varint(texts.index(fact.verb) * 8 + (site ? 4 : 0) + (part ? 2 : 0) + (began ? 1 : 0));
  log.varint(fact.call);
  log.varint(fact.actor);
  // No id is 0.
  log.varint(fact.socket ?? 0);
  if (began) log.varint(fact.thread ?? 0);
  else if (!packError(log, fact.error)) return false;
  if (site) {
    if (!packText(log, site.file)) return false;
    log.varint(site.line);
  }
  for (const name in part) {
    const value = part[name];
    const position = POSITIONS[name];
    if (value === undefined || position === undefined) continue;
    log.varint(position);
    if (typeof value === "number") log.number(value);
    else if (typeof value === "string") {
      if (!packText(log, value)) return false;
    } else if ("kept" in value) {
      log.varint(value.length);
      log.varint(value.kept.length);
      log.bytes(value.kept);
    } else if (!packAddress(log, value)) return false;
  }
  log.varint(0);
  return true;
}

/** A varint says whether there is one. */
function packError(log: ByteLog, error: CallError | undefined): boolean {
  log.varint(error === undefined ? 0 : 1);
  if (error === undefined) return true;
  log.number(error.number);
  return packText(log, error.errno) && packText(log, error.message);
}

function packText(log: ByteLog, text: string): boolean {
  const number = texts.index(text);
  if (number === NO_ROOM) return false;
  log.varint(number);
  return true;
}

/** The fact itself as JSON, where there is no room for its texts (the payload in base64, rule E7). */
export function callText(fact: CallFact): string {
  return JSON.stringify(
    fact.kind === "call.began"
      ? { ...fact, args: withText(fact.args) }
      : { ...fact, ...(fact.result && { result: withText(fact.result) }) },
  );
}

const withText = (part: RecordedArgs | RecordedResult) =>
  part.payload === undefined ? part : { ...part, payload: payloadText(part.payload) };

const payloadText = ({ length, kept }: RecordedPayload) => ({
  length,
  kept: Buffer.from(kept.buffer, kept.byteOffset, kept.length).toString("base64"),
});

/** What `packCall` wrote: the fields of the event, as JSON (the payload in base64, rule E7). */
export function callJson(record: ByteReader): string {
  const what = record.varint();
  const began = what % 2 === 1;
  let json = `"kind":"${began ? "call.began" : "call.ended"}"`;
  json += `,"call":${record.varint()}`;
  json += `,"actor":${record.varint()}`;
  json += `,"socket":${record.varint() || "null"}`;
  json += `,"verb":${texts.json(Math.floor(what / 8))}`;
  json += began ? threadJson(record.varint()) : errorJson(record);
  if (what % 8 > 3)
    json += `,"site":{"file":${texts.json(record.varint())},"line":${record.varint()}}`;
  if (what % 4 < 2) return json;
  let part = "";
  for (let position = record.varint(); position > 0; position = record.varint()) {
    const field = FIELDS[position - 1];
    if (!field) throw new RangeError(`No field has the position ${position}`);
    part += (part === "" ? "" : ",") + field.json + valueJson(record, field.type);
  }
  return `${json},"${began ? "args" : "result"}":{${part}}`;
}

const threadJson = (thread: number): string => (thread > 0 ? `,"thread":${thread}` : "");

function errorJson(record: ByteReader): string {
  if (record.varint() === 0) return "";
  const number = record.number();
  const errno = texts.json(record.varint());
  return `,"error":{"errno":${errno},"number":${number},"message":${texts.json(record.varint())}}`;
}

function valueJson(record: ByteReader, type: Codec["type"]): string {
  switch (type) {
    case "varint":
      return `${record.number()}`;
    case "payload": {
      const length = record.varint();
      return `{"length":${length},"kept":"${record.base64(record.varint())}"}`;
    }
    case "address":
      return addressJson(record);
    default:
      return texts.json(record.varint());
  }
}
