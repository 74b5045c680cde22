import { addressSchema } from "../address.ts";
import {
  callArgsSchema,
  callResultSchema,
  type EventKind,
  eventSchema,
  payloadSchema,
  proseSchema,
} from "../events.ts";
import { z } from "../zod.ts";

/**
 * How a value is packed:
 * - `varint`: an integer from 0 to 2^53 - 1; any other number cannot be packed
 * - `text`: a string that comes again and again, as its number in the vocabulary
 * - `prose`: a string that rarely comes again, letter by letter
 * - `json`: any other value, as JSON, letter by letter; for what happens rarely
 * - `nullable`: null, or a value of `item`
 * - `list`: any number of values of `item`
 */
export type Codec =
  | { readonly type: "varint" | "text" | "prose" | "address" | "payload" | "boolean" | "json" }
  | { readonly type: "literal"; readonly value: unknown }
  | { readonly type: "nullable" | "list"; readonly item: Codec }
  | { readonly type: "fields"; readonly fields: Fields };

export interface Field {
  readonly name: string;
  /** The field's bit in the mask of those that are there; 0 for one that is always there. */
  readonly bit: number;
  readonly codec: Codec;
}

/** The fields of an object, in the order in which they are packed. */
export interface Fields {
  readonly all: readonly Field[];
  /** Those that may be missing. If there are any, a mask of those that are there comes first. */
  readonly optional: readonly Field[];
  /** The bit of each field, by name. */
  readonly bits: Readonly<Record<string, number>>;
}

export interface PackedKind {
  readonly kind: EventKind;
  /** All fields but the envelope (`seq`, `t`, `truth`, `source`, the interval `at`) and `kind`. */
  readonly fields: Fields;
  /** `at` is a field of this kind, and not the interval of the envelope (rule E22). */
  readonly ownAt: boolean;
}

/** Bits of a mask. */
const MOST_OPTIONAL = 31;

const ENVELOPE: ReadonlySet<string> = new Set(["seq", "t", "truth", "source", "kind"]);

/**
 * Every kind of event with its fields, in the order of `eventSchema`. The table follows from the
 * schemas, so a new kind or a new field is packed without another line of code.
 */
export const PACKED_KINDS: readonly PackedKind[] = eventSchema.options.map(({ shape }) => {
  const ownAt = !("at" in shape) || !(shape.at instanceof z.ZodOptional);
  const own = Object.entries<z.core.$ZodType>(shape).filter(
    ([name]) => !ENVELOPE.has(name) && (ownAt || name !== "at"),
  );
  return { kind: shape.kind.value, fields: fieldsOf(own), ownAt };
});

/** What a call takes and what it gives, each name once. */
export const CALL_FIELDS: readonly Field[] = fieldsOf(
  Object.entries<z.core.$ZodType>({ ...callArgsSchema.shape, ...callResultSchema.shape }),
).all;

function fieldsOf(shape: readonly (readonly [string, z.core.$ZodType])[]): Fields {
  let count = 0;
  const all = shape.map(([name, schema]): Field => {
    if (!(schema instanceof z.ZodOptional)) return { name, bit: 0, codec: codecOf(schema) };
    return { name, bit: 1 << count++, codec: codecOf(schema.unwrap()) };
  });
  if (count > MOST_OPTIONAL) throw new RangeError("Too many optional fields for one mask");
  const bits = Object.fromEntries(all.map(({ name, bit }) => [name, bit]));
  return { all, optional: all.filter(({ bit }) => bit > 0), bits };
}

function codecOf(schema: z.core.$ZodType): Codec {
  if (schema === addressSchema) return { type: "address" };
  if (schema === payloadSchema) return { type: "payload" };
  if (schema === proseSchema) return { type: "prose" };
  if (schema instanceof z.ZodNumber) return { type: "varint" };
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return { type: "text" };
  if (schema instanceof z.ZodBoolean) return { type: "boolean" };
  if (schema instanceof z.ZodLiteral && schema.values.size === 1)
    return { type: "literal", value: schema.value };
  if (schema instanceof z.ZodNullable) return { type: "nullable", item: codecOf(schema.unwrap()) };
  if (schema instanceof z.ZodArray) return { type: "list", item: codecOf(schema.element) };
  if (schema instanceof z.ZodObject)
    return { type: "fields", fields: fieldsOf(Object.entries<z.core.$ZodType>(schema.shape)) };
  return { type: "json" };
}
