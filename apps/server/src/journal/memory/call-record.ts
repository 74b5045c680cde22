import type { Address, CallError } from "@sockscope/protocol";
import type {
  RecordedArgs,
  RecordedFact,
  RecordedPayload,
  RecordedResult,
} from "@sockscope/sockets";
import { addressJson, packAddress } from "./address-record.ts";
import type { ByteLog, ByteReader } from "./byte-log.ts";
import { Interned, NO_ROOM, texts } from "./interned.ts";

export type CallFact = Extract<RecordedFact, { kind: "call.began" | "call.ended" }>;
type Field = keyof RecordedArgs | keyof RecordedResult;
type Form = "number" | "text" | "address" | "payload";
type Value = number | string | Address | RecordedPayload;

/**
 * In which form each field is stored: a record has its place in this list, from 1, and its value.
 * The compiler asks for a line when the protocol gets a new field.
 */
const FORMS = {
  family: "text",
  type: "text",
  address: "address",
  backlog: "number",
  size: "number",
  how: "text",
  level: "text",
  option: "text",
  interface: "text",
  value: "number",
  payload: "payload",
  offset: "number",
  socket: "number",
  count: "number",
  datagram: "number",
  cutFrom: "number",
  queue: "text",
  unread: "number",
  connection: "text",
} as const satisfies Record<Field, Form>;

const FIELDS = Object.entries(FORMS).map(([name, form]) => ({ json: `"${name}":`, form }));
const PLACES: Readonly<Record<string, number>> = Object.fromEntries(
  Object.keys(FORMS).map((name, index) => [name, index + 1]),
);

const errors = new Interned<CallError>(({ errno, message }) => `${errno} ${message}`);

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
  const extra = began ? (fact.thread ?? 0) : fact.error ? errors.index(fact.error) + 1 : 0;
  if (fact.kind === "call.ended" && fact.error && extra === NO_ROOM + 1) return false;
  log.varint(extra);
  if (site) {
    if (!packText(log, site.file)) return false;
    log.varint(site.line);
  }
  for (const name in part) {
    const value = part[name];
    const place = PLACES[name];
    if (value === undefined || place === undefined) continue;
    log.varint(place);
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
  const extra = record.varint();
  if (extra > 0) json += began ? `,"thread":${extra}` : `,"error":${errors.json(extra - 1)}`;
  if (what % 8 > 3)
    json += `,"site":{"file":${texts.json(record.varint())},"line":${record.varint()}}`;
  if (what % 4 < 2) return json;
  let part = "";
  for (let place = record.varint(); place > 0; place = record.varint()) {
    const field = FIELDS[place - 1];
    if (!field) throw new RangeError(`No field has the place ${place}`);
    part += (part === "" ? "" : ",") + field.json + valueJson(record, field.form);
  }
  return `${json},"${began ? "args" : "result"}":{${part}}`;
}

function valueJson(record: ByteReader, form: Form): string {
  switch (form) {
    case "number":
      return `${record.number()}`;
    case "text":
      return texts.json(record.varint());
    case "payload": {
      const length = record.varint();
      return `{"length":${length},"kept":"${record.base64(record.varint())}"}`;
    }
    case "address":
      return addressJson(record);
  }
}
