import type { Event, Payload } from "../events.ts";
import { BytesPayload } from "./bytes-payload.ts";
import { type Codec, type Fields, PACKED_KINDS, type PackedKind } from "./event-table.ts";

/** Bytes that a character takes at most, as a varint. */
const CHARACTER = 3;
/** Bytes that an item of a list takes at most, beside what is counted of it. */
const ITEM = 32;

/** Bytes that the variable part of a record may take, beyond `RECORD_ROOM`; at least as many as it does. */
export const kindRoom = (kind: PackedKind, event: Event): number =>
  VARIABLE.has(kind) ? fieldsRoom(kind.fields, event as unknown as Values) : 0;

export function payloadRoom(payload: Payload | undefined): number {
  if (payload === undefined) return 0;
  return payload instanceof BytesPayload ? payload.bytes.length : payload.kept.length;
}

type Values = Readonly<Record<string, unknown>>;

/** Kinds with a value whose size has no small bound. */
const VARIABLE: ReadonlySet<PackedKind> = new Set(
  PACKED_KINDS.filter(({ fields }) => fields.all.some(({ codec }) => isVariable(codec))),
);

function isVariable(codec: Codec): boolean {
  switch (codec.type) {
    case "prose":
    case "payload":
    case "json":
    case "list":
      return true;
    case "nullable":
      return isVariable(codec.item);
    case "fields":
      return codec.fields.all.some((field) => isVariable(field.codec));
    default:
      return false;
  }
}

function fieldsRoom({ all }: Fields, values: Values): number {
  let room = 0;
  for (const { name, codec } of all) {
    const value = values[name];
    if (value !== undefined && value !== null) room += valueRoom(codec, value);
  }
  return room;
}

function valueRoom(codec: Codec, value: unknown): number {
  switch (codec.type) {
    case "prose":
      return (value as string).length * CHARACTER;
    case "payload":
      return payloadRoom(value as Payload);
    case "json":
      return JSON.stringify(value).length * CHARACTER;
    case "list": {
      let room = 0;
      for (const item of value as readonly unknown[]) room += ITEM + valueRoom(codec.item, item);
      return room;
    }
    case "nullable":
      return valueRoom(codec.item, value);
    case "fields":
      return fieldsRoom(codec.fields, value as Values);
    default:
      return 0;
  }
}
