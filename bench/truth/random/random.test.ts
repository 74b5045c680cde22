import { expect, test } from "vitest";
import type { Counts } from "../comparison/findings.ts";
import { lineOf } from "../comparison/report.ts";
import { has } from "../playground/foreign.ts";
import { hasProc } from "../playground/proc.ts";
import { randomConversations, type Sum } from "./random.ts";

/** A share of what `npm run truth -- --random 10000` makes, in hundreds of each cast. */
const COUNT = 60;
/** Always the same ones: another seed is for the long run. */
const SEED = 14;

const control = ({ SYN, FIN, RST }: Counts["captured"]): number => SYN + FIN + RST;

/** `recall`: of what was captured, how much is drawn at least. */
function faultsOf({ counts, findings }: Sum, recall: number): readonly string[] {
  const faults = findings.filter(({ level }) => level !== "missing").map(lineOf);
  const [drawn, captured] = [control(counts.drawn), control(counts.captured)];
  if (drawn < recall * captured) faults.push(`${drawn} of ${captured} segments are drawn`);
  if (counts.states === 0) faults.push("no state was compared");
  if (counts.unknown > 0.05 * counts.states)
    faults.push(`${counts.unknown} of ${counts.states} states are said to be unknown`);
  return faults;
}

test.skipIf(!hasProc())(
  "random conversations of two ends of ours are drawn as they were",
  { timeout: 120_000 },
  async () => {
    const { ours } = await randomConversations({ ...OPTIONS, casts: ["ours"] });
    expect(faultsOf(ours, 0.95)).toEqual([]);
  },
);

test.skipIf(!hasProc() || !has("python:socket"))(
  "random conversations with a Python program are drawn as they were",
  { timeout: 120_000 },
  async () => {
    const { python } = await randomConversations({ ...OPTIONS, casts: ["python"] });
    expect(faultsOf(python, 0.8)).toEqual([]);
  },
);

const OPTIONS = { count: COUNT, seed: SEED, capture: true, only: null, print: () => undefined };
