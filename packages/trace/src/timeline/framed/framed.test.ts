import fc from "fast-check";
import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import type { Focus } from "./focus.ts";
import { foldedScale, foldLength, isFolded, type RowRoom } from "./folded-scale.ts";
import { framedSteps } from "./framed-steps.ts";

const ROOM: RowRoom = { axis: 200, row: 16, maxRow: 32, fold: 10, thinFold: 4 };
const sceneOf = (from: number, to: number) => ({ actors: [], from, to });

test("what is folded takes the room of a fold, and rows share the rest", () => {
  const scale = foldedScale(sceneOf(0, 20), [5, 6, 12], ROOM);
  expect(scale.folds).toEqual([
    { from: 0, to: 5 },
    { from: 7, to: 12 },
    { from: 13, to: 20 },
  ]);
  expect([0, 5, 6, 7, 12, 13, 20].map(scale.at)).toEqual([0, 10, 42, 74, 84, 116, 126]);
  expect(scale.positionAt(26)).toBe(5.5);
  expect([isFolded(scale, 4), isFolded(scale, 5), isFolded(scale, 12)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a folded axis rises, ends at its extent, and its px lead back to their positions", () => {
  const rows = fc.uniqueArray(fc.integer({ min: 3, max: 40 }), { maxLength: 12 });
  fc.assert(
    fc.property(rows, fc.double({ min: 3, max: 41, noNaN: true }), (shown, position) => {
      const scale = foldedScale(
        sceneOf(3, 41),
        shown.sort((a, b) => a - b),
        ROOM,
      );
      expect(scale.at(3)).toBe(0);
      expect(scale.at(41)).toBeCloseTo(scale.extent);
      expect(scale.positionAt(scale.at(position))).toBeCloseTo(position);
      for (let step = 3; step < 41; step++)
        expect(scale.at(step + 1)).toBeGreaterThan(scale.at(step));
    }),
  );
});

/** Two clients that connect, one after the other, and the first says goodbye. */
function talks() {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const first = script.actorAdded("client");
  const one = script.connected(server, listener, first, [5001, 8888]);
  const second = script.actorAdded("client");
  script.connected(server, listener, second, [5002, 8888]);
  script.whole(first, one.socket, "close", {}, {});
  const trace = createTrace();
  trace.append(script.events);
  return {
    trace,
    server,
    first,
    second,
    scene: sceneAt(trace.actors, trace.steps, trace.steps.length),
  };
}

const focusOn = (part: Partial<Focus>): Focus => ({
  ...{ from: 0, to: Number.POSITIVE_INFINITY, actors: new Set(), verbs: new Set(), call: null },
  ...part,
});

test("a handshake that is spoken of has all its rows before anything else has one", () => {
  const { trace, second, scene } = talks();
  const focus = focusOn({ actors: new Set([second]), verbs: new Set(["connect"]) });
  const shown = framedSteps(trace, scene, focus, { ...ROOM, axis: 110 });
  const segments = shown.flatMap((index) => {
    const step = trace.steps.get(index);
    return step?.kind === "segment" && step.flight.cargo.kind === "segment"
      ? [`${step.flight.cargo.flags} ${step.flight.from?.actor === second ? "from" : "to"} it`]
      : [];
  });
  expect(segments).toEqual(["SYN from it", "SYN,ACK to it", "ACK from it"]);
  const length = foldedScale(scene, shown, { ...ROOM, axis: 110 }).extent;
  expect(length).toBeLessThanOrEqual(110);
});

test("where all have room nothing is folded, and no more is shown than has room", () => {
  const { trace, scene } = talks();
  const all = Array.from({ length: scene.to - scene.from }, (_, i) => scene.from + i);
  expect(framedSteps(trace, scene, focusOn({}), { ...ROOM, axis: 5000 })).toEqual(all);
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 600 }), (axis) => {
      const room = { ...ROOM, axis };
      const shown = framedSteps(trace, scene, focusOn({}), room);
      const { folds, extent } = foldedScale(scene, shown, room);
      const told = folds.reduce((sum, { from, to }) => sum + foldLength(to - from, room), 0);
      expect(shown.length * room.row + told).toBeLessThanOrEqual(axis);
      expect(extent).toBeLessThanOrEqual(axis + 1e-6);
    }),
  );
});

test("what comes after the stretch is folded, also where there would be room", () => {
  const { trace, scene } = talks();
  const shown = framedSteps(trace, scene, focusOn({ to: 6 }), { ...ROOM, axis: 5000 });
  expect(shown).toEqual([0, 1, 2, 3, 4, 5]);
});
