import { addCounts, type Counts, type Finding, noCounts } from "../comparison/findings.ts";
import { byKind, figuresOf, levelsOf, lineOf } from "../comparison/report.ts";
import { runBatch } from "./batch.ts";
import { type Conversation, conversation, opText } from "./conversation.ts";

export interface RandomOptions {
  readonly count: number;
  readonly seed: number;
  readonly capture: boolean;
  /** Only the one with this number, with everything that was seen of it. */
  readonly only: number | null;
  /** Both unless said otherwise. */
  readonly casts?: readonly ("ours" | "python")[];
  readonly print: (line: string) => void;
}

export interface Sum {
  readonly counts: Counts;
  readonly findings: Finding[];
}

const BATCH = 200;
/** Failing ones that are named. */
const NAMED = 12;

/** The odd ones have one end in Python. */
const isForeign = (index: number): boolean => index % 2 === 1;

/** Random conversations, judged apart: both ends ours, and one end a Python program. */
export async function randomConversations(
  options: RandomOptions,
): Promise<{ readonly ours: Sum; readonly python: Sum }> {
  const { count, seed, capture, only, print, casts = ["ours", "python"] } = options;
  const sums = { ours: sum(), python: sum() };
  const indices = only === null ? Array.from({ length: count }, (_, index) => index) : [only];
  for (const cast of casts) {
    const foreign = cast === "python";
    const of = foreign ? sums.python : sums.ours;
    const all = indices.filter((index) => isForeign(index) === foreign);
    for (let at = 0; at < all.length; at += BATCH) {
      const batch = all.slice(at, at + BATCH).map((index) => conversation(seed, index, foreign));
      const ran = await runBatch(batch, { capture });
      addCounts(of.counts, ran.counts);
      of.findings.push(...ran.findings);
      const [wrong, misleading, missing] = levelsOf(ran.findings);
      const title = foreign ? "one end Python" : "both ends ours";
      print(
        `${title}, ${batch.length} conversations: ${wrong} wrong, ${misleading} misleading, ${missing} missing`,
      );
      if (ran.captured && ran.captured.dropped > 0)
        print(`tcpdump has lost ${ran.captured.dropped} packets: not all that is found is true`);
      if (ran.skipped !== null) print(`without a capture: ${ran.skipped}`);
      if (only !== null) tellOne(batch, ran.verbose(), ran.findings, print);
      else name(ran.findings, ran.indexOf, seed, print);
    }
  }
  return sums;
}

const sum = (): Sum => ({ counts: noCounts(), findings: [] });

function tellOne(
  batch: readonly Conversation[],
  verbose: string,
  findings: readonly Finding[],
  print: (line: string) => void,
): void {
  for (const { cast, halves } of batch) {
    const [first, second] = halves.map((ops) => ops.map(opText).join(", "));
    print(`${cast}: ${first}; then ${second}`);
  }
  print(verbose);
  for (const finding of findings) print(lineOf(finding));
}

/** The worst of them, and how each is run alone. */
function name(
  findings: readonly Finding[],
  indexOf: (where: string) => number | null,
  seed: number,
  print: (line: string) => void,
): void {
  const failing = new Map<string, Set<number>>();
  for (const { level, check, where } of findings) {
    const index = indexOf(where);
    if (index === null) continue;
    const key = `${level} ${check}`;
    failing.set(key, (failing.get(key) ?? new Set()).add(index));
  }
  for (const [key, indices] of failing)
    print(
      `  ${key.padEnd(20)} ${indices.size} conversations: ${[...indices].slice(0, NAMED).join(" ")} (--seed ${seed} --only N)`,
    );
}

export function tell({ counts, findings }: Sum): string {
  return `${byKind(findings)}\n\n${figuresOf(counts)}`;
}
