import fc from "fast-check";
import { expect, test } from "vitest";
import { type Event, eventSchema, payloadSchema } from "../events.ts";
import { z } from "../zod.ts";
import { base64Text } from "./base64.ts";
import { packEvents, unpackEvents } from "./batch.ts";
import { Bytes } from "./bytes.ts";
import { EventReader } from "./event-reader.ts";
import { PACKED_KINDS } from "./event-table.ts";
import { EventWriter } from "./event-writer.ts";
import { Interned } from "./vocabulary.ts";

/** Values that a schema takes, from its definition; of a number also fractions, where it takes them. */
function valuesOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema === payloadSchema) {
    const kept = fc.uint8Array({ maxLength: 40 }).map(base64Text);
    return fc.record({ length: fc.nat(), kept });
  }
  if (schema instanceof z.ZodOptional)
    return fc.option(valuesOf(schema.unwrap()), { nil: undefined });
  if (schema instanceof z.ZodNullable) return fc.option(valuesOf(schema.unwrap()));
  if (schema instanceof z.ZodReadonly) return valuesOf(schema.unwrap());
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodString) return sound(schema, fc.oneof(fc.string(), errnos));
  if (schema instanceof z.ZodNumber) return sound(schema, numbers);
  if (schema instanceof z.ZodArray) return fc.array(valuesOf(schema.element), { maxLength: 64 });
  if (schema instanceof z.ZodTuple) return sound(schema, fc.tuple(fc.nat(), fc.maxSafeNat()));
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(valuesOf));
  if (schema instanceof z.ZodObject) return objectsOf(schema.shape);
  throw new TypeError("A schema of which no values are known");
}

const errnos = fc.constantFrom("EPIPE", "ECONNRESET");
const numbers = fc.oneof(fc.nat(9), fc.nat(), fc.integer(), fc.maxSafeNat(), fc.double());

const sound = (schema: z.core.$ZodType, all: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  all.filter((value) => z.safeParse(schema, value).success && !Object.is(value, -0));

const objectsOf = (shape: Readonly<Record<string, z.core.$ZodType>>): fc.Arbitrary<unknown> =>
  fc.record(
    Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, valuesOf(schema)])),
  );

/** As JSON has it: without what is undefined, and with a payload's bytes as text. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

for (const option of eventSchema.options) {
  const events = objectsOf(option.shape).map((event) => plain(event) as Event);

  test(`${option.shape.kind.value}: a batch gives back what was packed`, () => {
    fc.assert(
      fc.property(events, (event) => {
        expect(eventSchema.safeParse(event).success).toBe(true);
        const packed = packEvents([event]);
        expect(plain(packed && unpackEvents(packed))).toEqual([event]);
      }),
    );
  });

  test(`${option.shape.kind.value}: a record gives back what was written`, () => {
    const bytes = new Bytes();
    const texts = new Interned();
    const writer = new EventWriter(bytes, texts);
    const reader = new EventReader(bytes, texts);
    let packed = 0;
    fc.assert(
      fc.property(events, (event) => {
        const place = writer.write(event);
        if (place === null) return;
        packed += 1;
        expect(plain(reader.read(place, event.seq, event.t, "bytes"))).toEqual(event);
        expect(plain(reader.read(place, event.seq, event.t, "text"))).toEqual(event);
      }),
    );
    expect(packed).toBeGreaterThan(0);
  });
}

test("only unions are packed as JSON", () => {
  const json = PACKED_KINDS.flatMap(({ kind, fields }) =>
    fields.all.filter(({ codec }) => codec.type === "json").map(({ name }) => `${kind} ${name}`),
  );
  expect(json).toEqual(["gate.set scope", "breakpoint.set when", "link.set scope"]);
});
