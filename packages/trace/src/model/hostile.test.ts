import fc from "fast-check";
import { expect, test } from "vitest";
import { shown } from "../testing/cast.ts";
import { evenScale } from "../timeline/axis/scale.ts";
import { drawLadder } from "../timeline/ladder/ladder.ts";
import { drawLanes } from "../timeline/lanes/lanes.ts";
import { talkScript } from "../timeline/testing/talk.fixture.ts";
import { measure, words } from "../timeline/testing/words.fixture.ts";
import { createTrace } from "../trace.ts";
import { sceneAt } from "./scenes.ts";
import { tampered, tampering } from "./tampered.fixture.ts";
import type { Trace } from "./trace.ts";

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
