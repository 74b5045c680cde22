import fc from "fast-check";
import { expect, test } from "vitest";
import { History } from "../model/history/history.ts";
import { kernelSession } from "../model/tcp/kernel-queue.fixture.ts";
import { Script } from "../testing/script.ts";
import type { StageView } from "../types/stage.ts";
import { StageCursor } from "./cursor.ts";
import { StageKeyframes } from "./keyframes.ts";

/** Two conversations that talk, fail, close and begin anew. */
function session(): Script {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  for (let round = 0; round < 3; round++) {
    const client = script.actorAdded("client");
    const ports: [number, number] = [40_000 + round, 8888];
    const { socket, connection } = script.connected(server, listener, client, ports);
    for (let i = 0; i < 12; i++) {
      script.send(client, socket, `message ${i}`);
      if (i % 3 !== 0) script.recv(server, connection, "message");
      if (i % 4 === 0) script.add({ kind: "actor.printed", actor: client, text: `said ${i}` });
    }
    script.whole(client, socket, "close", {}, {});
    script.failed(script.began(server, connection, "recv", { size: 9 }), "ECONNRESET");
    script.whole(server, connection, "close", {}, {});
    script.add({ kind: "actor.ended", actor: client, how: "returned" });
    if (round < 2) script.add({ kind: "actor.removed", actor: client });
  }
  return script;
}

/** All of a view that a picture is made from. */
const plain = ({ step, actors, gate }: StageView) => ({
  step,
  gate,
  actors: actors.map(({ actor, open, last, ...rest }) => ({
    ...{ id: actor.id, ...rest },
    open: open.map(({ id }) => id),
    last: last?.id,
  })),
});

/** Clients that wait in the kernel's queue, and others that come meanwhile. */
const kernel = kernelSession(Array.from({ length: 90 }, (_, i) => (i % 3) * 8 * i + ((i * 5) % 8)));
const sessions = [[session().events], [kernel.script.events]];

/** The stage after each step of what is folded so far, played from the beginning. */
function played(history: History): readonly ReturnType<typeof plain>[] {
  const play = new StageCursor(history, new StageKeyframes(() => 0));
  return Array.from({ length: history.steps.next + 1 }, (_, step) => plain(play.at(step)));
}

test.each(sessions)("seek(t) equals play to t for any t, however few states are kept", (events) => {
  const history = new History();
  for (const event of events) history.add(event);
  const all = played(history);
  expect(all.length).toBeGreaterThan(100);
  const bounds = fc.record({ states: fc.integer({ min: 1, max: 9 }), parts: fc.nat(60) });
  const seeks = fc.array(fc.nat({ max: all.length - 1 }), { minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(bounds, fc.constantFrom(1, 3, 8), seeks, (most, stride, steps) => {
      const keyframes = new StageKeyframes(() => history.steps.next, most, stride);
      const cursor = new StageCursor(history, keyframes);
      for (const step of steps) expect(plain(cursor.at(step))).toEqual(all[step]);
    }),
  );
});

test.each(sessions)(
  "what was seen stays as it was while the session goes on, and going on is seen",
  (events) => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length }), { maxLength: 12 }), (looks) => {
        const history = new History();
        const keyframes = new StageKeyframes(() => history.steps.next, { states: 4, parts: 60 }, 4);
        const [live, past] = [
          new StageCursor(history, keyframes),
          new StageCursor(history, keyframes),
        ];
        const cursors = [live, past];
        for (const [i, event] of events.entries()) {
          const changed = history.add(event);
          for (const cursor of cursors) {
            if (changed !== null && event.kind === "call.ended") cursor.merged(changed, event);
            cursor.grown();
          }
          if (!looks.includes(i)) continue;
          live.at(history.steps.next);
          past.at(Math.floor(history.steps.next / 2));
        }
        const all = played(history);
        for (const cursor of cursors) {
          for (const step of looks.map((look) => look % all.length))
            expect(plain(cursor.at(step))).toEqual(all[step]);
        }
      }),
      { numRuns: 60 },
    );
  },
);
