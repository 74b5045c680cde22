import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createSockets } from "../api/sockets.ts";
import type { QueueOf } from "../os/driver.ts";
import { HAS_INTERNALS } from "../os/internals.fixture.ts";
import { comparable } from "./compare.ts";
import { conversations } from "./conversations.fixture.ts";
import { runOurs } from "./ours.ts";
import { findPython, Python } from "./python.ts";
import { type Answer, type Step, sequences } from "./steps.fixture.ts";

/**
 * The sequences are the same each time; DIFFERENTIAL_SEED selects others. DIFFERENTIAL_RUNS=20000
 * runs that many sequences of random calls and that many conversations.
 */
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20);
const requested = process.env.DIFFERENTIAL_RUNS;
const runs = (quick: number): number => (requested === undefined ? quick : Number(requested));
const name = findPython();
const python = name === null ? null : new Python(name);
afterAll(() => python?.end());

let lastId = 0;

async function ours(steps: readonly Step[], queue: QueueOf): Promise<Answer[]> {
  const recorder = { off: true, record: () => undefined };
  const net = createSockets({ actor: 1, recorder, ids: { next: () => ++lastId }, queue });
  try {
    return await runOurs(net, steps, queue === "kernel" ? 5 : 0);
  } finally {
    await net.closeAll();
  }
}

const REFERENCES = 5;

/**
 * Our answers to these calls, made once, and Python's. Where they differ Python is run again: on a
 * busy machine the time of delivery varies, and each of Python's answers is a correct one.
 */
async function both(
  steps: readonly Step[],
  queue: QueueOf,
): Promise<ReturnType<typeof comparable>> {
  // One after the other: at the same time they would take each other's ports.
  const mine = await ours(steps, queue);
  let pair: ReturnType<typeof comparable> = [[], []];
  for (let attempt = 0; attempt < REFERENCES; attempt += 1) {
    pair = comparable(steps, mine, (await python?.run(steps)) ?? []);
    if (isDeepStrictEqual(...pair)) break;
  }
  return pair;
}

async function compare(
  kind: fc.Arbitrary<readonly Step[]>,
  numRuns: number,
  queue: QueueOf,
): Promise<{ made: number; compared: number }> {
  let made = 0;
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(kind, async (steps) => {
      const [a, b] = await both(steps, queue);
      made += steps.length;
      compared += a.length;
      expect(a).toEqual(b);
    }),
    { seed, numRuns },
  );
  return { made, compared };
}

const HOURS = 4 * 3_600_000;

describe.skipIf(python === null)("the same calls here and in Python (skipped without one)", () => {
  const limit = requested === undefined ? 120_000 : HOURS;

  // Without the internals, errors of bind come later.
  test.skipIf(!HAS_INTERNALS)(
    "random calls give the same results, errnos and bytes",
    async () => {
      const { made, compared } = await compare(sequences, runs(1000), "node");
      // A known difference ends a sequence. If most ended early, the test would prove little.
      expect(made).toBeGreaterThan(runs(1000) * 5);
      expect(compared / made).toBeGreaterThan(0.9);
    },
    limit,
  );

  test.each([
    { queue: "node", quick: 150 },
    { queue: "kernel", quick: 40 },
  ] as const)(
    "conversations with pauses, ends and resets, accepted from the queue of $queue",
    async ({ queue, quick }) => {
      const { made, compared } = await compare(conversations, runs(quick), queue);
      expect(compared / made).toBeGreaterThan(0.98);
    },
    limit,
  );
});
