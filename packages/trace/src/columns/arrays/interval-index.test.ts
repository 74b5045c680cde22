import fc from "fast-check";
import { expect, test } from "vitest";
import { newCounts, Summary } from "../../timeline/index/summary.ts";
import { STEP_TONES } from "../../tones/step-tone.ts";
import { IntervalIndex, OPEN } from "./interval-index.ts";

const interval = fc
  .tuple(fc.nat(500), fc.nat(80))
  .map(([from, length]) => [from, from + length] as const);

test("an index finds what a look at everything finds, also after ends have changed", () => {
  fc.assert(
    fc.property(
      fc.array(interval, { maxLength: 300 }),
      fc.array(fc.tuple(fc.nat(299), fc.nat(600)), { maxLength: 20 }),
      interval,
      (intervals, changes, [from, to]) => {
        const index = new IntervalIndex();
        const plain = intervals.map(([start]) => [start, OPEN] as [number, number]);
        for (const [start] of intervals) index.add(start, OPEN);
        const ends = [...intervals.map(([, end], i) => [i, end] as const), ...changes];
        for (const [entry, end] of ends) {
          const one = plain[entry];
          if (one === undefined) continue;
          one[1] = end;
          index.setEnd(entry, end);
        }
        const found: number[] = [];
        index.touching(from, to, (entry) => void found.push(entry));
        expect(found).toEqual(
          plain.flatMap(([start, end], i) => (start <= to && end >= from ? [i] : [])),
        );
      },
    ),
  );
});

test("counts of any stretch are what counting gives", () => {
  const tone = fc.constantFrom(...STEP_TONES);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(3), tone), { maxLength: 200 }),
      interval,
      (steps, [from, to]) => {
        const summary = new Summary();
        let step = 0;
        const expected = newCounts();
        for (const [skip, one] of steps) {
          step += skip + 1;
          summary.push(step, one);
          const kind = STEP_TONES.indexOf(one);
          if (step >= from && step < to) expected[kind] = (expected[kind] ?? 0) + 1;
        }
        const counts = newCounts();
        const sum = summary.counts(from, to, counts);
        expect([...counts]).toEqual([...expected]);
        expect(sum).toBe(expected.reduce((a, b) => a + b, 0));
        expect(summary.between(from, to)).toBe(sum);
      },
    ),
  );
});
