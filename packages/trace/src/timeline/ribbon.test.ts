import fc from "fast-check";
import { expect, test } from "vitest";
import { drawRibbon, ribbonState } from "./ribbon.ts";
import { talk } from "./talk.fixture.ts";
import { timelineIndex } from "./timeline-index.ts";
import { measure } from "./words.fixture.ts";

test("at every instant: read, then waiting, then under way, and what waits is the row's fill", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(99), { maxLength: 30 }), (choices) => {
      const trace = talk(choices);
      const index = timelineIndex(trace);
      for (const actor of trace.actors) {
        for (const row of index.rowsOf(actor.id)) {
          const other = index.partnerOf(row);
          if (other === null) continue;
          for (let step = 0; step <= trace.steps.length; step++) {
            const state = ribbonState(row, other, step);
            expect(state.read).toBeLessThanOrEqual(state.landed);
            expect(state.landed).toBeLessThanOrEqual(state.sent);
            expect(state.sent).toBeLessThanOrEqual(state.total);
            expect(state.sent - state.read).toBe(other.waiting.at(step - 1));
          }
        }
      }
    }),
    { numRuns: 25 },
  );
});

test("bytes are under way during the step of their send, then wait", () => {
  const trace = talk([2]);
  const index = timelineIndex(trace);
  const sender = index.rowsOf(1).find((row) => row.sends.length > 0) ?? null;
  const step = sender?.sends.get(0)?.step ?? 0;
  const receiver = sender === null ? null : index.partnerOf(sender);
  expect(ribbonState(sender, receiver, step)).toMatchObject({ sent: 0 });
  expect(ribbonState(sender, receiver, step + 0.5)).toMatchObject({ sent: 3, landed: 0, read: 0 });
  expect(ribbonState(sender, receiver, step + 1)).toMatchObject({ sent: 3, landed: 3, read: 0 });
  const items = drawRibbon({
    ...{ from: sender, to: receiver, position: step + 1, title: "a → b", says: () => "3 B" },
    ...{ fromServer: true, box: { x: 0, y: 0, w: 600, h: 22 }, measure },
  });
  expect([...items].length).toBeGreaterThan(5);
});
