import type { Event, Payload } from "../events.ts";
import { BytesPayload } from "./bytes-payload.ts";
import { type Codec, type Field, PACKED_KINDS, type PackedKind } from "./event-table.ts";

/** Bytes that a character takes at most, as a varint. */
const CHARACTER = 3;
/** Bytes that an item of a list takes at most, beside what is counted of it. */
const ITEM = 32;

/** Bytes that a record needs at most beyond `RECORD_ROOM`, because of its values of variable size. */
export function kindRoom(kind: PackedKind, event: Event): number {
  const fields = VARIABLE.get(kind);
  return fields === undefined ? 0 : fieldsRoom(fields, event);
}

export function payloadRoom(payload: Payload | undefined): number {
  if (payload === undefined) return 0;
  return payload instanceof BytesPayload ? payload.bytes.length : payload.kept.length;
}

type Values = Readonly<Record<string, unknown>>;
type Named = readonly Pick<Field, "name" | "codec">[];

/** The fields whose size has no small bound, of the kinds that have such fields. */
const VARIABLE: ReadonlyMap<PackedKind, Named> = new Map(
  PACKED_KINDS.map((kind) => [kind, variableOf(kind.fields.all)] as const).filter(
    ([, fields]) => fields.length > 0,
  ),
);

function variableOf(fields: Named): Named {
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

function fieldsRoom(fields: Named, values: Values): number {
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
