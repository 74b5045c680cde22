import fc from "fast-check";
import { expect, test } from "vitest";
import { BEHIND, underWay } from "../../model/packets.ts";
import { createTrace } from "../../trace.ts";
import { timelineIndex } from "../index/timeline-index.ts";
import { talk, talkScript } from "../testing/talk.fixture.ts";
import { measure } from "../testing/words.fixture.ts";
import { drawRibbon, ribbonState } from "./ribbon.ts";

test("at every instant: read, waiting, lost, under way, and what waits is the row's fill", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(130), { maxLength: 30 }), (choices) => {
      const trace = talk(choices);
      const index = timelineIndex(trace);
      for (const actor of trace.actors) {
        for (const row of index.rowsOf(actor.id)) {
          const other = index.partnerOf(row);
          if (other === null) continue;
          const flights = trace.flights.filter(({ from }) => from?.socket === row.socket);
          for (let step = 0; step <= trace.steps.length; step++) {
            const state = ribbonState(row, other, step);
            expect(state.read).toBeLessThanOrEqual(state.landed);
            expect(state.landed).toBeLessThanOrEqual(state.lost);
            expect(state.lost).toBeLessThanOrEqual(state.sent);
            expect(state.sent).toBeLessThanOrEqual(state.total);
            expect(state.landed - state.read).toBe(other.tracks.unread.at(step - 1));
          }
          const end = ribbonState(row, other, trace.steps.length);
          const lost = flights.reduce(
            (sum, { cargo, lostStep }) =>
              sum + (cargo.kind === "stream" && lostStep !== null ? cargo.length : 0),
            0,
          );
          expect(end.lost - end.landed).toBe(lost);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("where the clock stands, what left in the step just done is under way, as on the stage", () => {
  const trace = talk([2, 4, 6, 8]);
  const index = timelineIndex(trace);
  let met = 0;
  for (let step = 1; step <= trace.steps.length; step++) {
    const coming = underWay(trace, step);
    for (const actor of trace.actors) {
      for (const row of index.rowsOf(actor.id)) {
        const other = index.partnerOf(row);
        if (other === null || other.socket === null) continue;
        const [now, drawn] = [0, BEHIND].map((behind) => ribbonState(row, other, step, behind));
        const amount = coming.get(other.socket) ?? 0;
        met += amount;
        expect((now?.landed ?? 0) - (drawn?.landed ?? 0), `after step ${step}`).toBe(amount);
        expect(drawn?.sent).toBe(now?.sent);
      }
    }
  }
  expect(met).toBeGreaterThan(0);
});

test("what nobody will read any more is lost, and not under way", () => {
  const after = (choices: readonly number[]) => {
    const trace = talk(choices);
    const index = timelineIndex(trace);
    const sender = index.rowsOf(1).find((row) => row.sends.length > 0) ?? null;
    const receiver = sender === null ? null : index.partnerOf(sender);
    const { sent, lost, landed, read } = ribbonState(sender, receiver, trace.steps.length);
    return { underWay: sent - lost, lost: lost - landed, waiting: landed - read };
  };
  // The third client is sent 3 bytes and reads 2; then it closes, is sent 9 more, or the link
  // breaks it off while 6 or 3 are sent, or holds 4 until it closes.
  expect(after([2])).toEqual({ underWay: 0, lost: 0, waiting: 1 });
  expect(after([2, 104])).toEqual({ underWay: 0, lost: 1, waiting: 0 });
  expect(after([2, 104, 8])).toEqual({ underWay: 0, lost: 10, waiting: 0 });
  expect(after([2, 110])).toEqual({ underWay: 0, lost: 6, waiting: 1 });
  expect(after([2, 107])).toEqual({ underWay: 0, lost: 3, waiting: 1 });
  expect(after([2, 101])).toEqual({ underWay: 4, lost: 0, waiting: 1 });
  expect(after([2, 101, 104])).toEqual({ underWay: 0, lost: 5, waiting: 0 });
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
    ...{ behind: 0, fromServer: true, box: { x: 0, y: 0, w: 600, h: 22 }, measure },
  });
  expect([...items].length).toBeGreaterThan(5);
});

test("the conversation at an instant is the same however one came there", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(130), { maxLength: 12 }), (choices) => {
      const whole = timelineIndex(talk(choices));
      const live = createTrace();
      let before: number | null = null;
      for (const event of talkScript(choices).events) {
        live.append([event]);
        const now = live.steps.length;
        const shown = timelineIndex(live).conversationAt(now)?.socket ?? null;
        expect(whole.conversationAt(now)?.socket ?? null).toBe(shown);
        // A step without one goes on showing the last one.
        expect(before !== null && shown === null).toBe(false);
        before = shown;
      }
      expect(before).not.toBeNull();
    }),
    { numRuns: 40 },
  );
});

test("a conversation whose program is off the stage is not shown", () => {
  const script = talkScript([2]);
  for (const actor of [1, 2, 3, 4]) script.add({ kind: "actor.removed", actor });
  const trace = createTrace();
  trace.append(script.events);
  const index = timelineIndex(trace);
  expect(index.conversationAt(trace.steps.length - 4)).not.toBeNull();
  expect(index.conversationAt(trace.steps.length)).toBeNull();
});
