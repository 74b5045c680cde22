import fc from "fast-check";
import { expect, test } from "vitest";
import { StepSet } from "./step-set.ts";

const changes = fc.array(fc.tuple(fc.nat(5000), fc.boolean()), { maxLength: 200 });

test("it knows its members and their ranks as a sorted list does", () => {
  fc.assert(
    fc.property(changes, fc.array(fc.integer({ min: -2, max: 6000 })), (made, asked) => {
      const set = new StepSet();
      const model = new Set<number>();
      for (const [step, member] of made) {
        set.set(step, member);
        if (member) model.add(step);
        else model.delete(step);
      }
      const sorted = [...model].sort((a, b) => a - b);
      expect(set.size).toBe(sorted.length);
      for (const step of [...asked, ...sorted]) {
        expect(set.has(step)).toBe(model.has(step));
        expect(set.rank(step)).toBe(sorted.filter((one) => one < step).length);
        expect(set.from(step)).toBe(sorted.find((one) => one >= step) ?? null);
        expect(set.before(step)).toBe(sorted.findLast((one) => one < step) ?? null);
      }
    }),
  );
});
