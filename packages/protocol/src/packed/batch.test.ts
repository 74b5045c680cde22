import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../events.ts";
import { packEvents, packLines, unpackEvents } from "./batch.ts";

const said = { truth: "observed", source: "program" } as const;
const kept = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme", minLength: 200, maxLength: 300 }));
const facts = fc.oneof(
  fc.record({ kind: fc.constant("actor.printed" as const), actor: fc.nat(), text }),
  fc.record({
    kind: fc.constant("call.began" as const),
    ...{ actor: fc.nat(), call: fc.nat(), socket: fc.integer({ min: 1, max: 9 }) },
    verb: fc.constant("sendall" as const),
    args: fc.record({
      offset: fc.oneof(fc.nat(), fc.constant(-1)),
      payload: fc.record({ length: fc.nat(), kept: fc.uint8Array({ maxLength: 40 }).map(kept) }),
    }),
  }),
  fc.record({
    kind: fc.constant("call.ended" as const),
    ...{ actor: fc.nat(), call: fc.nat(), socket: fc.constant(null) },
    verb: fc.constant("connect" as const),
    // The last one cannot be written as a record.
    error: fc.record({ errno: text, number: fc.constantFrom(98, 111, -1), message: text }),
  }),
);
const sessions = fc
  .tuple(
    fc.integer({ min: 1, max: 1e9 }),
    fc.array(fc.tuple(facts, fc.nat(1e10)), { maxLength: 60 }),
  )
  .map(([first, all]) => {
    let t = 0;
    return all.map(([fact, later], i): Event => {
      t += later;
      return { seq: first + i, t, ...said, ...fact };
    });
  });

const plain = (events: unknown): unknown => JSON.parse(JSON.stringify(events));

test("what was packed is unpacked as it was, whatever it is", () => {
  fc.assert(
    fc.property(sessions, (events) => {
      const packed = packLines(events.map((event) => JSON.stringify(event)));
      expect(plain(packed && unpackEvents(packed))).toEqual(plain(events));
    }),
  );
});

test("what does not fit, or runs back, is not packed", () => {
  const printed = { ...said, kind: "actor.printed", actor: 1, text: "x".repeat(2 ** 20) } as const;
  expect(packEvents([{ seq: 1, t: 0, ...printed }])).toBeNull();
  const back = [5, 4].map((t, i): Event => ({ seq: i + 1, t, ...printed, text: "" }));
  expect(packEvents(back)).toBeNull();
});

test("anything else is refused, and nothing throws", () => {
  fc.assert(
    fc.property(sessions, fc.nat(), fc.nat(255), (events, at, value) => {
      const packed = packEvents(events);
      if (packed === null || packed.length < 4) return;
      expect(unpackEvents(packed.slice(0, packed.length - 1)) ?? []).not.toEqual(events);
      packed[at % packed.length] = value;
      unpackEvents(packed);
    }),
  );
  expect(unpackEvents(new Uint8Array())).toBeNull();
  expect(unpackEvents(new TextEncoder().encode("{}"))).toBeNull();
});
