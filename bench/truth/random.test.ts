import { expect, test } from "vitest";
import type { Counts } from "./findings.ts";
import { has } from "./foreign.ts";
import { hasProc } from "./proc.ts";
import { randomConversations, type Sum } from "./random.ts";
import { lineOf } from "./report.ts";

/** A share of what `npm run truth -- --random 10000` makes, in hundreds of each cast. */
const COUNT = 60;
/** Always the same ones: another seed is for the long run. */
const SEED = 14;

const control = ({ SYN, FIN, RST }: Counts["captured"]): number => SYN + FIN + RST;

/** `recall`: of what was captured, how much is drawn at least. */
function holds({ counts, findings }: Sum, recall: number): void {
  const found = findings.filter(({ level }) => level !== "missing").map(lineOf);
  expect(found).toEqual([]);
  expect(control(counts.drawn)).toBeGreaterThanOrEqual(recall * control(counts.captured));
  expect(counts.states).toBeGreaterThan(0);
  expect(counts.unknown).toBeLessThanOrEqual(0.05 * counts.states);
}

test.skipIf(!hasProc())(
  "random conversations of two ends of ours are drawn as they were",
  { timeout: 120_000 },
  async () => {
    const { ours } = await randomConversations({ ...OPTIONS, casts: ["ours"] });
    holds(ours, 0.95);
  },
);

test.skipIf(!hasProc() || !has("python:socket"))(
  "random conversations with a Python program are drawn as they were",
  { timeout: 120_000 },
  async () => {
    const { python } = await randomConversations({ ...OPTIONS, casts: ["python"] });
    holds(python, 0.8);
  },
);

const OPTIONS = { count: COUNT, seed: SEED, capture: true, only: null, print: () => undefined };
