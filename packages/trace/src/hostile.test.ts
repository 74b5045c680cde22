import { type Event, eventSchema } from "@sockscope/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shown } from "./stage/cast.ts";
import { drawLadder } from "./timeline/ladder.ts";
import { drawLanes } from "./timeline/lanes.ts";
import { evenScale } from "./timeline/scale.ts";
import { sceneAt } from "./timeline/scenes.ts";
import { talkScript } from "./timeline/talk.fixture.ts";
import { measure, words } from "./timeline/words.fixture.ts";
import { createTrace } from "./trace.ts";
import type { Trace } from "./types.ts";

/** What somebody does to a recording by hand: lines go, come twice, change place and ids. */
const tampering = fc.array(
  fc.record({
    at: fc.nat(400),
    how: fc.constantFrom("drop", "double", "swap", "id"),
    value: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  }),
  { minLength: 1, maxLength: 40 },
);
type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

const IDS = ["actor", "call", "socket", "connection", "datagram"] as const;

function tampered(events: readonly Event[], changes: Tampering): readonly Event[] {
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

function lookedAt(trace: Trace): void {
  for (let position = 0; position <= trace.steps.length; position += 3) {
    trace.stageAt(position);
    trace.packetsAt(position + 0.5);
  }
  shown(trace, { width: 850, height: 340 });
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, 34);
  const viewport = { width: 850, height: 700, scrollX: 0, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  const input = { trace, scene, scale, viewport, position, selected, measure, words };
  drawLadder(input);
  drawLanes(input);
}

test("a recording that was tampered with is drawn somehow, and throws nowhere", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 20 }), tampering, (choices, changes) => {
      const trace = createTrace();
      const events = tampered(talkScript(choices).events, changes);
      trace.append(events);
      lookedAt(trace);
      expect(trace.seq).toBe(events.length);
    }),
    { numRuns: 120 },
  );
});
