import type { Payload } from "../events.ts";
import { BytesPayload } from "./bytes-payload.ts";
import type { Codec, Field, PackedKind } from "./event-table.ts";

/** Bytes that a character takes at most, as a varint. */
const CHARACTER = 3;
/** Bytes that an item of a list takes at most, beside what is counted of it. */
const ITEM = 32;

/** The fields of this kind whose size has no small bound. */
export const variableFields = (kind: PackedKind): SizedFields => variableOf(kind.fields.all);

export function payloadRoom(payload: Payload | undefined): number {
  if (payload === undefined) return 0;
  return payload instanceof BytesPayload ? payload.bytes.length : payload.kept.length;
}

type Values = Readonly<Record<string, unknown>>;
export type SizedFields = readonly Pick<Field, "name" | "codec">[];

function variableOf(fields: SizedFields): SizedFields {
  return fields
    .filter(({ codec }) => isVariable(codec))
    .map(({ name, codec }) => ({ name, codec: pruned(codec) }));
}

/** Without the fields whose size is bounded. */
function pruned(codec: Codec): Codec {
  if (codec.type !== "fields") return codec;
  const all = codec.fields.all.filter((field) => isVariable(field.codec));
  return { type: "fields", fields: { ...codec.fields, all } };
}

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

/** Bytes that these values need at most beyond `RECORD_ROOM`. */
export function fieldsRoom(fields: SizedFields, values: Values): number {
  let room = 0;
  for (const { name, codec } of fields) {
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
      return fieldsRoom(codec.fields.all, value as Values);
    default:
      return 0;
  }
}
