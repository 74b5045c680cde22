import { type Event, eventSchema } from "@sockscope/protocol";
import fc from "fast-check";

/** What somebody does to a recording by hand: lines go, come twice, change place and ids. */
export const tampering = fc.array(
  fc.record({
    at: fc.nat(400),
    how: fc.constantFrom("drop", "double", "swap", "id"),
    value: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  }),
  { minLength: 1, maxLength: 40 },
);
export type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

const IDS = ["actor", "call", "socket", "connection", "datagram"] as const;

export function tampered(events: readonly Event[], changes: Tampering): readonly Event[] {
  let lines: Record<string, unknown>[] = events.map((event) => ({ ...event }));
  for (const { at, how, value } of changes) {
    const index = at % Math.max(1, lines.length);
    const line = lines[index];
    if (!line) break;
    if (how === "drop") lines.splice(index, 1);
    else if (how === "double") lines.splice(value % lines.length, 0, { ...line });
    else if (how === "swap") lines = [...lines.slice(index), ...lines.slice(0, index)];
    else
      for (const id of IDS) if (typeof line[id] === "number" && value % 2 === 0) line[id] = value;
  }
  // It passes every check of a line.
  return lines.map((line, index) => eventSchema.parse({ ...line, seq: index + 1, t: index }));
}
