import type { Event } from "@sockscope/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventLine, ndjsonLine } from "./event-line.ts";

const printed = (text: string): Event => ({
  ...({ seq: 1, t: 1_500_000, truth: "observed", source: "program" } as const),
  ...({ kind: "actor.printed", actor: 2, text } as const),
});
const named = (name: string): Event => ({
  ...({ seq: 1, t: 1_500_000, truth: "observed", source: "kernel" } as const),
  ...({ kind: "actor.known", actor: 2, process: { pid: 7, name } } as const),
});

/**
 * Characters that a terminal acts on, or that change the direction of text. A line feed ends the
 * event.
 */
const ACTS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

test("an event is one line of text, whatever it contains", () => {
  expect(eventLine(printed("hello"))).toBe('   1     1.500 ms  #2 prints "hello"');
  expect(eventLine(named("\u001b[2J\u202egpj.exe\r\n"))).toBe(
    "   1     1.500 ms  #2 is ␛[2J⟨U+202E⟩gpj.exe\\r\\n, process 7",
  );
});

test("no text of a peer makes a terminal do anything, and NDJSON still means the same", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("\u001b[2J", "\u009b31m", "\u202e", "\u2028", "\0", "\u0007", "é"), {
        maxLength: 8,
      })
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(nasty, (text) => {
      for (const event of [printed(text), named(text)]) {
        expect(eventLine(event)).not.toMatch(ACTS);
        expect(ndjsonLine(event)).not.toMatch(ACTS);
        expect(JSON.parse(ndjsonLine(event))).toEqual(event);
      }
    }),
    { numRuns: 1000 },
  );
});
