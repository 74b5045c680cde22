import type { Address, CallError, CallSite } from "@sockscope/protocol";
import type {
  RecordedArgs,
  RecordedFact,
  RecordedPayload,
  RecordedResult,
} from "@sockscope/sockets";
import { Interned } from "./interned.ts";
import type { SlotReader, Slots } from "./slots.ts";

export type CallFact = Extract<RecordedFact, { kind: "call.began" | "call.ended" }>;
type Began = Extract<CallFact, { kind: "call.began" }>;
type Ended = Extract<CallFact, { kind: "call.ended" }>;
type Common = "kind" | "call" | "actor" | "socket" | "verb";
/** Fields of the fact itself that not every call has. */
type Extra = Exclude<keyof Began, Common | "args"> | Exclude<keyof Ended, Common | "result">;
type Field = keyof RecordedArgs | keyof RecordedResult | Extra;
type Form = "number" | "text" | "address" | "payload" | "error" | "site";
type Value = number | string | Address | RecordedPayload | CallError | CallSite;

/**
 * In which form each field is stored: a record has its place in this list and its value. The
 * compiler asks for a line when the protocol gets a new field.
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
  thread: "number",
  error: "error",
  site: "site",
} as const satisfies Record<Field, Form>;

/** Those that stand in the fact itself, not in its `args` or `result`. */
const EXTRAS = ["error", "thread", "site"] as const satisfies readonly Extra[];

const NAMES = Object.keys(FORMS);
const LIST: readonly Form[] = Object.values(FORMS);
const PLACES: Readonly<Record<string, number>> = Object.fromEntries(
  NAMES.map((name, place) => [name, place]),
);

const texts = new Interned<string>((text) => text);
const errors = new Interned<CallError>(({ errno, message }) => `${errno} ${message}`);

/** Writes a call's fact, without an object made. */
export function packCall(slots: Slots, fact: CallFact): void {
  const began = fact.kind === "call.began";
  const part = began ? fact.args : fact.result;
  slots.put(texts.index(fact.verb) * 4 + (part ? 2 : 0) + (began ? 1 : 0));
  slots.put(fact.call);
  slots.put(fact.actor);
  // No id is 0.
  slots.put(fact.socket ?? 0);
  const end = slots.reserve();
  let fields = 0;
  for (const name in part) fields += packField(slots, name, part);
  for (const name of EXTRAS) fields += packField(slots, name, fact as unknown as Fields);
  slots.fill(end, fields);
}

type Fields = Readonly<Record<string, Value | undefined>>;

function packField(slots: Slots, name: string, holder: Fields): number {
  const value = holder[name];
  const place = PLACES[name];
  if (value === undefined || place === undefined) return 0;
  slots.put(place);
  if (typeof value === "number") slots.put(value);
  else if (typeof value === "string") slots.put(texts.index(value));
  else if ("kept" in value) {
    slots.put(value.length);
    slots.put(value.kept.length);
    slots.putBytes(value.kept);
  } else if ("errno" in value) slots.put(errors.index(value));
  else if ("line" in value) {
    slots.put(texts.index(value.file));
    slots.put(value.line);
  } else {
    slots.put(texts.index(value.address));
    slots.put(value.port * 2 + (value.family === "AF_INET6" ? 1 : 0));
  }
  return 1;
}

/** Reads what `packCall` wrote. The bytes of a payload are views on the record. */
export function unpackCall(record: SlotReader): CallFact {
  const what = record.take();
  const verb = texts.at(Math.floor(what / 4));
  const call = record.take();
  const actor = record.take();
  const socket = record.take() || null;
  const part: Record<string, Value> = {};
  const extras: Record<string, Value> = {};
  for (let left = record.take(); left > 0; left -= 1) {
    const place = record.take();
    const name = NAMES[place] ?? "";
    const holder = EXTRAS.some((extra) => extra === name) ? extras : part;
    holder[name] = unpackValue(record, LIST[place] ?? "number");
  }
  const kind = what % 2 === 1 ? "call.began" : "call.ended";
  const inner = what % 4 < 2 ? {} : kind === "call.began" ? { args: part } : { result: part };
  // What was packed was a fact, so what is unpacked is one.
  return { kind, call, actor, socket, verb, ...inner, ...extras } as unknown as CallFact;
}

function unpackValue(record: SlotReader, form: Form): Value {
  switch (form) {
    case "number":
      return record.take();
    case "text":
      return texts.at(record.take());
    case "site":
      return { file: texts.at(record.take()), line: record.take() };
    case "error":
      return errors.at(record.take());
    case "payload": {
      const length = record.take();
      return { length, kept: record.takeBytes(record.take()) };
    }
    case "address": {
      const address = texts.at(record.take());
      const end = record.take();
      const family = end % 2 === 1 ? "AF_INET6" : "AF_INET";
      return { address, port: Math.floor(end / 2), family };
    }
  }
}
