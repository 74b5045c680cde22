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
    let made = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        // One after the other: at the same time they would take each other's ports.
        const reference = (await python?.run(steps)) ?? [];
        const mine = await ours(steps);
        const [a, b] = comparable(steps, mine, reference);
        made += steps.length;
        compared += a.length;
        expect(a).toEqual(b);
      }),
      { seed, numRuns },
    );
    // A known difference ends a sequence: if most of them ended early, little would be proved.
    expect(made).toBeGreaterThan(numRuns * 5);
    expect(compared / made).toBeGreaterThan(0.9);
  }, 120_000);
});
