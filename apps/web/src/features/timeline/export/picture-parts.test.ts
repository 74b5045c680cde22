import { AXIS, evenScale, HEAD } from "@sockscope/trace";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ladderParts, lanesParts, roomAlong } from "./picture-parts.ts";

const LIMITS = { along: 2000, cross: 900, pictures: 24 };
const lengths = fc.integer({ min: 1, max: 40_000 });

test("the ladder's pictures show every step and every lifeline, and none is too large", () => {
  fc.assert(
    fc.property(lengths, lengths, (extent, wide) => {
      const parts = ladderParts(evenScale(0, 1, extent), LIMITS, () => wide);
      let down = 0;
      let right = 0;
      for (const { viewport } of parts) {
        expect(viewport.width).toBeLessThanOrEqual(LIMITS.cross);
        expect(viewport.height).toBeLessThanOrEqual(LIMITS.along);
        // Each begins where another one ends.
        expect(viewport.scrollY).toBeLessThanOrEqual(down);
        expect(viewport.scrollX).toBeLessThanOrEqual(viewport.scrollX > 0 ? right : 0);
        down = Math.max(down, viewport.scrollY + viewport.height - HEAD);
        right = viewport.scrollX + viewport.width;
      }
      expect(down).toBeGreaterThan(extent);
      expect(right).toBeGreaterThanOrEqual(wide);
      expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
    }),
    { numRuns: 60 },
  );
});

test("the pictures of lanes show every step and every row", () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 1500 }), (extent, count) => {
      const parts = lanesParts(evenScale(0, 1, extent), LIMITS, { count, height: 34 });
      const last = parts.at(-1)?.viewport;
      expect((last?.scrollY ?? 0) + (last?.height ?? 0) - AXIS).toBeGreaterThanOrEqual(count * 34);
      expect((last?.scrollX ?? 0) + (last?.width ?? 0)).toBeGreaterThan(extent);
      for (const { viewport } of parts) {
        expect(viewport.width).toBeLessThanOrEqual(LIMITS.along);
        expect(viewport.height).toBeLessThanOrEqual(LIMITS.cross);
      }
    }),
    { numRuns: 60 },
  );
});

test("what has so much room needs no more pictures than are allowed", () => {
  const room = roomAlong("ladder", LIMITS, 3);
  expect(ladderParts(evenScale(0, 1, room), LIMITS, () => 2500).length).toBeLessThanOrEqual(24);
});
