import { expect, test } from "vitest";
import * as protocol from "./index.ts";
import { z } from "./zod.ts";

/** Every object schema within a schema, with the way to it. */
function objectsIn(schema: unknown, path: string, seen = new Set<unknown>()): [string, boolean][] {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  if (schema instanceof z.ZodObject) {
    const isStrict = schema.def.catchall instanceof z.ZodNever;
    const fields = Object.entries(schema.def.shape);
    return [
      [path, isStrict],
      ...fields.flatMap(([name, field]) => objectsIn(field, `${path}.${name}`, seen)),
    ];
  }
  if (!(schema instanceof z.ZodType)) return [];
  return Object.entries(schema.def).flatMap(([name, part]) =>
    (Array.isArray(part) ? part : [part]).flatMap((one, index) =>
      objectsIn(one, `${path}/${name}${index}`, seen),
    ),
  );
}

test("every object of every schema is strict: what it does not know, it refuses", () => {
  const objects = Object.entries(protocol).flatMap(([name, schema]) => objectsIn(schema, name));
  expect(objects.length).toBeGreaterThan(60);
  expect(objects.filter(([, isStrict]) => !isStrict)).toEqual([]);
});
