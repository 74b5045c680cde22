import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createSockets } from "../sockets.ts";
import { comparable } from "./compare.ts";
import { runOurs } from "./ours.ts";
import { findPython, Python } from "./python.ts";
import { type Answer, type Step, sequences } from "./steps.fixture.ts";

/** The same sequences each time; other ones with DIFFERENTIAL_SEED, more with DIFFERENTIAL_RUNS. */
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20);
const numRuns = Number(process.env.DIFFERENTIAL_RUNS ?? 3000);
const name = findPython();
const python = name === null ? null : new Python(name);
afterAll(() => python?.end());

let lastId = 0;

async function ours(steps: readonly Step[]): Promise<Answer[]> {
  const recorder = { off: true, record: () => undefined };
  const net = createSockets({ actor: 1, recorder, ids: { next: () => ++lastId } });
  try {
    return await runOurs(net, steps);
  } finally {
    await net.closeAll();
  }
}

describe.skipIf(python === null)("the same calls here and in Python (skipped without one)", () => {
  test("give the same results, errnos and bytes", async () => {
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const theirs = python?.run(steps) ?? Promise.resolve([]);
        const [mine, reference] = await Promise.all([ours(steps), theirs]);
        const [a, b] = comparable(steps, mine, reference);
        expect(a).toEqual(b);
      }),
      { seed, numRuns },
    );
  }, 120_000);
});
